import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { payload, pcapHeader, pcapRecord, Scratch } from './build.ts';
import { collect, refusal } from './collect.ts';
import { COMPRESSED } from './compressed-sample.ts';
import { sampleCapture } from './sample.ts';

const scratch = new Scratch();
after(scratch.remove);

const sample = sampleCapture();
const plain = await collect(scratch.file(sample));
const compressed = Object.entries(COMPRESSED).map(([name, text]): [string, Buffer] => [
  name,
  Buffer.from(text, 'base64'),
]);
const gzip = gzipSync(sample);
const all: readonly [string, Buffer][] = [
  ['gzip', gzip],
  ['gzip in two members', Buffer.concat([gzipSync(sample.subarray(0, 3000)), gzipSync(sample.subarray(3000))])],
  ['gzip padded with nulls', Buffer.concat([gzip, Buffer.alloc(512)])],
  ...compressed,
];

describe('compressed captures are told by their content', () => {
  for (const [name, bytes] of all) {
    test(name, async () => {
      const got = await collect(scratch.file(bytes));
      assert.equal(got.format, `pcap, ${/^\w+/.exec(name)![0]}`);
      assert.deepEqual(got.frames, plain.frames);
      assert.deepEqual(got.end, { state: 'complete' });
    });
  }
  test('with the smallest buffers', async () => {
    for (const [, bytes] of all) {
      const got = await collect(scratch.file(bytes), { bufferSize: 40, batchSize: 3 });
      assert.deepEqual(got.frames, plain.frames);
    }
  });
});

describe('compressed captures that were cut', () => {
  for (const [name, bytes] of all) {
    test(name, async () => {
      let most = 0;
      for (let end = 0; end < bytes.length; end += Math.max(1, Math.floor(bytes.length / 60))) {
        const path = scratch.file(bytes.subarray(0, end));
        const got = await collect(path).catch((error) => {
          assert.equal(error.name, 'CaptureError', error.stack);
          return undefined;
        });
        if (!got) continue;
        assert.deepEqual(got.frames, plain.frames.slice(0, got.frames.length));
        assert.ok(got.frames.length >= most, 'a longer file gives no fewer packets');
        most = got.frames.length;
        if (got.end.state === 'cut')
          assert.match(got.end.message, /two|several/.test(name) ? /data end early|cut short/ : /data end early/);
        // Whole: what is missing holds nothing (padding), or a further member, stream or frame.
        else assert.ok(got.frames.length === 160 || /two|several/.test(name), `${name} cut at ${end} is complete`);
      }
    });
  }
});

describe('compressed captures that were damaged', () => {
  test('gzip: only a checksum is wrong, every packet is delivered', async () => {
    const bytes = Buffer.from(gzip);
    bytes[bytes.length - 6]! ^= 1;
    const got = await collect(scratch.file(bytes));
    assert.deepEqual(got.frames, plain.frames);
    assert.deepEqual(got.end, {
      state: 'cut',
      position: sample.length,
      message: 'gzip data damaged: incorrect data check',
    });
  });
  test('gzip: garbage after it', async () => {
    const got = await collect(scratch.file(Buffer.concat([gzip, payload(100)])));
    assert.deepEqual(got.frames, plain.frames);
  });
  test('gzip: every packet before a damaged block is delivered, in a long file too', async () => {
    // Incompressible, so that damage at the end of megabytes of input is far behind the first slices.
    let state = 1;
    const noise = () =>
      Buffer.from(Uint8Array.from({ length: 1000 }, () => (state = (state * 48271) % 0x7fffffff) >>> 8));
    const packets = Array.from({ length: 2000 }, () => pcapRecord(noise()));
    const whole = Buffer.concat([pcapHeader(), ...packets]);
    const kept = 24 + 1016 * 1777;
    const header = gzipSync(Buffer.alloc(0)).subarray(0, 10);
    const body = deflateRawSync(whole.subarray(0, kept), { finishFlush: 2 });
    for (const [name, path] of [
      ['file', scratch.file(Buffer.concat([header, body, Buffer.alloc(50_000, 0xff)]))],
    ] as const) {
      const got = await collect(path);
      assert.equal(got.frames.length, 1777, name);
      assert.equal(got.end.state, 'cut');
      assert.match(got.end.state === 'cut' ? got.end.message : '', /^gzip data damaged: invalid block type/);
      assert.ok(got.frames[1776]!.data.equals(packets[1776]!.subarray(16)));
    }
  });
  for (const [name, bytes] of all) {
    test(`${name}: any bit of it may be wrong`, async () => {
      for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 50))) {
        const bad = Buffer.from(bytes);
        bad[at]! ^= 1 << (at % 8);
        try {
          const got = await collect(scratch.file(bad));
          // Where nothing was noticed nothing may be wrong, unless there is no checksum to notice it by.
          if (got.end.state === 'complete' && !/without/.test(name) && got.format !== 'pcap') {
            assert.deepEqual(got.frames, plain.frames, `byte ${at}`);
          }
        } catch (error) {
          assert.equal((error as Error).name, 'CaptureError', (error as Error).stack);
        }
      }
    });
  }
  test('xz: what follows the last stream is noticed', async () => {
    const xz = Buffer.from(COMPRESSED['xz']!, 'base64');
    const got = await collect(scratch.file(Buffer.concat([xz, payload(100, 1)])));
    assert.deepEqual(got.frames, plain.frames);
    assert.deepEqual(got.end, {
      state: 'cut',
      position: sample.length,
      message: 'xz data damaged: what follows is not xz',
    });
  });
});

