/** `capture` with stand-ins for the programs that capture: what it does with what they send and say. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PcapngWriter } from '../../src/capture/index.ts';
import { collect } from '../capture/collect.ts';
import { capturing, fakes, SENDS } from './fake-backends.ts';
import { ended, PROGRAM, ROOT, type Run, specshark } from './run.ts';

const SAMPLE = join(ROOT, 'samples/messenger-multiblock.pcap');
const BAD = join(ROOT, 'samples/messenger-violations-word-count.pcap');

const scratch = mkdtempSync(join(tmpdir(), 'specshark-capture-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
let count = 0;
const at = (name: string): string => join(scratch, `${++count}-${name}`);

before(() =>
  execFileSync(process.execPath, [join(ROOT, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] }),
);

/** A sample as dumpcap would send it. */
async function pcapngOf(path: string): Promise<string> {
  const { frames } = await collect(path);
  const to = at('sent.pcapng');
  const fd = openSync(to, 'w');
  const writer = new PcapngWriter(fd);
  const number = writer.declare({ linkType: 1, snapLength: 262144, name: 'x' });
  for (const { data, wire, time } of frames) {
    const [seconds, nanoseconds] = time.split('.').map(Number) as [number, number];
    writer.write(number, { seconds, nanoseconds, bytes: data, start: 0, captured: data.length, wire });
  }
  writer.flush();
  closeSync(fd);
  return to;
}

let dumpcap: string;
let packets: number;
let read: string;
before(async () => {
  dumpcap = fakes(at('bin'), { dumpcap: { does: SENDS } }, await pcapngOf(SAMPLE));
  packets = (await collect(SAMPLE)).frames.length;
  read = (await specshark(['read', SAMPLE])).stdout;
});

function refused(run: Run, code: number, message: RegExp): void {
  assert.equal(run.code, code, run.stderr);
  assert.match(run.stderr, message);
  assert.match(run.stderr, /^specshark: [^\n]+\n$/, 'one line');
  assert.equal(run.stdout, '');
}

/** Its packets come at once: so many are all. */
const all = (): string[] => ['-i', 'x', '--user', 'root', '-c', String(packets)];

describe('what is captured', { concurrency: 2 }, () => {
  test('is listed as a file is, and counted', async () => {
    const run = await capturing(dumpcap, all());
    assert.equal(run.stdout, read);
    assert.deepEqual(
      [run.code, run.stderr],
      [
        0,
        `specshark: capturing on x with dumpcap 9.8.7\nspecshark: ${packets} packets received, ${packets} shown; dropped: 0 by the kernel, 0 by us\n`,
      ],
    );
  });

  test('is shown as trees, JSON and fields as a file is', async () => {
    for (const form of [
      ['-V', '-x'],
      ['-T', 'ndjson'],
      ['-T', 'fields', '-e', 'frame.number', '-e', 'smb.cmd'],
    ]) {
      const [live, file] = await Promise.all([
        capturing(dumpcap, [...all(), ...form]),
        specshark(['read', ...form, await pcapngOf(SAMPLE)]),
      ]);
      assert.equal(live.code, 0, live.stderr);
      // Where in the file a packet lies is not known of one that came by itself.
      const plain = (text: string): string => text.replace(/"position":\d+/g, '"position":0');
      assert.equal(plain(live.stdout), plain(file.stdout));
    }
  });

  test('is selected by display filters', async () => {
    const run = await capturing(dumpcap, [...all(), '-Y', 'smb.cmd == 0xd7']);
    const file = await specshark(['read', '-Y', 'smb.cmd == 0xd7', SAMPLE]);
    assert.ok(file.stdout.length > 0);
    assert.equal(run.stdout, file.stdout);
  });

  test('is written as it came, and not shown unless that is asked for', async () => {
    const path = at('out.pcapng');
    const run = await capturing(dumpcap, [...all(), '-w', path]);
    assert.deepEqual([run.code, run.stdout], [0, '']);
    assert.match(run.stderr, new RegExp(`\n.*${packets} packets received, ${packets} written; dropped: `));
    const strip = ({ data, wire, time }: { data: Buffer; wire: number; time: string }) => [data, wire, time];
    assert.deepEqual((await collect(path)).frames.map(strip), (await collect(SAMPLE)).frames.map(strip));
    const shown = await capturing(dumpcap, [...all(), '-w', at('out.pcapng'), '-P']);
    assert.equal(shown.stdout, read);
  });

  test('goes to standard output with -w -', async () => {
    const path = at('stdout.pcapng');
    const run = await capturing(dumpcap, [...all(), '-w', '-'], `"$0" "$@" >${path}`);
    assert.equal(run.code, 0, run.stderr);
    assert.equal((await collect(path)).frames.length, packets);
  });

  test('is known from file to file of a ring: a message across five of them is one', async () => {
    const folder = mkdtempSync(join(scratch, 'ring-'));
    const words = [...all(), '-w', join(folder, 'r.pcapng'), '-b', 'packets:3', '-b', 'files:2', '--messages'];
    const run = await capturing(dumpcap, [...words, '-T', 'ndjson']);
    assert.equal(run.code, 0, run.stderr);
    const [line, ...rest] = run.stdout.trim().split('\n');
    const { file, text, acknowledged } = JSON.parse(line!);
    assert.deepEqual([rest.length, file, acknowledged], [0, 'x', true]);
    assert.match(text, /^Print Job Completed\n.*next job is printed\.\n$/s);
    assert.equal(readdirSync(folder).length, 2);
    assert.match(run.stderr, new RegExp(`${packets} written to ${Math.ceil(packets / 3)} files`));
  });

  test('is shown as calls', async () => {
    const path = join(ROOT, 'samples/srvsvc-smb1.pcap');
    const folder = fakes(at('bin'), { dumpcap: { does: SENDS } }, await pcapngOf(path));
    const { frames } = await collect(path);
    const run = await capturing(folder, ['-i', 'x', '--user', 'root', '-c', String(frames.length), '--calls']);
    assert.equal(run.code, 0, run.stderr);
    assert.equal(run.stdout, (await specshark(['calls', path])).stdout);
    assert.match(run.stdout, /srvsvc/);
  });
});

