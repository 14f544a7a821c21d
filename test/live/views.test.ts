/** What is shown of a capture while it runs, and what it says at its end. */
import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { collect } from '../capture/collect.ts';
import { ROOT, specshark } from '../cli/run.ts';
import { Capturing, until } from './capturing.ts';
import { BACKENDS, SAMPLE, Site } from './site.ts';
import { MessageServer } from './smbd.ts';

const site = new Site();
const BAD = join(ROOT, 'samples/messenger-violations-word-count.pcap');
const GOOD = join(ROOT, 'samples/messenger-correct-multiblock.pcap');

describe('a view of what is captured is that of the file it is written to', () => {
  /** Where in a file a packet lies is not known of one that came by itself. */
  const plain = (text: string): string => text.replace(/"position":\d+/g, '"position":0');

  for (const [live, later = ['read', ...live]] of [
    [['-P']],
    [['-V', '-x']],
    [['-Y', 'smb.cmd == 0xd7', '-T', 'ndjson']],
    [['-T', 'fields', '-e', 'frame.number', '-e', 'frame.time_epoch', '-e', 'smb.cmd']],
    [
      ['--messages', '-T', 'ndjson'],
      ['messages', '-T', 'ndjson'],
    ],
    [
      ['--calls', '-T', 'ndjson'],
      ['calls', '-T', 'ndjson'],
    ],
  ] as [string[], string[]?][]) {
    test(live.join(' '), async () => {
      const { lab } = site;
      const sample = live.includes('--calls') ? join(ROOT, 'samples/srvsvc-smb1.pcap') : BAD;
      const count = (await collect(sample)).frames.length;
      const path = join(site.folder(), 'out.pcapng');
      const words = ['-f', 'tcp port 139 or tcp port 445', '-w', path, '-c', String(count), ...live];
      const capture = await lab.capture('-i', lab.to, ...words);
      await lab.replay(sample);
      const run = await capture.ended;
      assert.equal(run.code, 0, run.stderr);
      const read = await specshark([...later.filter((word) => word !== '-P'), path]);
      assert.ok(read.stdout.length > 0, read.stderr);
      const source = (text: string): string => plain(text).replaceAll(`"file":"${path}"`, `"file":"${lab.to}"`);
      assert.equal(source(run.stdout), source(read.stdout));
    });
  }
});

describe('a live gate', () => {
  test('is closed by an error', async () => {
    const capture = await site.lab.capture(...site.on('--check', '--fail-on', 'error', '-a', 'duration:3'));
    await site.lab.replay(BAD);
    const run = await capture.ended;
    assert.equal(run.code, 1, run.stderr);
    assert.match(run.stdout, /^frame \d+ error messenger\/word-count: /m);
  });

  test('is open without', async () => {
    const { length } = (await collect(GOOD)).frames;
    const capture = await site.lab.capture(...site.on('--check', '--fail-on', 'error', '-c', String(length)));
    await site.lab.replay(GOOD);
    const run = await capture.ended;
    assert.deepEqual([run.code, run.stderr.includes(`${length} judged`)], [0, true]);
  });
});

describe('a message is shown within a second of its being sent', () => {
  for (const { name, skip } of BACKENDS) {
    test(`with ${name}`, { skip }, async () => {
      const server = new MessageServer(site.lab, site.folder());
      try {
        await server.ready();
        const capture = await site.lab.capture('-i', 'lo', '--messages', '--backend', name);
        let late = Number.POSITIVE_INFINITY;
        // A machine that has much else to do may be late once.
        for (let i = 1; i <= 3 && late >= 1000; i++) {
          await server.send(`Print Job ${i} Completed`);
          const sentAt = Date.now();
          await capture.shows(new RegExp(`PRINTSERVER → WORKSTATION [^\\n]*\\n +Print Job ${i} Completed\\n`));
          late = Date.now() - sentAt;
          console.log(`# it was shown ${late} ms after smbclient was done`);
        }
        assert.ok(late < 1000, `${late} ms`);
        assert.equal((await capture.stop()).code, 0);
      } finally {
        server.end();
      }
    });
  }
});

test('under load it counts what tcpdump counts beside it, and writes it whole', async () => {
  const { lab, sent } = site;
  const where = site.folder();
  // tcpdump gives up root, too.
  chmodSync(where, 0o777);
  const [path, other] = [join(where, 'out.pcapng'), join(where, 'beside.pcap')];
  const beside = new Capturing(lab.start('tcpdump', '-i', lab.to, '-B', '65536', '-U', '-w', other, 'tcp port 139'));
  await beside.says(/listening on/);
  const loops = Math.ceil(20_000 / sent.length);
  const capture = await lab.capture(...site.on('-w', path, '-P', '-c', String(loops * sent.length)));
  await lab.replay(SAMPLE, 5000, loops);
  const run = await capture.ended;
  await until('tcpdump has them', async () => (await collect(other)).frames.length >= loops * sent.length);
  await beside.stop();
  const own = await collect(path);
  console.log(`# ${run.stderr.trim().split('\n').at(-1)}`);
  assert.equal(own.frames.length, loops * sent.length);
  assert.match(run.stderr, /dropped: 0 by the kernel, 0 by us/);
});

test('nothing listens, on no port and no socket', async () => {
  const { lab } = site;
  for (const { name } of BACKENDS.filter(({ skip }) => skip === false)) {
    const capture = await lab.capture(...site.on('--backend', name));
    const pids = [capture.child.pid!, capture.capturer];
    const listening = lab.run('ss', '-Hlntuxp').split('\n');
    assert.deepEqual(
      listening.filter((line) => pids.some((pid) => line.includes(`pid=${pid},`))),
      [],
    );
    await capture.stop();
  }
});
