/**
 * Mutations of the captures of ../shared break nothing: other hosts, link layers and trailers than the samples have. A
 * few, always the same ones; with --full many more. `npm run fuzz -- ../shared/captures/windows` looks for others.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { sessionsIn } from '../../scripts/fuzz/corpus.ts';
import { driveMutated } from '../../scripts/fuzz/drive.ts';

const CAPTURES = join(import.meta.dirname, '../../../shared/captures/windows');
assert.ok(existsSync(CAPTURES), '../shared/captures is missing: these tests need the captures beside the checkout');

const FIRST_SEED = 20261121;
const SESSIONS = process.env['SPECSHARK_FULL'] === '1' ? 20_000 : 300;

test(`${SESSIONS} mutated sessions`, async () => {
  driveMutated(await sessionsIn(CAPTURES), FIRST_SEED, SESSIONS);
});
