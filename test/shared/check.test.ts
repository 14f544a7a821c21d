/** A gate gives one answer: whatever the order in which captures are named, and however many are judged at a time. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { ROOT, specshark } from '../cli/run.ts';

const FOLDER = '../shared/captures/windows';
const captures = readdirSync(join(ROOT, FOLDER))
  .sort()
  .slice(0, 100)
  .map((name) => `${FOLDER}/${name}`);

/** The same captures in an order that means nothing, always the same one. */
const shuffled = captures
  .map((path, i) => ({ path, key: (i * 7919) % 101 }))
  .sort((a, b) => a.key - b.key)
  .map(({ path }) => path);

before(() =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] }),
);

describe(`${captures.length} captures, judged again`, () => {
  for (const format of ['ndjson', 'sarif', 'junit']) {
    test(`give the same bytes as ${format}`, async () => {
      const judge = async (jobs: number, files: readonly string[]): Promise<string> => {
        const { code, stdout } = await specshark([
          'check',
          '-p',
          'windows',
          '-j',
          String(jobs),
          '-T',
          format,
          ...files,
        ]);
        assert.ok(code === 1 || code === 0 || code === 4, `exit ${code}`);
        return stdout;
      };
      const first = await judge(1, captures);
      assert.ok(first.length > 100_000);
      assert.ok(first === (await judge(2, shuffled)), 'two at a time, in another order');
      if (format === 'ndjson') assert.ok(first === (await judge(2, captures)), 'and once more');
    });
  }
});
