/** The generated pages say what the sources say: `npm run docs` writes them anew. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { pages } from '../scripts/docs/pages.ts';

describe('generated pages are up to date', () => {
  for (const [path, text] of Object.entries(pages())) {
    test(path, () => {
      const file = new URL(`../${path}`, import.meta.url);
      assert.ok(existsSync(file), `${path} is missing: npm run docs writes it`);
      const lines = readFileSync(file, 'utf8').split('\n');
      const expected = text.split('\n');
      const wrong = expected.findIndex((line, i) => line !== lines[i]);
      assert.equal(lines[wrong], expected[wrong], `${path}:${wrong + 1} is out of date: npm run docs writes it anew`);
      assert.equal(lines.length, expected.length, `${path} is out of date: npm run docs writes it anew`);
    });
  }
});
