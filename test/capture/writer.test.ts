import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { type FrameRecord, PcapngWriter, PcapWriter } from '../../src/capture/index.ts';
import {
  describedInterface,
  endOfOptions,
  enhancedPacket,
  option,
  payload,
  pcapHeader,
  pcapRecord,
  Scratch,
  section,
} from './build.ts';
import { collect } from './collect.ts';

const scratch = new Scratch();
after(scratch.remove);
let files = 0;

/** What `write` wrote. */
function written(write: (fd: number) => void): { path: string; bytes: Buffer } {
  const path = join(scratch.directory, `written${++files}`);
  const fd = openSync(path, 'w');
  write(fd);
  closeSync(fd);
  return { path, bytes: readFileSync(path) };
}

/** A frame in the middle of a buffer. */
function frame(data: Buffer, record: Partial<FrameRecord> = {}): FrameRecord {
  const bytes = Buffer.concat([Buffer.from('before'), data, Buffer.from('after')]);
  return {
    seconds: 1_700_000_000,
    nanoseconds: 123_456_789,
    bytes,
    start: 6,
    captured: data.length,
    wire: data.length,
    ...record,
  };
}

describe('pcap writer', () => {
  test('microseconds', () => {
    const { bytes } = written((fd) => {
      const writer = new PcapWriter(fd, { linkType: 1 });
      writer.write(frame(payload(61)));
      writer.write(frame(payload(60, 1), { wire: 1514 }));
      writer.flush();
    });
    const expected = [
      pcapHeader(),
      pcapRecord(payload(61), { fraction: 123456 }),
      pcapRecord(payload(60, 1), { fraction: 123456, wire: 1514 }),
    ];
    assert.deepEqual(bytes, Buffer.concat(expected));
  });
  test('nanoseconds, snap length, FCS length', () => {
    const { bytes } = written((fd) => {
      const writer = new PcapWriter(fd, { linkType: 1, nanoseconds: true, snapLength: 96, fcsLength: 4 });
      writer.write(frame(payload(61)));
      writer.flush();
    });
    const header = pcapHeader({ magic: 0xa1b23c4d, snapLength: 96, linkType: 0x24000001 });
    assert.deepEqual(bytes, Buffer.concat([header, pcapRecord(payload(61), { fraction: 123456789 })]));
  });
  test('frames longer than the buffer, and many', async () => {
    const { path } = written((fd) => {
      const writer = new PcapWriter(fd, { linkType: 1 });
      for (let i = 0; i < 2000; i++) writer.write(frame(payload(i % 500 === 0 ? 200_000 : i % 300, i % 7)));
      writer.flush();
    });
    const got = await collect(path);
    assert.deepEqual([got.frames.length, got.end.state], [2000, 'complete']);
    for (const [i, { data }] of got.frames.entries())
      assert.ok(data.equals(payload(i % 500 === 0 ? 200_000 : i % 300, i % 7)));
  });
  test('a pipe that is slow, and non-blocking', async () => {
    const program = `
      import { PcapWriter } from ${JSON.stringify(new URL('../../src/capture/index.ts', import.meta.url).href)};
      process.stdout.isTTY;
      const writer = new PcapWriter(1, { linkType: 1 });
      const bytes = new Uint8Array(1000);
      for (let i = 0; i < 2000; i++) writer.write({ seconds: i, nanoseconds: 0, bytes, start: 0, captured: 1000, wire: 1000 });
      writer.flush();`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: join(import.meta.dirname, '..', '..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    let length = 0;
    for await (const chunk of child.stdout) length += (chunk as Buffer).length;
    assert.equal(length, 24 + 2000 * 1016);
  });
});

describe('pcapng writer', () => {
  test('blocks are those of the draft', () => {
    const { bytes } = written((fd) => {
      const writer = new PcapngWriter(fd, { application: 'specshark' });
      assert.equal(writer.declare({ linkType: 1, snapLength: 128, name: 'eth0', description: 'é', fcsLength: 4 }), 0);
      assert.equal(writer.declare({ linkType: 113 }), 1);
      writer.write(0, frame(payload(61)));
      writer.write(1, frame(payload(60), { wire: 99 }), 'a comment');
      writer.flush();
    });
    const nanoseconds = option(9, Buffer.of(9));
    const options = Buffer.concat([
      option(2, 'eth0'),
      option(3, 'é'),
      nanoseconds,
      option(13, Buffer.of(32)),
      endOfOptions,
    ]);
    const time = 1_700_000_000_123_456_789n;
    const comment = Buffer.concat([option(1, 'a comment'), endOfOptions]);
    const expected = [
      section({ options: Buffer.concat([option(4, 'specshark'), endOfOptions]) }),
      describedInterface({ linkType: 1, snapLength: 128, options }),
      describedInterface({ linkType: 113, options: Buffer.concat([nanoseconds, endOfOptions]) }),
      enhancedPacket(payload(61), { time }),
      enhancedPacket(payload(60), { time, number: 1, wire: 99, options: comment }),
    ];
    assert.deepEqual(bytes, Buffer.concat(expected));
  });
  test('every time comes back as it was', async () => {
    const times = [0, 1, 65_535, 65_536, 0x7fffffff, 0xffffffff, 1_700_000_000, 18_446_744_072].flatMap((seconds) =>
      [0, 1, 294_967_295, 294_967_296, 999_999_999].map((nanoseconds) => ({ seconds, nanoseconds })),
    );
    const { path } = written((fd) => {
      const writer = new PcapngWriter(fd);
      writer.declare({ linkType: 1 });
      for (const time of times) writer.write(0, frame(payload(9), time));
      writer.flush();
    });
    const expected = times.map((t) => `${t.seconds}.${String(t.nanoseconds).padStart(9, '0')}`);
    assert.deepEqual(
      (await collect(path)).frames.map((got) => got.time),
      expected,
    );
  });
  test('a comment longer than an option is cut between characters', async () => {
    const { path, bytes } = written((fd) => {
      const writer = new PcapngWriter(fd);
      writer.declare({ linkType: 1 });
      writer.write(0, frame(payload(60)), '€'.repeat(30_000));
      writer.flush();
    });
    assert.equal((await collect(path)).end.state, 'complete');
    assert.ok(bytes.includes(Buffer.from('€'.repeat(21_845))));
    assert.ok(!bytes.includes(Buffer.from('€'.repeat(21_846))));
  });
});
