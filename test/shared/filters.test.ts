/**
 * Display filters select what tshark's select, and refuse what it refuses: of the list in scripts/filters a part, the
 * whole with --full. Where we differ on purpose the list says why.
 */
import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { compare } from '../../scripts/filters/compare.ts';
import { expressions } from '../../scripts/filters/list.ts';

const FULL = process.env['SPECSHARK_FULL'] === '1';
/** Without --full, every so manieth. */
const EACH = 25;

test('tshark and we select the same', async (t) => {
  const all = expressions();
  assert.ok(all.length >= 300);
  const some = FULL ? all : all.filter((_, i) => i % EACH === 0);
  const { different, alike } = await compare(some, availableParallelism());
  const unexplained = different.filter(({ reason }) => reason === undefined);
  t.diagnostic(`${some.length} filters, ${different.length - unexplained.length} differ for a reason`);
  assert.deepEqual(
    unexplained.map(({ expression, ours, tsharks }) => ({ expression, ours, tsharks })),
    [],
  );
  assert.deepEqual(
    alike.map(({ expression }) => expression),
    [],
    'reasons that nothing needs',
  );
});
