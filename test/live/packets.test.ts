/** Live capture as it is: real interfaces, real programs. Needs root and what `.ci/run` installs. */
import assert from 'node:assert/strict';
import { chmodSync, cpSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { INTERFACES } from '../../src/output/schemas.ts';
import { collect } from '../capture/collect.ts';
import { ended, PROGRAM, ROOT } from '../cli/run.ts';
import { holds, until } from './capturing.ts';
import { BACKENDS, SAMPLE, Site, tool } from './site.ts';

const NOBODY = 65534;
const site = new Site();

interface Interface {
  name: string;
  up: boolean;
  loopback: boolean;
  addresses: string[];
  linkTypes: object[];
}

test('interfaces: names, state, addresses, link types', async () => {
  const { lab } = site;
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
    [true, !lab.own, { number: 1, name: 'EN10MB', description: 'Ethernet' }],
  );
  const lo = named('lo');
  assert.deepEqual([lo.loopback, lo.addresses.includes('127.0.0.1')], [true, true]);
  if (lab.own) {
    lab.run('ip', 'link', 'set', lab.to, 'down');
    const text = await ended(lab.start(process.execPath, PROGRAM, 'interfaces', '--backend', 'tcpdump'));
    lab.run('ip', 'link', 'set', lab.to, 'up');
    assert.match(text.stdout, new RegExp(`^${lab.to} +down`, 'm'));
  }
});

