/** Live capture as it is: real interfaces, real programs, real signals. Needs root and what `.ci/run` installs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { INTERFACES } from '../../src/output/schemas.ts';
import { collect } from '../capture/collect.ts';
import { ended, PROGRAM, ROOT, specshark } from '../cli/run.ts';
import { Capturing, Lab, ONLY } from './lab.ts';
import { MessageServer } from './smbd.ts';

const SAMPLE = join(ROOT, 'samples/messenger-multiblock.pcap');
const BAD = join(ROOT, 'samples/messenger-violations-word-count.pcap');
const NOBODY = 65534;

const scratch = mkdtempSync(join(tmpdir(), 'specshark-live-'));
chmodSync(scratch, 0o755);
let lab: Lab;
let sent: Buffer[];
let count = 0;
const folder = (): string => {
  const path = join(scratch, String(++count));
  mkdirSync(path);
  return path;
};

before(async () => {
  execFileSync(process.execPath, [join(ROOT, 'scripts/ready.mjs')], { stdio: ['ignore', 'ignore', 'inherit'] });
  lab = new Lab();
  sent = (await collect(SAMPLE)).frames.map(({ data }) => data);
});
after(() => {
  lab?.end();
  rmSync(scratch, { recursive: true, force: true });
});

const on = (...words: string[]): string[] => ['-i', lab.to, '-f', ONLY, ...words];
const tool = (...words: string[]): string =>
  execFileSync(words[0]!, words.slice(1), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

/** Whether the package `cap` was built here; where it was not, that is what is tested of it. */
const hasCap = (() => {
  try {
    return statSync(join(ROOT, 'node_modules/cap/build/Release/cap.node')).isFile();
  } catch {
    return false;
  }
})();

interface Interface {
  name: string;
  up: boolean;
  loopback: boolean;
  addresses: string[];
  linkTypes: object[];
}

test('interfaces: names, state, addresses, link types', async () => {
  const run = await ended(lab.start(process.execPath, PROGRAM, 'interfaces', '-T', 'json'));
  assert.equal(run.code, 0, run.stderr);
  const report: unknown = JSON.parse(run.stdout);
  assert.ok(new Ajv().validate(INTERFACES, report));
  const { backend, interfaces } = report as { backend: string; interfaces: Interface[] };
  assert.match(backend, /^dumpcap \d/);
  const named = (name: string): Interface => interfaces.find((it) => it.name === name)!;
  const { up, loopback, linkTypes } = named(lab.to);
  assert.deepEqual(
    [up, loopback, linkTypes[0]],
    [true, !lab.alone, { number: 1, name: 'EN10MB', description: 'Ethernet' }],
  );
  const lo = named('lo');
  assert.deepEqual([lo.loopback, lo.addresses.includes('127.0.0.1')], [true, true]);
  if (lab.alone) {
    lab.run('ip', 'link', 'set', lab.to, 'down');
    const text = await ended(lab.start(process.execPath, PROGRAM, 'interfaces', '--backend', 'tcpdump'));
    lab.run('ip', 'link', 'set', lab.to, 'up');
    assert.match(text.stdout, new RegExp(`^${lab.to} +down`, 'm'));
  }
});

describe('packets are written as they came', () => {
  for (const backend of ['dumpcap', 'tcpdump', 'cap']) {
    test(`with ${backend}`, async () => {
      const path = join(folder(), 'out.pcapng');
      if (backend === 'cap' && !hasCap) {
        const run = await specshark(['capture', '-i', 'lo', '--backend', 'cap']);
        assert.deepEqual(
          [run.code, run.stderr],
          [5, 'specshark: cap is not installed: apt-get install libpcap-dev g++ make python3 && npm install\n'],
        );
        return;
      }
      const capture = await lab.capture(...on('--backend', backend, '-w', path, '-P', '-a', `packets:${sent.length}`));
      lab.replay(SAMPLE);
      const run = await capture.ended;
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, new RegExp(`^specshark: capturing on ${lab.to} with ${backend} \\d`));
      assert.match(
        run.stderr,
        new RegExp(`${sent.length} packets received, ${sent.length} written, ${sent.length} shown`),
      );
      assert.equal(run.stdout.trim().split('\n').length, sent.length);
      const { frames, interfaces } = await collect(path);
      assert.deepEqual(
        frames.map(({ data, wire }) => [data, wire]),
        sent.map((data) => [data, data.length]),
      );
      assert.equal(interfaces[0]!.name, lab.to);
      const now = Date.now() / 1000;
      for (const { time } of frames) assert.ok(Math.abs(Number(time) - now) < 60, time);
      assert.match(tool('capinfos', '-c', path), new RegExp(`Number of packets: +${sent.length}`));
    });
  }

  test('cut at -s, whole on the wire', async () => {
    const path = join(folder(), 'out.pcapng');
    const capture = await lab.capture(...on('-s', '60', '-w', path, '-c', String(sent.length)));
    lab.replay(SAMPLE);
    assert.equal((await capture.ended).code, 0);
    const { frames } = await collect(path);
    assert.deepEqual(
      frames.map(({ data, wire }) => [data, wire]),
      sent.map((data) => [data.subarray(0, 60), data.length]),
    );
  });

  test('of several interfaces, each under its name', async () => {
    const path = join(folder(), 'out.pcapng');
    const capture = await lab.capture('-i', lab.to, '-i', 'any', '-f', ONLY, '-w', path);
    lab.replay(SAMPLE);
    const run = await capture.stop();
    assert.equal(run.code, 0, run.stderr);
    const { frames, interfaces } = await collect(path);
    assert.deepEqual(interfaces.map(({ name, linkType }) => [name, linkType]).sort(), [
      ['any', 113],
      [lab.to, 1],
    ]);
    const own = interfaces.findIndex(({ name }) => name === lab.to);
    assert.equal(frames.filter((frame) => frame.interface === own).length, sent.length);
  });
});