describe('a live gate', { concurrency: 2 }, () => {
  const gate = async (sample: string, ...words: string[]): Promise<Run> => {
    const folder = fakes(at('bin'), { dumpcap: { does: SENDS } }, await pcapngOf(sample));
    const { frames } = await collect(sample);
    return capturing(folder, ['-i', 'x', '--user', 'root', '-c', String(frames.length), '--check', ...words]);
  };

  test('is closed by an error, told when it is found', async () => {
    const run = await gate(BAD);
    assert.equal(run.code, 1, run.stderr);
    assert.match(run.stdout, /^frame \d+ error messenger\/word-count: [^\n]+\n/);
    assert.match(run.stdout, /: failed\n$/);
  });

  test('is open where --fail-on says so', async () => {
    assert.equal((await gate(BAD, '--fail-on', 'never')).code, 0);
  });

  test('reports as check does', async () => {
    const run = await gate(BAD, '-T', 'json');
    const live = JSON.parse(run.stdout);
    const file = JSON.parse((await specshark(['check', '-T', 'json', '--no-expectations', BAD])).stdout);
    assert.deepEqual([run.code, live.verdict, live.files[0].path], [1, 'failed', 'x']);
    const told = (report: { files: { findings: { rule: string; frame: number }[] }[] }) =>
      report.files[0]!.findings.map(({ rule, frame }) => `${frame} ${rule}`);
    assert.deepEqual(told(live), told(file));
  });

  test('says what it did not see: what the kernel dropped was not judged', async () => {
    const folder = fakes(at('bin'), { dumpcap: { does: `kernel=3\n${SENDS}` } }, await pcapngOf(SAMPLE));
    const words = ['-i', 'x', '--user', 'root', '-c', String(packets), '--check', '--fail-on', 'never'];
    const run = await capturing(folder, words);
    assert.equal(run.code, 4, run.stderr);
    assert.match(run.stdout, /not complete: 3 packets were dropped before they were seen\n/);
    assert.match(run.stderr, /dropped: 3 by the kernel, 0 by us\n$/);
  });
});

test('a child fills a file that nobody has to wait for; where none can be made, a pipe', async () => {
  const kind = at('kind');
  const does = `kind=pipe; [ -f /dev/stdout ] && kind=file; echo $kind >'${kind}'\n${SENDS}`;
  const folder = fakes(at('bin'), { dumpcap: { does } }, await pcapngOf(SAMPLE));
  const run = await capturing(folder, all());
  assert.deepEqual([run.stdout, readFileSync(kind, 'utf8')], [read, 'file\n']);
  // Without fallocate what was read could not be given back.
  for (const name of ['cat', 'sleep']) {
    symlinkSync(execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(), join(folder, name));
  }
  const piped = await specshark(['capture', ...all()], { env: { PATH: folder } });
  assert.deepEqual([piped.stdout, readFileSync(kind, 'utf8')], [read, 'pipe\n'], piped.stderr);
});

