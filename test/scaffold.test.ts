/** What `npm run scaffold` makes is right from the start: it has our style, its types fit, and its test passes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COPIED = [
  'package.json',
  'tsconfig.json',
  'biome.json',
  'src',
  'dissectors',
  'scripts',
  'test/dissectors/alone.ts',
];

const copy = realpathSync(mkdtempSync(join(tmpdir(), 'specshark-scaffold-')));
after(() => rmSync(copy, { recursive: true, force: true }));
for (const path of COPIED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));

function node(...args: string[]): { code: number | null; output: string } {
  // Node refuses to run tests in what a test has started, unless it does not know.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', env });
  return { code: status, output: stdout + stderr };
}

const scaffold = (...words: string[]) => node('--import', 'tsx', 'scripts/scaffold.ts', ...words);

describe('scaffold', () => {
  const made: string[] = [];

  test('makes a protocol, and says where to name it', () => {
    const { code, output } = scaffold('protocol', 'time-of-day');
    assert.equal(code, 0, output);
    assert.match(output, /import \{ timeOfDay \} from '\.\/time-of-day\/protocol\.ts';/);
    made.push(...output.split('\n').filter((line) => existsSync(join(copy, line)) && line !== ''));
    assert.equal(made.length, 5);
  });

  test('makes a rule of a folder with rules, and of one without', () => {
    const first = scaffold('rule', 'ms-msrp/speaks-softly');
    assert.match(first.output, /In dissectors\/ms-msrp\/rules\/index\.ts:\n {2}import speaksSoftly from/);
    assert.match(
      readFileSync(join(copy, 'dissectors/ms-msrp/rules/speaks-softly.ts'), 'utf8'),
      /id: 'messenger\/speaks-softly'/,
    );
    const second = scaffold('rule', 'time-of-day/length-covers-header');
    assert.match(second.output, /import \{ timeOfDayRules \} from '\.\/time-of-day\/rules\/index\.ts';/);
    for (const { code, output } of [first, second]) {
      assert.equal(code, 0, output);
      made.push(...output.split('\n').filter((line) => existsSync(join(copy, line)) && line !== ''));
    }
    assert.equal(made.length, 8);
  });

  test('refuses what exists, what is no name, and what it does not know', () => {
    for (const words of [
      ['protocol', 'time-of-day'],
      ['protocol', 'Time'],
      ['rule', 'nobody/x'],
      ['poem', 'x'],
    ]) {
      const { code, output } = scaffold(...words);
      assert.equal(code, 2, output);
      assert.match(output, /^specshark: [^\n]+\n$/);
    }
  });

  test('what it made has our style', () => {
    const { code, output } = node('node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...made);
    assert.equal(code, 0, output);
  });

  test('what it made has types that fit', () => {
    const compilerOptions = { tsBuildInfoFile: './made.tsbuildinfo' };
    // Of what they import no more than the sdk: all the rest is checked elsewhere.
    const files = made.filter((path) => /^dissectors\/time-of-day\/.*\.ts$/.test(path));
    writeFileSync(
      join(copy, 'made.json'),
      JSON.stringify({ extends: './tsconfig.json', compilerOptions, include: [], files }),
    );
    const { code, output } = node('node_modules/typescript/bin/tsc', '-p', 'made.json');
    assert.equal(code, 0, output);
  });

  test('the test that it made passes', () => {
    const { code, output } = node('scripts/test.mjs', 'test/dissectors/time-of-day.test.ts');
    assert.equal(code, 0, output);
    assert.match(output, /# pass 2\b/);
  });
});
