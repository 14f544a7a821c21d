/** The recipes of docs/ci.md and the README, each run as it is written, over captures that are right and one that is not. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ended, ROOT, type Run } from './cli/run.ts';

const scratch = mkdtempSync(join(tmpdir(), 'specshark-recipes-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
before(() =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] }),
);

const page = readFileSync(join(ROOT, 'docs/ci.md'), 'utf8');

/** The code blocks of a page that hold some words. */
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => block!);
const block = (language: string, words: string): string => {
  const found = blocks(page, language).filter((it) => it.includes(words));
  assert.equal(found.length, 1, `one block with ${words}`);
  return found[0]!;
};

/** What a job's description has the shell do: `run: |` of GitHub's steps, the items of GitLab's `script:`. */
function commands(yaml: string): string[] {
  const lines = yaml.split('\n');
  return lines.flatMap((line, i) => {
    const indent = line.search(/\S/);
    const deeper = (from: number): string[] => {
      const end = lines.findIndex((it, k) => k > from && it.trim() !== '' && it.search(/\S/) <= indent);
      return lines.slice(from + 1, end < 0 ? undefined : end).map((it) => it.trim());
    };
    if (/^\s*run: \|$/.test(line)) return [deeper(i).join('\n')];
    return /^\s*script:$/.test(line) ? deeper(i).map((it) => it.replace(/^- /, '')) : [];
  });
}

/** A project of somebody's, with the checkout where the recipes have it. */
function project(name: string, ...samples: string[]): string {
  const folder = join(scratch, name);
  mkdirSync(join(folder, 'tools'), { recursive: true });
  mkdirSync(join(folder, 'captures'));
  symlinkSync(ROOT, join(folder, 'tools/specshark'));
  for (const sample of samples) copyFileSync(join(ROOT, 'samples', sample), join(folder, 'captures', sample));
  return folder;
}

const shell = (script: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  ended(
    spawn('bash', ['-e', '-c', script], { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }),
  );

const GOOD = 'messenger-single.pcap';
const BAD = 'messenger-violations-word-count.pcap';
const right = project('right', GOOD);
const wrong = project('wrong', GOOD, BAD);

describe('recipes', () => {
  test('a shell', async () => {
    const script = block('sh', '--report sarif=specshark.sarif --report junit');
    for (const [folder, code] of [
      [right, 0],
      [wrong, 1],
    ] as const) {
      const run = await shell(script, folder);
      assert.equal(run.code, code, run.stderr);
      assert.equal(JSON.parse(readFileSync(join(folder, 'specshark.sarif'), 'utf8')).version, '2.1.0');
      assert.match(readFileSync(join(folder, 'specshark.xml'), 'utf8'), /<\/testsuites>\n$/);
    }
  });

  test('GitHub Actions', async () => {
    const [judge, show] = commands(block('yaml', 'actions/checkout')) as [string, string];
    const env = { GITHUB_STEP_SUMMARY: join(scratch, 'summary.md') };
    assert.equal((await shell(judge, right, env)).code, 0);
    const run = await shell(judge, wrong, env);
    assert.equal(run.code, 1);
    assert.match(
      run.stdout,
      /^::error file=captures\/messenger-violations-word-count\.pcap,title=messenger\/word-count::/m,
    );
    assert.equal((await shell(show, wrong, env)).code, 0);
    assert.match(readFileSync(env.GITHUB_STEP_SUMMARY, 'utf8'), /^# specshark check: failed/);
  });

  test('GitLab', async () => {
    const [judge, ...none] = commands(block('yaml', 'GIT_SUBMODULE_STRATEGY')) as [string];
    assert.deepEqual(none, []);
    assert.equal((await shell(judge, right)).code, 0);
    assert.equal((await shell(judge, wrong)).code, 1);
    const issues = JSON.parse(readFileSync(join(wrong, 'gl-code-quality-report.json'), 'utf8'));
    assert.ok(issues.every((it: { fingerprint: string }) => it.fingerprint));
  });

  test('a hook before each commit', async () => {
    const folder = project('hooked', GOOD, BAD);
    const git = (...words: string[]): Promise<Run> =>
      shell(`git -c user.name=a -c user.email=a@example.org ${words.join(' ')}`, folder);
    await git('init', '-q');
    writeFileSync(join(folder, '.git/hooks/pre-commit'), block('sh', 'git diff --cached'), { mode: 0o755 });
    await git('add', `captures/${GOOD}`);
    const first = await git('commit', '-q', '-m', 'right');
    assert.equal(first.code, 0, first.stderr);
    await git('add', `captures/${BAD}`);
    const second = await git('commit', '-q', '-m', 'wrong');
    assert.notEqual(second.code, 0);
    assert.match((await git('log', '--format=%s')).stdout, /^right\n$/);
  });

  test('the configuration', async () => {
    const folder = project('configured', GOOD);
    writeFileSync(join(folder, 'specshark.config.json'), block('json', '"waivers"'));
    const check = (words: string): Promise<Run> =>
      shell(`node tools/specshark/bin/specshark.js check ${words}`, folder);
    assert.match((await check('captures')).stderr, /specshark\.baseline\.json cannot be read/);
    await check('--update-baseline captures');
    assert.ok(existsSync(join(folder, 'specshark.baseline.json')));
    const { code, stdout } = await check('-T json captures');
    const report: { failOn: string; complaints: { text: string; fails: boolean }[] } = JSON.parse(stdout);
    assert.deepEqual([code, report.failOn], [1, 'warning']);
    assert.ok(report.complaints.some(({ text, fails }) => fails && text === 'messenger/end-sent is not exercised'));
    assert.ok(report.complaints.some(({ text }) => /request-header-zero .* waives nothing$/.test(text)));
  });

  test('a bug report', async () => {
    const folder = project('reported', BAD);
    copyFileSync(join(ROOT, 'samples', BAD), join(folder, 'captures/bad.pcap'));
    const run = await shell(block('sh', 'anonymise small.pcap'), folder);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /error messenger\/word-count/);
  });

  test('the README’s', async () => {
    const [script] = blocks(readFileSync(join(ROOT, 'README.md'), 'utf8'), 'sh').filter((it) =>
      it.includes('--report sarif'),
    );
    assert.equal((await shell(script!, right)).code, 0);
    assert.equal((await shell(script!, wrong)).code, 1);
  });
});