describe('packets are written as they came', () => {
  for (const { name, skip } of BACKENDS) {
    test(`with ${name}`, { skip }, async () => {
      const { lab, sent } = site;
      const path = join(site.folder(), 'out.pcapng');
      const words = ['--backend', name, '-w', path, '-P', '-a', `packets:${sent.length}`];
      const capture = await lab.capture(...site.on(...words));
      await lab.replay(SAMPLE);
      const run = await capture.ended;
      assert.equal(run.code, 0, run.stderr);
      assert.match(run.stderr, new RegExp(`^specshark: capturing on ${lab.to} with ${name} \\d`));
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
    const { lab, sent } = site;
    const path = join(site.folder(), 'out.pcapng');
    const capture = await lab.capture(...site.on('-s', '60', '-w', path, '-c', String(sent.length)));
    await lab.replay(SAMPLE);
    assert.equal((await capture.ended).code, 0);
    const { frames } = await collect(path);
    assert.deepEqual(
      frames.map(({ data, wire }) => [data, wire]),
      sent.map((data) => [data.subarray(0, 60), data.length]),
    );
  });

  for (const [backend, cooked] of [
    ['dumpcap', 113],
    ['tcpdump', 276],
  ] as const) {
    test(`of several interfaces, each under its name, with ${backend}`, async () => {
      const { lab, sent } = site;
      const path = join(site.folder(), 'out.pcapng');
      const words = ['--backend', backend, '-i', lab.to, '-i', 'any', '-f', 'tcp port 139', '-w', path];
      const capture = await lab.capture(...words);
      await lab.replay(SAMPLE);
      // any hears both ends of a pair.
      await holds(path, sent.length * (lab.own ? 3 : 2));
      const run = await capture.stop();
      assert.equal(run.code, 0, run.stderr);
      const { frames, interfaces } = await collect(path);
      assert.deepEqual(interfaces.map(({ name, linkType }) => [name, linkType]).sort(), [
        ['any', cooked],
        [lab.to, 1],
      ]);
      const own = interfaces.findIndex(({ name }) => name === lab.to);
      assert.deepEqual(
        frames.filter((frame) => frame.interface === own).map(({ data }) => data),
        sent,
      );
    });
  }
});

test('a capture filter is libpcap’s: it selects, and what it refuses is said in its words', async () => {
  const { lab } = site;
  const filter = 'tcp port 139 and tcp[tcpflags] & tcp-syn != 0';
  const capture = await lab.capture('-i', lab.to, '-f', filter, '-T', 'fields', '-e', 'tcp.flags.syn');
  await lab.replay(SAMPLE);
  await capture.shows(/\n.*\n/);
  const run = await capture.stop();
  assert.match(run.stdout, /^(1|True)\n(1|True)\n$/);
  for (const { name } of BACKENDS.filter(({ skip }) => skip === false)) {
    const refused = await ended(
      lab.start(process.execPath, PROGRAM, 'capture', '-i', lab.to, '--backend', name, '-f', 'tcp port ('),
    );
    assert.deepEqual([refused.code, refused.stdout], [2, '']);
    assert.match(refused.stderr, /^specshark: -f: (can't parse filter expression: )?syntax error\n$/);
  }
});

describe('rights', () => {
  /** The program where anybody may read it, and where the package `cap` is not beside it. */
  const installed = (): string => {
    const built = site.folder();
    cpSync(join(ROOT, 'dist'), built, { recursive: true });
    return join(built, 'specshark.cjs');
  };

  test('none: exit 5 and one line with the remedy', async () => {
    const program = installed();
    const as = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--bounding-set=-all', '--'];
    for (const backend of ['dumpcap', 'tcpdump']) {
      const words = [process.execPath, program, 'capture', '-i', site.lab.to, '--backend', backend];
      const run = await ended(site.lab.start(...as, ...words));
      assert.deepEqual([run.code, run.stdout], [5, '']);
      assert.match(
        run.stderr,
        new RegExp(
          `^specshark: no right to capture; [^\\n]*sudo setcap cap_net_raw,cap_net_admin=eip /[^\\n]*/${backend}\\n$`,
        ),
      );
    }
  });

  test('none even as root, as in a container: exit 5 and one line with the remedy', async () => {
    for (const { name } of BACKENDS.filter(({ skip }) => skip === false)) {
      const words = [process.execPath, PROGRAM, 'capture', '-i', site.lab.to, '--backend', name, '--user', 'nobody'];
      const run = await ended(site.lab.start('setpriv', '--bounding-set=-net_raw', '--', ...words));
      assert.deepEqual([run.code, run.stdout], [5, '']);
      assert.match(run.stderr, /^specshark: no right to capture, not even as root: [^\n]*--cap-add=NET_RAW\n$/);
    }
  });

  test('without the package cap: exit 5 and one line that says what to install', async () => {
    const words = [process.execPath, installed(), 'capture', '-i', site.lab.to, '--backend', 'cap'];
    const run = await ended(site.lab.start(...words));
    assert.deepEqual(
      [run.code, run.stderr],
      [5, 'specshark: cap is not installed: apt-get install libpcap-dev g++ make python3 && npm install\n'],
    );
  });

  for (const { name, skip } of BACKENDS) {
    test(`those of root are given up with ${name}: who dissects has none, who captures only that`, {
      skip,
    }, async () => {
      const { lab, sent } = site;
      const where = site.folder();
      chmodSync(where, 0o777);
      const path = join(where, 'out.pcapng');
      const words = ['--user', 'nobody', ...site.on('--backend', name, '-w', path, '-P')];
      const capture = await lab.captureAs(process.env, ...words);
      assert.match(capture.stderr, /dissecting as nobody/);
      await lab.replay(SAMPLE);
      await until('all are shown', () => capture.stdout.split('\n').length > sent.length);
      const own = rightsOf(capture.child.pid!);
      assert.deepEqual([own.uids, own.capabilities], [[NOBODY, NOBODY, NOBODY, NOBODY], 0n]);
      const child = rightsOf(capture.capturer);
      // CAP_NET_ADMIN is bit 12, CAP_NET_RAW bit 13.
      assert.equal(child.capabilities & ~0x3000n, 0n);
      assert.deepEqual(child.uids, [NOBODY, NOBODY, NOBODY, NOBODY]);
      const run = await capture.stop();
      assert.equal(run.code, 0, run.stderr);
      assert.equal(statSync(path).uid, NOBODY);
      assert.deepEqual(await site.packets(path), sent);
    });
  }
});

function rightsOf(pid: number): { uids: number[]; capabilities: bigint } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const line = (name: string): string[] => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)![1]!.split(/\s+/);
  return { uids: line('Uid').map(Number), capabilities: BigInt(`0x${line('CapEff')[0]}`) };
}