describe('compression that is refused', () => {
  test('twice', async () => {
    const { kind, message } = await refusal(scratch.file(gzipSync(gzip)));
    assert.equal(kind, 'not-a-capture');
    assert.match(message, /is compressed twice \(gzip in gzip\), which is not read/);
  });
  test('of something that is no capture', async () => {
    assert.match(
      (await refusal(scratch.file(gzipSync('hello, world\n')))).message,
      /is gzip data: text, not a capture/,
    );
    assert.match((await refusal(scratch.file(gzipSync('')))).message, /is gzip data: empty/);
    const old = gzipSync(pcapHeader({ version: [1, 0] }));
    assert.match(
      (await refusal(scratch.file(old))).message,
      /gzip data: a pcap file of version 1\.0, which is not read/,
    );
  });
  test('damaged from the beginning', async () => {
    const { message } = await refusal(scratch.file(gzip.subarray(0, 20)));
    assert.match(message, /cannot be read: gzip data end early/);
  });
  test('zstd that needs a dictionary, or more memory than it may', async () => {
    const frame = (...bytes: number[]) =>
      scratch.file(Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...bytes, ...Buffer.alloc(30)]));
    assert.match((await refusal(frame(0x21, 7, 60))).message, /need a dictionary/);
    assert.match((await refusal(frame(0x00, 0xff))).message, /need a window of \d+ bytes, which is too much/);
  });
});

test('captures that follow each other, or are left early, do not wait for each other', async () => {
  const { openCapture } = await import('../../src/capture/index.ts');
  for (const [name, bytes] of all) {
    const path = scratch.file(bytes);
    for (let i = 0; i < 3; i++) {
      const reader = await openCapture(path, { bufferSize: 4096 });
      assert.ok(await reader.next());
      reader.close();
    }
    assert.equal((await collect(path)).frames.length, 160, name);
    // Two at once: only xz cannot.
    const first = await openCapture(path, { bufferSize: 4096 });
    assert.ok(await first.next());
    if (name.startsWith('xz')) assert.match((await refusal(path)).message, /only one xz file can be read at a time/);
    else assert.equal((await collect(path)).frames.length, 160, name);
    first.close();
  }
});

test('a modified pcap whose compressed data end early, before its record headers could all be looked at', async () => {
  const linux = Buffer.from([3, 0, 0, 0, 0, 8, 4, 0]);
  const packets = Array.from({ length: 3 }, () => pcapRecord(payload(60), { extra: linux }));
  const whole = gzipSync(Buffer.concat([pcapHeader({ magic: 0xa1b2cd34 }), ...packets]));
  const got = await collect(scratch.file(whole.subarray(0, whole.length - 5)));
  assert.deepEqual([got.frames.length, got.format], [3, 'pcap (modified), gzip']);
  assert.equal(got.end.state, 'cut');
});

test('what expands a thousandfold is read in bounded memory', async () => {
  const zeros = Buffer.alloc(200_000);
  const many = Buffer.concat([pcapHeader(), ...Array.from({ length: 400 }, () => pcapRecord(zeros))]);
  const path = scratch.file(gzipSync(many, { level: 9 }));
  let most = 0;
  const { openCapture } = await import('../../src/capture/index.ts');
  const reader = await openCapture(path);
  const before = process.memoryUsage().arrayBuffers;
  let packets = 0;
  for (let batch = await reader.next(); batch; batch = await reader.next()) {
    packets += batch.count;
    most = Math.max(most, process.memoryUsage().arrayBuffers);
  }
  assert.equal(packets, 400);
  assert.ok(most - before < 60 << 20, `${most - before} bytes`);
});
