/** What a user meets at a terminal: pages, interruptions, pipes that nobody reads to their end. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ended, PROGRAM, ROOT, type Run, specshark } from './run.ts';

const LONG = 'samples/messenger-multiblock.pcap';
const CALLS = 'samples/srvsvc-smb2.pcap';
const WRONG = 'samples/messenger-violations-word-count.pcap';

const scratch = mkdtempSync(join(tmpdir(), 'specshark-terminal-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
before(() =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] }),
);

/** Marks what passes through it. */
const MARKS = 'sed "s/^/page: /"';

/** The program on a terminal of 24 rows and 80 columns, as script(1) makes one; standard error comes with the rest. */
function onTerminal(words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const line = ['stty rows 24 cols 80;', 'exec', process.execPath, PROGRAM, ...words].join(' ');
  const settings = { PAGER: MARKS, TERM: 'xterm', ...env };
  return ended(
    spawn('script', ['-qec', line, '/dev/null'], {
      cwd: ROOT,
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

const lines = (run: Run): string[] => run.stdout.split(/\r*\n/).slice(0, -1);

describe('a pager', { concurrency: 2 }, () => {
  test('takes what is longer than the screen', async () => {
    const run = await onTerminal(['read', '-V', LONG]);
    assert.equal(run.code, 0);
    assert.ok(lines(run).length > 500);
    for (const line of lines(run)) assert.match(line, /^page: /);
  });

  test('is left out where it all fits', async () => {
    for (const words of [['read', '-c', '5', LONG], ['schema'], ['--version']])
      for (const line of lines(await onTerminal(words))) assert.doesNotMatch(line, /page: /);
  });

  test('is left out with --no-pager, and where PAGER is empty', async () => {
    assert.doesNotMatch((await onTerminal(['read', '-V', '--no-pager', LONG])).stdout, /page: /);
    assert.doesNotMatch((await onTerminal(['read', '-V', LONG], { PAGER: '' })).stdout, /page: /);
    assert.doesNotMatch((await onTerminal(['read', '-V', LONG], { PAGER: '/nowhere/less' })).stdout, /page: /);
    assert.doesNotMatch((await onTerminal(['read', '-V', '-l', LONG])).stdout, /page: /);
  });

  test('never stands before a pipe', async () => {
    const run = await specshark(['read', '-V', LONG], { env: { PAGER: MARKS } });
    assert.doesNotMatch(run.stdout, /page: /);
  });

  test('takes the help, and the report of check with its exit code', async () => {
    assert.match((await onTerminal(['read', '--help'])).stdout, /^page: specshark read/);
    const run = await onTerminal(['check', '--all', WRONG]);
    assert.equal(run.code, 1);
    assert.match(run.stdout, /^page: /);
  });

  test('may be left early', async () => {
    const files = new Array<string>(20).fill(LONG);
    const run = await onTerminal(['read', '-V', ...files], { PAGER: 'head -n 3' });
    assert.equal(run.code, 0);
    assert.equal(lines(run).length, 3);
  });

  test('gets colours, and NO_COLOR keeps them away', async () => {
    assert.match((await onTerminal(['read', '-V', LONG])).stdout, /\u001b\[1m/);
    assert.doesNotMatch((await onTerminal(['read', '-V', LONG], { NO_COLOR: '1' })).stdout, /\u001b\[1m/);
  });
});

test('the list fits the width of the terminal', async () => {
  for (const line of lines(await onTerminal(['read', '--no-pager', LONG]))) assert.ok(line.length <= 80, line);
});

describe('Ctrl-C', { concurrency: 2 }, () => {
  const capture = readFileSync(join(ROOT, CALLS));
  /** More than a pipe holds: when it is written, most of it was read. */
  const much = Buffer.concat([capture, ...new Array<Buffer>(200).fill(capture.subarray(24))]);

  /** Interrupts the program while it waits for more from a pipe. */
  async function interrupted(...words: string[]): Promise<Run> {
    const child = spawn(process.execPath, [PROGRAM, ...words], { cwd: ROOT });
    const run = ended(child);
    await new Promise((done) => child.stdin.write(much, done));
    child.kill('SIGINT');
    return run;
  }

  for (const [words, known] of [
    [['stats'], /^Protocol hierarchy\n/],
    [['stats', '-T', 'json'], /"name":"phs"/],
    [['flows'], /^Flows\n.*\n.*tcp/],
    [['calls'], /srvsvc NetrShareEnum|srvsvc Netr/],
    [['calls', '-T', 'json'], /^\{"schema":"specshark\.calls\/1"/],
    [['messages', '-T', 'json'], /^\{"schema":"specshark\.messages\/1"/],
    [['check'], /interrupted/],
    [['check', '-T', 'json'], /"complete": false/],
    [['follow', 'tcp', '0'], /^[^\n]*\n/],
    [['read', '-T', 'json'], /^\{"schema":"specshark\.packets\/1"/],
    [['read', '-T', 'pdml'], /<\/pdml>\n$/],
  ] as const) {
    test(`specshark ${words.join(' ')} says what is known by then`, async () => {
      const run = await interrupted(...words, '-');
      assert.equal(run.code, 130, run.stderr);
      assert.ok(known.test(run.stdout), run.stdout.slice(0, 300));
      assert.match(run.stderr, /^specshark: standard input: interrupted\n$/);
      if (words.includes('json' as never)) JSON.parse(run.stdout);
    });
  }
});

describe('a pipe that is closed', { concurrency: 2 }, () => {
  const config = join(scratch, 'none');
  writeFileSync(config, '');
  /** Whether the exit code is a verdict, which stands whoever listens. */
  const commands: readonly (readonly [words: readonly string[], code: number])[] = [
    [['read', LONG], 0],
    [['read', '-V', LONG], 0],
    ...['json', 'ndjson', 'ek', 'pdml', 'psml', 'tabs', 'csv'].map((form) => [['read', '-T', form, LONG], 0] as const),
    [['read', '-T', 'fields', '-e', 'frame.number', LONG], 0],
    [['read', '-w', '-', LONG], 0],
    [['check', WRONG], 1],
    [['check', '-T', 'json', LONG], 1],
    [['calls', CALLS], 0],
    [['messages', LONG], 0],
    [['flows', CALLS], 0],
    [['stats', CALLS], 0],
    [['follow', 'tcp', '0', CALLS], 0],
    [['explain', CALLS, '6'], 0],
    [['diff', CALLS, 'samples/srvsvc-smb1.pcap'], 1],
    [['anonymise', '-w', '-', CALLS], 0],
    [['rules'], 0],
    [['rules', 'messenger/word-count'], 0],
    [['fields'], 0],
    [['schema', 'packets'], 0],
    [['completion', 'bash'], 0],
    [['completion', 'fish'], 0],
    [['man'], 0],
    [['--help'], 0],
    [['--version'], 0],
  ];
  for (const [words, code] of commands) {
    test(`ends specshark ${words.join(' ')} without a word`, async () => {
      // Nobody reads at all: the first write fails.
      const run = await specshark(words, { shell: `"$0" "$@" | true; echo "\${PIPESTATUS[0]}"` });
      assert.deepEqual([run.stdout, run.stderr], [`${code}\n`, '']);
    });
  }
});
