/**
 * A field that is asked for alone shows what it shows in a run that asks for everything, over the captures of ../shared:
 * whatever such a run leaves unread must not matter to it. Of captures and fields a part is taken, chosen by a seed; with
 * --full every capture and every field in it.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { protocols } from '../../dissectors/index.ts';
import { framesOf } from '../../scripts/fuzz/frames.ts';
import { Random } from '../../scripts/fuzz/random.ts';
import { CaptureError } from '../../src/capture/index.ts';
import { Registry } from '../../src/engine/registry.ts';
import type { FieldColumn } from '../../src/output/fields.ts';
import { Asked } from '../asked.ts';

const CAPTURES = join(import.meta.dirname, '../../../shared/captures');
assert.ok(existsSync(CAPTURES), '../shared/captures is missing: these tests need the captures beside the checkout');

const FULL = process.env['SPECSHARK_FULL'] === '1';
const SEED = 20261121;
/** Frames of a capture that are read. */
const FRAMES = FULL ? 3000 : 400;
/** Without --full: so many captures, none of them longer, and of each so many fields, and pairs of fields. */
const SOME = 24;
const LONGEST = 300_000;
const FIELDS = 12;
const PAIRS = 4;

const random = new Random(SEED);
const registry = new Registry(protocols);
const columns: FieldColumn[] = [...registry.fields].map(([name, fields]) => ({ name, fields }));

const all = ['formats', 'malformed', 'windows'].flatMap((folder) =>
  readdirSync(join(CAPTURES, folder))
    .sort()
    .map((name) => join(CAPTURES, folder, name)),
);

function chosen(): readonly string[] {
  if (FULL) return all;
  const short = all.filter((path) => path.includes('/windows/') && statSync(path).size <= LONGEST);
  return Array.from({ length: SOME }, () => random.pick(short));
}

async function asked(path: string): Promise<Asked | undefined> {
  try {
    return new Asked(registry, await framesOf(path, FRAMES));
  } catch (error) {
    if (error instanceof CaptureError) return undefined;
    throw error;
  }
}

test('-e X for fields X of captures', async (t) => {
  const wrong: string[] = [];
  let checked = 0;
  for (const path of chosen()) {
    const capture = await asked(path);
    if (!capture) continue;
    const rows = capture.everything(columns);
    const there = [...columns.keys()].filter((index) => rows.some((row) => row[index]));
    if (there.length === 0) continue;
    const singles = FULL ? there : Array.from({ length: FIELDS }, () => random.pick(there));
    const pairs = Array.from({ length: PAIRS }, () => [random.pick(there), random.pick(there)]);
    for (const some of [...singles.map((index) => [index]), ...pairs]) {
      checked++;
      const lines = capture.alone(some.map((index) => columns[index]!));
      const at = rows.findIndex((row, i) => some.map((index) => row[index]).join('\t') !== lines[i]);
      if (at < 0 && lines.length === rows.length) continue;
      const names = some.map((index) => columns[index]!.name).join(' ');
      const whole = some.map((index) => rows[at]?.[index]).join(' ');
      wrong.push(`${path.slice(CAPTURES.length + 1)}, packet ${at + 1}, ${names}: ${lines[at]} alone, else ${whole}`);
    }
  }
  t.diagnostic(`${checked} questions`);
  assert.ok(checked > 0);
  assert.deepEqual(wrong, []);
});
