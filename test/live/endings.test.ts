/** How a live capture goes on in other files, and how it ends: by itself, by signals, by what fails. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { collect } from '../capture/collect.ts';
import { type Capturing, holds, until } from './capturing.ts';
import { BACKENDS, SAMPLE, Site, tool } from './site.ts';

const site = new Site();

describe('autostop', () => {
  test('after a time', async () => {
    const began = Date.now();
    const run = await (await site.lab.capture(...site.on('-a', 'duration:1'))).ended;
    assert.equal(run.code, 0, run.stderr);
    assert.ok(Date.now() - began >= 1000);
  });

  test('after so many bytes, and not many more', async () => {
    const path = join(site.folder(), 'out.pcapng');
    const capture = await site.lab.capture(...site.on('-w', path, '-a', 'filesize:20'));
    await site.lab.replay(SAMPLE, 2000, 10);
    assert.equal((await capture.ended).code, 0);
    const { size } = statSync(path);
    assert.ok(size >= 20_000 && size < 22_000, String(size));
  });

  test('after so many files', async () => {
    const where = site.folder();
    const words = ['-w', join(where, 'r.pcapng'), '-b', 'packets:10', '-a', 'files:3'];
    const capture = await site.lab.capture(...site.on(...words));
    await site.lab.replay(SAMPLE, 2000, 5);
    assert.equal((await capture.ended).code, 0);
    const files = readdirSync(where).sort();
    const packets = await Promise.all(files.map(async (name) => (await collect(join(where, name))).frames.length));
    assert.deepEqual(packets, [10, 10, 10]);
  });
});

describe('a ring', () => {
  test('keeps the last files, which other programs read', async () => {
    const { lab, sent } = site;
    const where = site.folder();
    const words = ['-w', join(where, 'r.pcapng'), '-b', 'filesize:2', '-b', 'files:3'];
    const capture = await lab.capture(...site.on(...words, '-c', String(sent.length * 4)));
    await lab.replay(SAMPLE, 2000, 4);
    const run = await capture.ended;
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
    const { lab, sent } = site;
    const where = site.folder();
    const words = ['-w', join(where, 'r.pcapng'), '-b', 'duration:0.5', '--messages', '-T', 'ndjson'];
    const capture = await lab.capture(...site.on(...words, '-c', String(sent.length)));
    // One packet each tenth of a second.
    await lab.replay(SAMPLE, 10);
    const run = await capture.ended;
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
      const { lab, sent } = site;
      const path = join(site.folder(), 'out.pcapng');
      const capture = await lab.capture(...site.on('-w', path));
      await lab.replay(SAMPLE);
      await holds(path, sent.length);
      const run = await capture.stop(signal);
      assert.deepEqual([run.code, run.signal], [0, null]);
      assert.match(
        run.stderr,
        new RegExp(`${sent.length} packets received, ${sent.length} written; dropped: 0 by the kernel, 0 by us\n$`),
      );
      assert.deepEqual(await site.packets(path), sent);
    });
  }

  test('SIGHUP goes on in the next file', async () => {
    const { lab, sent } = site;
    const where = site.folder();
    const path = join(where, 'out.pcapng');
    const capture = await lab.capture(...site.on('-w', path));
    const files = (): string[] => readdirSync(where).sort();
    await lab.replay(SAMPLE);
    await holds(path, sent.length);
    capture.child.kill('SIGHUP');
    await until('there is a second file', () => files().length === 2);
    await lab.replay(SAMPLE);
    const next = files().find((name) => name !== 'out.pcapng')!;
    await holds(join(where, next), sent.length);
    assert.equal((await capture.stop()).code, 0);
    for (const name of files()) assert.deepEqual(await site.packets(join(where, name)), sent);
    assert.equal(files().length, 2);
  });

  for (const { name, skip } of BACKENDS) {
    test(`${name} goes with us, even when we are killed`, { skip }, async () => {
      const { lab } = site;
      const capture = await lab.capture(...site.on('--backend', name, '-w', join(site.folder(), 'out.pcapng')));
      const child = capture.capturer;
      capture.child.kill('SIGKILL');
      await capture.ended;
      await until('the child is gone', async () => {
        // It notices with the next packet at the latest.
        await lab.replay(SAMPLE);
        return !isThere(child);
      });
    });
  }
});

test('--flush: a packet is in the file while the capture goes on', async () => {
  const { lab, sent } = site;
  const path = join(site.folder(), 'out.pcapng');
  const capture = await lab.capture(...site.on('-w', path, '--flush'));
  await lab.replay(SAMPLE);
  await holds(path, sent.length);
  assert.equal((await capture.stop()).code, 0);
});

describe('a vanished interface: exit 5, what came is kept', () => {
  async function vanishes(capture: Capturing, path: string, vanish: () => void): Promise<void> {
    const { lab, sent } = site;
    await lab.replay(SAMPLE);
    // What the kernel still holds goes with the interface.
    await holds(path, sent.length);
    vanish();
    const run = await capture.ended;
    assert.equal(run.code, 5, run.stderr);
    assert.match(run.stderr, /no longer attached|interface (disappeared|went down)/i);
    assert.deepEqual(await site.packets(path), sent);
  }

  for (const { name, skip } of BACKENDS) {
    test(`with ${name}`, { skip }, async (t) => {
      const { lab } = site;
      const path = join(site.folder(), 'out.pcapng');
      const words = ['--user', 'root', ...site.on('--backend', name, '-w', path)];
      if (lab.own) {
        const capture = await lab.captureAs(process.env, ...words);
        await vanishes(capture, path, () => lab.run('ip', 'link', 'delete', lab.to));
        lab.pair();
        return;
      }
      const said = VANISHED[name];
      if (!said) return t.skip('the loopback interface cannot be taken away');
      // The real program captures; what it says and how it ends when its interface is gone is told by a stand-in.
      console.log(`# the loopback interface cannot be taken away: ${name} is told to say so`);
      const env = { ...process.env, PATH: `${standIn(name, ...said)}${delimiter}${process.env['PATH']}` };
      const capture = await lab.captureAs(env, ...words);
      await vanishes(capture, path, () => process.kill(capture.capturer, 'SIGUSR1'));
    });
  }

  /** What each says, and its exit code. */
  const VANISHED: Readonly<Record<string, readonly [string, number]>> = {
    dumpcap: ['dumpcap: The network adapter "lo" is no longer attached; the capture has stopped.', 0],
    tcpdump: ['tcpdump: pcap_loop: The interface disappeared', 1],
  };

  function standIn(name: string, said: string, code: number): string {
    const folder = site.folder();
    const real = execFileSync('sh', ['-c', `PATH=$PATH:/usr/sbin:/sbin command -v ${name}`], { encoding: 'utf8' });
    const path = join(folder, name);
    writeFileSync(join(folder, 'said'), `${said}\n`);
    writeFileSync(
      path,
      `#!/bin/sh
trap 'kill -KILL $real; cat ${folder}/said >&2; exit ${code}' USR1
trap 'kill -INT $real' INT TERM
${real.trim()} "$@" &
real=$!
while kill -0 $real 2>/dev/null; do wait $real; done
`,
    );
    chmodSync(path, 0o755);
    return folder;
  }
});