test('a capture filter is libpcap’s: it selects, and what it refuses is said in its words', async () => {
  const capture = await lab.capture(
    '-i',
    lab.to,
    '-f',
    'tcp port 139 and tcp[tcpflags] & tcp-syn != 0',
    '-T',
    'fields',
    '-e',
    'tcp.flags.syn',
  );
  lab.replay(SAMPLE);
  const run = await capture.stop();
  assert.match(run.stdout, /^(1|True)\n(1|True)\n$/);
  for (const backend of ['dumpcap', 'tcpdump', ...(hasCap ? ['cap'] : [])]) {
    const refused = await ended(
      lab.start(process.execPath, PROGRAM, 'capture', '-i', lab.to, '--backend', backend, '-f', 'tcp port ('),
    );
    assert.deepEqual([refused.code, refused.stdout], [2, '']);
    assert.match(refused.stderr, /^specshark: -f: (can't parse filter expression: )?syntax error\n$/);
  }
});

describe('autostop', () => {
  test('after a time', async () => {
    const began = Date.now();
    const run = await (await lab.capture(...on('-a', 'duration:1'))).ended;
    assert.equal(run.code, 0, run.stderr);
    assert.ok(Date.now() - began >= 1000);
  });

  test('after so many bytes, and not many more', async () => {
    const path = join(folder(), 'out.pcapng');
    const capture = await lab.capture(...on('-w', path, '-a', 'filesize:20'));
    lab.replay(SAMPLE, 2000, 10);
    assert.equal((await capture.ended).code, 0);
    const { size } = statSync(path);
    assert.ok(size >= 20_000 && size < 22_000, String(size));
  });

  test('after so many files', async () => {
    const where = folder();
    const capture = await lab.capture(...on('-w', join(where, 'r.pcapng'), '-b', 'packets:10', '-a', 'files:3'));
    lab.replay(SAMPLE, 2000, 5);
    assert.equal((await capture.ended).code, 0);
    const files = readdirSync(where).sort();
    const packets = await Promise.all(files.map(async (name) => (await collect(join(where, name))).frames.length));
    assert.deepEqual(packets, [10, 10, 10]);
  });
});

describe('a ring', () => {
  test('keeps the last files, which other programs read', async () => {
    const where = folder();
    const capture = await lab.capture(...on('-w', join(where, 'r.pcapng'), '-b', 'filesize:2', '-b', 'files:3'));
    lab.replay(SAMPLE, 2000, 4);
    const run = await capture.stop();
    assert.match(
      run.stderr,
      new RegExp(`${sent.length * 4} packets received, ${sent.length * 4} written to \\d+ files`),
    );
    const files = readdirSync(where).sort();
    assert.equal(files.length, 3);
    let last = 0;
    for (const name of files) {
      const path = join(where, name);
      const { frames } = await collect(path);
      assert.match(tool('capinfos', '-c', path), new RegExp(`Number of packets: +${frames.length}\n`));
      assert.equal(
        tool('tshark', '-n', '-r', path, '-T', 'fields', '-e', 'frame.number').trim().split('\n').length,
        frames.length,
      );
      const times = frames.map(({ time }) => Number(time));
      assert.ok(
        times.every((time) => time >= last),
        'one after the other',
      );
      last = times.at(-1)!;
    }
  });

  test('goes on by time, and its conversations go on with it', async () => {
    const where = folder();
    const path = join(where, 'r.pcapng');
    const capture = await lab.capture(...on('-w', path, '-b', 'duration:0.5', '--messages', '-T', 'ndjson'));
    // One packet each tenth of a second.
    lab.replay(SAMPLE, 10);
    const run = await capture.stop();
    const [message, ...rest] = run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual([rest, message.complete, message.acknowledged, message.to], [[], true, true, 'WORKSTATION']);
    assert.ok(readdirSync(where).length >= 3, run.stderr);
  });
});

describe('signals', () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${signal} ends it with 0, all written and told`, async () => {
      const path = join(folder(), 'out.pcapng');
      const capture = await lab.capture(...on('-w', path));
      lab.replay(SAMPLE);
      const run = await capture.stop(signal);
      assert.deepEqual([run.code, run.signal], [0, null]);
      assert.match(
        run.stderr,
        new RegExp(`${sent.length} packets received, ${sent.length} written; dropped: 0 by the kernel, 0 by us\n$`),
      );
      assert.deepEqual(
        (await collect(path)).frames.map(({ data }) => data),
        sent,
      );
    });
  }

  test('SIGHUP goes on in the next file', async () => {
    const where = folder();
    const capture = await lab.capture(...on('-w', join(where, 'out.pcapng')));
    lab.replay(SAMPLE);
    await new Promise((resolve) => setTimeout(resolve, 700));
    capture.child.kill('SIGHUP');
    await new Promise((resolve) => setTimeout(resolve, 100));
    lab.replay(SAMPLE);
    assert.equal((await capture.stop()).code, 0);
    const files = readdirSync(where).sort();
    assert.equal(files.length, 2);
    for (const name of files) {
      assert.deepEqual(
        (await collect(join(where, name))).frames.map(({ data }) => data),
        sent,
      );
    }
  });

  test('whoever captures goes with us, even when we are killed', async () => {
    const capture = await lab.capture(...on('--backend', 'tcpdump', '-w', join(folder(), 'out.pcapng')));
    const child = childOf(capture.child.pid!);
    capture.child.kill('SIGKILL');
    await capture.ended;
    // It notices with the next packet.
    lab.replay(SAMPLE, 20);
    await gone(child);
  });
});

test('--flush: a packet is in the file while the capture goes on', async () => {
  const path = join(folder(), 'out.pcapng');
  const capture = await lab.capture(...on('-w', path, '--flush'));
  lab.replay(SAMPLE);
  await new Promise((resolve) => setTimeout(resolve, 600));
  const { frames } = await collect(path);
  assert.equal(frames.length, sent.length);
  assert.equal((await capture.stop()).code, 0);
});

test('a vanished interface: exit 5, what came is kept', async () => {
  if (!lab.alone) return console.log('# the loopback interface cannot be taken away');
  for (const backend of ['dumpcap', 'tcpdump', ...(hasCap ? ['cap'] : [])]) {
    const path = join(folder(), 'out.pcapng');
    const capture = await lab.capture(...on('--backend', backend, '-w', path));
    lab.replay(SAMPLE);
    // Of what is younger than a second tcpdump may lose with the interface what the kernel still holds.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    lab.run('ip', 'link', 'delete', lab.to);
    const run = await capture.ended;
    lab.pair();
    assert.equal(run.code, 5, `${backend}: ${run.stderr}`);
    assert.match(run.stderr, /no longer attached|interface (disappeared|went down)/i);
    assert.deepEqual(
      (await collect(path)).frames.map(({ data }) => data),
      sent,
    );
  }
});

test('a full disk: exit 5, and what fits can be read', async () => {
  const where = folder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', where], { stdio: 'ignore' });
  } catch {
    return console.log('# no file system can be mounted here');
  }
  try {
    const path = join(where, 'out.pcapng');
    const capture = await lab.capture(...on('-w', path));
    lab.replay(SAMPLE, 4000, 30);
    const run = await capture.ended;
    assert.equal(run.code, 5, run.stderr);
    assert.match(run.stderr, /out\.pcapng cannot be written: no space left on the disk; what was written is kept\n/);
    const { frames, end } = await collect(path);
    assert.deepEqual(end, { state: 'complete' });
    assert.ok(frames.length > 100, `${frames.length}`);
    for (const [i, { data }] of frames.entries()) assert.deepEqual(data, sent[i % sent.length]);
  } finally {
    execFileSync('umount', [where]);
  }
});

describe('rights', () => {
  const as = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--bounding-set=-all', '--'];

  test('none: exit 5 and one line with the remedy', async () => {
    // Where anybody may read it.
    const built = join(scratch, 'built');
    cpSync(join(ROOT, 'dist'), built, { recursive: true });
    for (const backend of ['dumpcap', 'tcpdump']) {
      const words = [process.execPath, join(built, 'specshark.js'), 'capture', '-i', lab.to, '--backend', backend];
      const run = await ended(lab.start(...as, ...words));
      assert.deepEqual([run.code, run.stdout], [5, '']);
      assert.match(
        run.stderr,
        new RegExp(
          `^specshark: no right to capture; [^\\n]*sudo setcap cap_net_raw,cap_net_admin=eip /[^\\n]*/${backend}\\n$`,
        ),
      );
    }
  });

  for (const backend of ['dumpcap', 'tcpdump', ...(hasCap ? ['cap'] : [])]) {
    test(`those of root are given up with ${backend}: who dissects has none, who captures only that`, async () => {
      const where = folder();
      chmodSync(where, 0o777);
      const path = join(where, 'out.pcapng');
      const words = ['capture', '--user', 'nobody', ...on('--backend', backend, '-w', path, '-P')];
      const capture = new Capturing(lab.start(process.execPath, PROGRAM, ...words));
      await capture.says(/dissecting as nobody/);
      lab.replay(SAMPLE);
      await capture.shows(/\n/);
      const own = rightsOf(capture.child.pid!);
      assert.deepEqual([own.uids, own.capabilities], [[NOBODY, NOBODY, NOBODY, NOBODY], 0n]);
      const child = rightsOf(childOf(capture.child.pid!));
      // CAP_NET_ADMIN is bit 12, CAP_NET_RAW bit 13.
      assert.equal(child.capabilities & ~0x3000n, 0n);
      assert.deepEqual(child.uids, [NOBODY, NOBODY, NOBODY, NOBODY]);
      const run = await capture.stop();
      assert.equal(run.code, 0, run.stderr);
      assert.equal(statSync(path).uid, NOBODY);
      assert.deepEqual(
        (await collect(path)).frames.map(({ data }) => data),
        sent,
      );
    });
  }
});

test('a live gate is closed by an error and open without', async () => {
  const gate = async (path: string): Promise<number | null> => {
    const capture = await lab.capture(...on('--check', '--fail-on', 'error', '-a', 'duration:2'));
    lab.replay(path);
    return (await capture.ended).code;
  };
  assert.deepEqual([await gate(BAD), await gate(join(ROOT, 'samples/messenger-correct-multiblock.pcap'))], [1, 0]);
});

test('a message is shown within a second of its being sent', async () => {
  const server = new MessageServer(lab, folder());
  try {
    await server.ready();
    const capture = await lab.capture('-i', 'lo', '--messages');
    await server.send('Print Job Completed');
    const sentAt = Date.now();
    await capture.shows(/PRINTSERVER → WORKSTATION [^\n]*\n +Print Job Completed\n/);
    const late = Date.now() - sentAt;
    console.log(`# it was shown ${late} ms after smbclient was done`);
    assert.ok(late < 1000, `${late} ms`);
    assert.equal((await capture.stop()).code, 0);
  } finally {
    server.end();
  }
});