describe('what the children are told', () => {
  test('dumpcap', async () => {
    const run = await capturing(dumpcap, [
      ...all(),
      ...['-i', 'y', '-f', 'tcp port 139', '-s', '99', '-p', '-B', '7', '-y', 'EN10MB'],
    ]);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /capturing on x, y with dumpcap/);
    const words = readFileSync(join(dumpcap, 'dumpcap.words'), 'utf8').trim().split('\n');
    assert.deepEqual(words, [
      ...['-n', '-f', 'tcp port 139', '-s', '99', '-p', '-B', '7', '-y', 'EN10MB', '-N', '200000'],
      ...['-C', '33554432', '-i', 'x', '-i', 'y', '-w', '-'],
    ]);
  });

  test('tcpdump, one for each interface', async () => {
    const folder = fakes(at('bin'), { tcpdump: { does: SENDS } }, SAMPLE);
    const run = await capturing(folder, [...all(), '--backend', 'tcpdump', '-f', 'port 139', '-s', '99', '-B', '2']);
    assert.equal(run.stdout, read);
    assert.match(run.stderr, /^specshark: capturing on x with tcpdump 9\.8\.7\n/);
    const words = readFileSync(join(folder, 'tcpdump.words'), 'utf8').trim().split('\n');
    const user = process.getuid!() === 0 ? ['-Z', 'root'] : [];
    assert.deepEqual(words, [
      ...['-i', 'x', '-n', '-v', '-w', '-', '-U', '--time-stamp-precision=nano', '-B', '2048', '-s', '99'],
      ...['--immediate-mode', ...user, '--', 'port 139'],
    ]);
  });
});