describe('a full disk: exit 5', () => {
  const FULL = /out\.pcapng cannot be written: no space left on the disk; what was written is kept\n/;

  test('and what fits can be read', async () => {
    const { lab, sent } = site;
    const where = site.folder();
    const path = join(where, 'out.pcapng');
    const mounted = mounts(where);
    // Without a small file system: a device that is always full. What is kept, the next test sees.
    if (!mounted) symlinkSync('/dev/full', path);
    try {
      const capture = await lab.capture(...site.on('-w', path));
      await lab.replay(SAMPLE, 4000, 30);
      const run = await capture.ended;
      assert.equal(run.code, 5, run.stderr);
      assert.match(run.stderr, FULL);
      if (mounted) await whole(path, sent);
    } finally {
      if (mounted) execFileSync('umount', [where]);
    }
  });

  test('so does a file that may not grow', async () => {
    const { lab, sent } = site;
    const path = join(site.folder(), 'out.pcapng');
    const capture = await lab.capture(...site.on('-w', path));
    execFileSync('prlimit', ['--pid', String(capture.child.pid), '--fsize=65536']);
    await lab.replay(SAMPLE, 4000, 30);
    const run = await capture.ended;
    assert.equal(run.code, 5, run.stderr);
    assert.match(run.stderr, /out\.pcapng cannot be written: the file has grown too large; what was written is kept\n/);
    await whole(path, sent);
  });

  async function whole(path: string, sent: readonly Buffer[]): Promise<void> {
    const { frames, end } = await collect(path);
    assert.deepEqual(end, { state: 'complete' });
    assert.ok(frames.length > 100, `${frames.length}`);
    for (const [i, { data }] of frames.entries()) assert.deepEqual(data, sent[i % sent.length]);
  }

  function mounts(where: string): boolean {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', where], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  }
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