test('under load it counts what tcpdump counts beside it, and writes it whole', async () => {
  const where = folder();
  // tcpdump gives up root, too.
  chmodSync(where, 0o777);
  const [path, other] = [join(where, 'out.pcapng'), join(where, 'beside.pcap')];
  const beside = new Capturing(lab.start('tcpdump', '-i', lab.to, '-B', '65536', '-w', other, ONLY));
  await beside.says(/listening on/);
  const capture = await lab.capture(...on('-w', path, '-P'));
  lab.replay(SAMPLE, 5000, Math.ceil(20_000 / sent.length));
  const run = await capture.stop();
  await beside.stop();
  const [own, its] = await Promise.all([collect(path), collect(other)]);
  console.log(`# ${run.stderr.trim().split('\n').at(-1)}`);
  assert.equal(own.frames.length, its.frames.length);
  assert.ok(own.frames.length >= 20_000);
  assert.match(run.stderr, /dropped: 0 by the kernel, 0 by us/);
});

/** The one child of a process. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

function rightsOf(pid: number): { uids: number[]; capabilities: bigint } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const line = (name: string): string[] => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)![1]!.split(/\s+/);
  return { uids: line('Uid').map(Number), capabilities: BigInt(`0x${line('CapEff')[0]}`) };
}

async function gone(pid: number): Promise<void> {
  for (let i = 0; i < 100; i++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.fail(`process ${pid} is still there`);
}