describe('what cannot be', { concurrency: 2 }, () => {
  const dumpcapThat = (does: string): string => fakes(at('bin'), { dumpcap: { does } }, SAMPLE);
  const only = ['-i', 'x', '--user', 'root', '--backend', 'dumpcap'];

  test("a capture filter that libpcap refuses is wrong usage, in libpcap's words", async () => {
    const folder = dumpcapThat(`cat >&2 <<'END'
Capturing on 'x'
dumpcap: Invalid capture filter "tcp prot 1" for interface 'x'.

That string isn't a valid capture filter (can't parse filter expression: syntax error).
See the User's Guide for a description of the capture filter syntax.
END
exit 1`);
    refused(await capturing(folder, only), 2, /-f: can't parse filter expression: syntax error$/m);
    const tcpdump = fakes(at('bin'), { tcpdump: { does: 'echo "tcpdump: unknown host \'y\'" >&2; exit 1' } }, SAMPLE);
    const words = ['-i', 'x', '--user', 'root', '--backend', 'tcpdump', '-f', 'host y'];
    refused(await capturing(tcpdump, words), 2, /-f: unknown host 'y'$/m);
  });

  test('no rights are one line with the remedy', async () => {
    const folder = dumpcapThat(`cat >&2 <<'END'
Capturing on 'x'
dumpcap: You do not have permission to capture on device "x".
(socket: Operation not permitted)
Please check to make sure you have sufficient permissions.

On Debian and Debian derivatives such as Ubuntu, …
END
exit 1`);
    const remedy = new RegExp(
      `: no right to capture; .*: sudo setcap cap_net_raw,cap_net_admin=eip ${folder}/dumpcap$`,
      'm',
    );
    refused(await capturing(folder, only), 5, remedy);
  });

  test('who has no right makes place for one who has', async () => {
    const folder = fakes(
      at('bin'),
      { dumpcap: { does: 'echo "dumpcap: socket: Operation not permitted" >&2; exit 1' }, tcpdump: { does: SENDS } },
      SAMPLE,
    );
    const run = await capturing(folder, all());
    assert.match(run.stderr, /^specshark: capturing on x with tcpdump 9\.8\.7\n/);
    assert.equal(run.stdout, read);
  });

  test('no such interface', async () => {
    const folder = dumpcapThat(
      'echo "Capturing on \'x\'" >&2; echo "dumpcap: There is no device named \\"x\\"." >&2; exit 1',
    );
    refused(await capturing(folder, only), 5, /: There is no device named "x"\.$/m);
  });

  test('nothing that captures: what to install', async () => {
    const folder = fakes(at('bin'), {}, SAMPLE);
    const built = at('elsewhere');
    // Where the package `cap` is not found either.
    execFileSync('cp', ['-r', join(ROOT, 'dist'), built]);
    writeFileSync(join(built, 'package.json'), '{"type":"module"}');
    const child = spawn(process.execPath, [join(built, 'specshark.cjs'), 'capture', '-i', 'x'], {
      cwd: scratch,
      env: { PATH: folder, SPECSHARK_STRICT: '' },
    });
    const run = await ended(child);
    const there = /capturing on|There is no device|No such device/.test(run.stderr);
    // Programs in the system's own folders are found without PATH.
    if (!there) {
      refused(
        run,
        5,
        /nothing that captures is installed: apt-get install libpcap-dev g\+\+ make python3 && npm install/,
      );
    }
  });

  test('what only the thread that dissects finds wrong', async () => {
    refused(await capturing(dumpcap, ['-i', 'x', '-T', 'fields', '-e', 'nosuch']), 2, /no field 'nosuch'/);
    refused(await capturing(dumpcap, ['-i', 'x', '--user', 'no-such-user']), 2, /--user/);
  });
});

describe('the end', { concurrency: 2 }, () => {
  test('a child that ends by itself broke off: exit 5, and what it sent is kept', async () => {
    const does =
      'cat "$capture"\necho \'dumpcap: The network adapter "x" is no longer attached; the capture has stopped.\' >&2';
    const folder = fakes(at('bin'), { dumpcap: { does } }, await pcapngOf(SAMPLE));
    const path = at('out.pcapng');
    const run = await capturing(folder, ['-i', 'x', '--user', 'root', '-w', path, '-P']);
    assert.equal(run.code, 5);
    assert.match(run.stderr, /\nspecshark: The network adapter "x" is no longer attached; the capture has stopped\.\n/);
    assert.match(run.stderr, new RegExp(`${packets} packets received, ${packets} written, ${packets} shown`));
    assert.equal(run.stdout, read);
    const { frames, end } = await collect(path);
    assert.deepEqual([frames.length, end], [packets, { state: 'complete' }]);
  });

  test('a full disk: exit 5', { skip: process.platform !== 'linux' && 'there is no /dev/full' }, async () => {
    const run = await capturing(dumpcap, ['-i', 'x', '--user', 'root', '-w', '/dev/full']);
    assert.equal(run.code, 5);
    assert.match(run.stderr, /\/dev\/full cannot be written: no space left on the disk; what was written is kept\n/);
  });

  test('-a duration: exit 0', async () => {
    const run = await capturing(dumpcap, ['-i', 'x', '--user', 'root', '-a', 'duration:0.7']);
    assert.deepEqual([run.code, run.stdout], [0, read]);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal}: exit 0, and everything is told`, async () => {
      const child = spawn(process.execPath, [PROGRAM, 'capture', '-i', 'x', '--user', 'root'], {
        env: { ...process.env, PATH: `${dumpcap}:${process.env['PATH']}` },
      });
      child.stdout.once('data', () => child.kill(signal));
      const run = await ended(child);
      assert.deepEqual([run.code, run.signal, run.stdout], [0, null, read]);
      assert.match(run.stderr, new RegExp(`${packets} packets received`));
    });
  }

  test('when nobody reads any more it ends without a word of that', async () => {
    const words = ['-i', 'x', '--user', 'root', '-V'];
    const run = await capturing(dumpcap, words, `"$0" "$@" | head -n 1; echo "\${PIPESTATUS[0]}"`);
    assert.match(run.stdout, /^Frame 1: [^\n]*\n0\n$/);
  });

  test('when nobody takes what is shown, everything is written all the same', async () => {
    // Trees of which nearly all stay on this side of the pipe.
    const sent = at('much.pcapng');
    execFileSync('sh', [
      '-c',
      `i=0; while [ $i -lt 2000 ]; do cat '${await pcapngOf(SAMPLE)}'; i=$((i+1)); done >'${sent}'`,
    ]);
    const folder = fakes(at('bin'), { dumpcap: { does: SENDS } }, sent);
    const path = at('out.pcapng');
    const most = packets * 2000;
    const bytes = (await collect(SAMPLE)).frames.reduce((sum, { data }) => sum + 32 + data.length, 0) * 2000;
    const words = ['capture', '-i', 'x', '--user', 'root', '-w', path, '-V', '-c', String(most)];
    const child = spawn(process.execPath, [PROGRAM, ...words], {
      env: { ...process.env, PATH: `${folder}:${process.env['PATH']}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text) => (said += text));
    child.stdout.pause();
    // It waits for its reader, and ends all the same: the second interrupt leaves out what waits to be shown.
    const written = (): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    for (let i = 0; i < 300 && written() < bytes; i++) await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(written() >= bytes);
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGINT');
    child.stdout.resume();
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.equal(code, 0, said);
    assert.match(said, new RegExp(`${most} packets received, ${most} written, `));
  });
});
