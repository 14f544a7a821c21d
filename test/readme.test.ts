/**
 * A first-time user's hour: every command of the README and of the pages under docs/ is run in what a clone would be, and
 * gives what the page shows. What captures needs rights: test/live runs it.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { consoleOutput, inClone } from '../scripts/docs/console.ts';
import { ROOT } from './cli/run.ts';

const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

describe('what pages show', () => {
  for (const path of PAGES) {
    const page = read(path);
    if (!/^```console$/m.test(page)) continue;
    test(`${path} is what its commands print`, async () => {
      const expected = (await inClone(ROOT, (folder) => consoleOutput(page, folder))).split('\n');
      const lines = page.split('\n');
      const wrong = expected.findIndex((line, i) => line !== lines[i]);
      assert.equal(lines[wrong], expected[wrong], `${path}:${wrong + 1}: npm run docs runs the commands anew`);
      assert.equal(lines.length, expected.length);
    });
  }

  test('leaves no command that nothing runs', () => {
    for (const path of PAGES) {
      // test/recipes.test.ts runs the recipes, test/live/readme.test.ts what captures.
      const known =
        path === 'docs/ci.md' ? ['sh', 'yaml', 'json'] : path === 'README.md' ? ['console', 'sh', 'sh live'] : [];
      const fences = read(path).match(/^```.*$/gm) ?? [];
      for (const fence of fences.filter((_, i) => i % 2 === 0)) {
        const language = fence.slice(3);
        assert.ok(language === '' || known.includes(language), `${path}: a block of '${language}'`);
      }
    }
    const shell = [...read('README.md').matchAll(/^```sh\n(.*?)^```/gms)];
    assert.equal(shell.length, 1, 'of the README the recipe alone');
  });

  test('has every command in it', async () => {
    const { COMMANDS } = await import('../src/cli/commands.ts');
    const page = read('README.md');
    for (const name of Object.keys(COMMANDS)) assert.match(page, new RegExp(`\\b${name}\\b`), name);
  });
});
