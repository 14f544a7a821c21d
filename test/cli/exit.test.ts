/** Exit codes and single lines of real invocations (DESIGN 5). Each costs a process: what needs none is tested beside this. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ended, PROGRAM, ROOT, type Run, specshark } from './run.ts';

const GOOD = 'samples/messenger-single.pcap';
const BAD = 'samples/messenger-violations-word-count.pcap';
const bytes = readFileSync(join(ROOT, GOOD));
/** Frames of GOOD. */
const PACKETS = 10;

const scratch = mkdtempSync(join(tmpdir(), 'specshark-cli-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
before(() =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] }),
);

function file(name: string, content: Uint8Array | string): string {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
}

/** The end of the last record but `packets`, and a bit of the next. */
function cutAfter(packets: number): Buffer {
  let at = 24;
  for (let i = 0; i < packets; i++) at += 16 + bytes.readUInt32LE(at + 8);
  return bytes.subarray(0, at + 20);
}

const lines = (text: string): string[] => text.split('\n').slice(0, -1);

function refused(run: Run, code: number, message: RegExp): void {
  assert.equal(run.code, code, run.stderr);
  assert.match(run.stderr, message);
  assert.match(run.stderr, /^specshark: [^\n]+\n$/, 'one line');
}

describe('exit 0', { concurrency: 2 }, () => {
  test('when everything was read', async () => {
    const run = await specshark(['read', GOOD]);
    assert.deepEqual([run.code, lines(run.stdout).length, run.stderr], [0, PACKETS, '']);
  });

  test('when a file is named without a command', async () => {
    assert.equal((await specshark([GOOD])).stdout, (await specshark(['read', GOOD])).stdout);
  });

  test('when the pipe is closed early, without a word', async () => {
    const shell = `"$0" "$@" | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const files = new Array<string>(20).fill(BAD);
    const run = await specshark(['read', '-V', ...files], { shell });
    assert.match(run.stdout, /^Frame 1: [^\n]*\n0\n$/);
    assert.equal(run.stderr, '');
  });

  test('from standard input: a file, a pipe, compressed', async () => {
    const expected = (await specshark(['read', GOOD])).stdout;
    for (const [input, shell] of [
      [bytes, undefined],
      [gzipSync(bytes), undefined],
      [undefined, `"$0" "$@" < ${GOOD}`],
      [undefined, `cat ${GOOD} | "$0" "$@"`],
    ] as const) {
      const run = await specshark(['read', '-'], { ...(input && { input }), ...(shell && { shell }) });
      assert.deepEqual([run.code, run.stdout, run.stderr], [0, expected, '']);
    }
  });

  test('for a compressed file', async () => {
    const run = await specshark(['read', file('good.pcap.gz', gzipSync(bytes))]);
    assert.deepEqual([run.code, lines(run.stdout).length], [0, PACKETS]);
  });

  test('for help and version', async () => {
    const help = await specshark(['--help']);
    assert.equal(help.code, 0);
    for (const command of ['read', 'check', 'rules', 'messages', 'fields'])
      assert.match(help.stdout, new RegExp(`\\b${command}\\b`));
    const read = await specshark(['read', '--help']);
    assert.equal(read.code, 0);
    assert.match(read.stdout, /-V, --detail/);
    assert.match((await specshark(['--version'])).stdout, /^specshark \d+\.\d+\.\d+\n$/);
  });
});

describe('exit 1', { concurrency: 2 }, () => {
  test('when check finds errors, and what --fail-on says', async () => {
    for (const [words, code] of [
      [[BAD], 1],
      [[GOOD], 0],
      [['--fail-on', 'never', BAD], 0],
      [['--fail-on', 'note', GOOD], 0],
      [[GOOD, BAD], 1],
    ] as const) {
      assert.equal((await specshark(['check', ...words])).code, code, words.join(' '));
    }
  });

  test('although nobody reads the report to its end', async () => {
    const shell = `"$0" "$@" | head -n 1 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    const run = await specshark(['check', '-T', 'json', ...new Array<string>(60).fill(BAD)], { shell });
    assert.deepEqual([run.stdout, run.stderr], ['1\n', '']);
  });

  test('but never for read and messages', async () => {
    assert.equal((await specshark(['read', '-V', BAD])).code, 0);
    assert.equal((await specshark(['messages', BAD])).code, 0);
  });
});

