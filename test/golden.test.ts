/** What the program says of every sample, byte for byte. `npm run golden` writes the files anew; read the difference. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { contents, type Golden, goldens, VIEWS } from '../scripts/golden/views.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'test/golden');
const wanted = goldens(ROOT);

/** Outputs of 45 samples in 9 views are to be read by people, and by reviewers of each change. */
const MOST_BYTES = 3_000_000;

describe('golden files', () => {
  for (const { name } of VIEWS) {
    test(`of the view '${name}'`, async () => {
      const wrong: string[] = [];
      for (const golden of wanted.filter(({ path }) => path.startsWith(`${name}/`))) {
        const difference = await differs(golden);
        if (difference) wrong.push(difference);
      }
      assert.ok(wrong.length === 0, `${wrong.length} differ; npm run golden writes them anew.\n${wrong.join('\n')}`);
    });
  }

  test('are all of some view, and not too many', () => {
    const paths = new Set(wanted.map(({ path }) => path));
    const there = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
    assert.deepEqual(
      there.filter((path) => !paths.has(path)),
      [],
      'nothing makes these',
    );
    const size = there.reduce((sum, path) => sum + readFileSync(join(FOLDER, path)).length, 0);
    assert.ok(size < MOST_BYTES, `${size} bytes`);
  });

  test('name no machine', () => {
    for (const { path } of wanted) {
      assert.doesNotMatch(
        readFileSync(join(FOLDER, path), 'latin1'),
        /(^|[^\w\\])\/(home|tmp|root|work|Users)\//,
        path,
      );
    }
  });
});

/** Where the program says something else than the file. */
async function differs(golden: Golden): Promise<string | undefined> {
  const path = join(FOLDER, golden.path);
  if (!existsSync(path)) return `test/golden/${golden.path} is missing`;
  const expected = readFileSync(path);
  const actual = await contents(golden);
  if (actual.equals(expected)) return undefined;
  const [is, was] = [lines(actual), lines(expected)];
  const at = is.findIndex((line, i) => line !== was[i]);
  const place = at < 0 ? is.length : at;
  return `test/golden/${golden.path}:${place + 1}\n  was ${was[place] ?? 'at its end'}\n  is  ${is[place] ?? 'at its end'}`;
}

const lines = (bytes: Buffer): string[] => bytes.toString('utf8').split('\n');