describe('exit 2', { concurrency: 2 }, () => {
  for (const [words, message] of [
    [['raed', GOOD], /no command and no file 'raed'; did you mean read\?/],
    [['read', '--detial', GOOD], /unknown option --detial; did you mean --detail\?/],
    [['read', '-Z', GOOD], /unknown option -Z/],
    [['read', '-T', 'fields', '-e', 'smb.cdm', GOOD], /no field 'smb\.cdm'; did you mean smb\.cmd/],
    [['read', '-T', 'fields', GOOD], /needs at least one -e/],
    [['read', '-T', 'postscript', GOOD], /-T takes summary, detail, [^\n]*, not 'postscript'/],
    [['read', '-c', '0', GOOD], /-c takes a number above 0, not '0'/],
    [['read', '-T'], /-T needs FORMAT/],
    [['read', '-O', 'smbb', GOOD], /no protocol 'smbb'/],
    [['read', '-E', 'color=y', '-e', 'frame.number', GOOD], /cannot set 'color=y'/],
    [['read', '-d', 'tcp.port=80', GOOD], /-d takes TABLE==VALUE,PROTOCOL/],
    [['read'], /no file named/],
    [['check', '--fail-on', 'sometimes', GOOD], /--fail-on takes error, warning, note, never, not 'sometimes'/],
    [['check', '--rule', 'nothing/*', GOOD], /no rule matches nothing\/\*/],
    [['rules', 'messenger/wordcount'], /no rule 'messenger\/wordcount'; did you mean messenger\/word-count\?/],
    [['messages', '--code-page', 'klingon', GOOD], /'klingon' is not known/],
  ] as const) {
    test(`for specshark ${words.join(' ')}`, async () => {
      const run = await specshark(words);
      refused(run, 2, message);
      assert.equal(run.stdout, '');
    });
  }
});

describe('exit 3', { concurrency: 2 }, () => {
  test('for a file that is not there, a folder, and what is no capture, which is named', async () => {
    refused(await specshark(['read', 'samples/none.pcap']), 3, /samples\/none\.pcap cannot be opened: no such file/);
    refused(await specshark(['read', 'samples']), 3, /samples is a directory/);
    refused(await specshark(['read', 'package.json']), 3, /package\.json is .*JSON/);
    refused(await specshark(['read', file('empty.pcap', '')]), 3, /empty/);
    refused(await specshark(['check', PROGRAM]), 3, /specshark\.js is /);
  });

  test('and the other files are read', async () => {
    const run = await specshark(['read', 'samples/none.pcap', GOOD]);
    refused(run, 3, /none\.pcap/);
    assert.equal(lines(run.stdout).length, PACKETS);
  });

  test('in one line, whatever the name', async () => {
    const run = await specshark(['read', 'samples/a\u001b[2J\nspecshark: all is well']);
    refused(run, 3, /a\\x1b\[2J\\nspecshark/);
  });
});

describe('exit 4', { concurrency: 2 }, () => {
  test('for a file that is cut, after all packets before the cut', async () => {
    const cut = file('cut.pcap', cutAfter(9));
    const read = await specshark(['read', cut]);
    refused(read, 4, /cut\.pcap: cut short in the middle of/);
    const whole = lines((await specshark(['read', GOOD])).stdout);
    assert.deepEqual(lines(read.stdout), whole.slice(0, 9));

    const check = await specshark(['check', '-T', 'json', cut]);
    refused(check, 4, /cut short/);
    const [report] = JSON.parse(check.stdout).files;
    assert.deepEqual([report.packets, report.complete], [9, false]);
    assert.match(report.error, /cut short/);
  });

  test('for compressed data that break off', async () => {
    const run = await specshark(['read', file('cut.pcap.gz', gzipSync(bytes).subarray(0, -200))]);
    refused(run, 4, /cut\.pcap\.gz: /);
  });

  test('unless there is a reason of more weight', async () => {
    const cut = file('cut2.pcap', cutAfter(3));
    assert.equal((await specshark(['read', cut, 'samples/none.pcap'])).code, 3);
    assert.equal((await specshark(['check', cut, 'samples/none.pcap', BAD])).code, 1);
    assert.equal((await specshark(['check', '--fail-on', 'never', cut, BAD])).code, 4);
  });
});

describe('exit 130', () => {
  test('when it is interrupted while a pipe is silent: what came until then is written', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'read', '-'], { cwd: ROOT });
    const run = ended(child);
    // Enough that a first part of the output comes at once; the pipe stays open.
    child.stdin.write(Buffer.concat([bytes, ...new Array<Buffer>(200).fill(bytes.subarray(24))]));
    child.stdout.once('data', () => child.kill('SIGINT'));
    const { code, stdout, stderr } = await run;
    assert.equal(code, 130, stderr);
    const numbers = lines(stdout).map((line) => Number(line.trim().split(' ')[0]));
    assert.deepEqual(
      numbers,
      Array.from(numbers, (_, i) => i + 1),
    );
    assert.ok(stdout.length >= 1 << 16 && stdout.endsWith('\n'), `${stdout.length} bytes`);
    assert.equal(stderr, 'specshark: standard input: interrupted\n');
  });

  test('when it is interrupted in the middle of a long file', async () => {
    const [header, records] = [bytes.subarray(0, 24), bytes.subarray(24)];
    const long = file('long.pcap', Buffer.concat([header, ...new Array<Buffer>(20_000).fill(records)]));
    const child = spawn(process.execPath, [PROGRAM, 'read', '-V', long], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.once('data', () => child.kill('SIGINT'));
    child.stdout.resume();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(code, 130);
    assert.match(stderr, /long\.pcap: interrupted\n$/);
  });
});
