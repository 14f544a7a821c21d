import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  NETMON_START,
  type NetmonHeader,
  type NetmonRecord,
  netmonFile,
  netmonHeader,
  netmonRecord,
  payload,
  Scratch,
  u32,
} from './build.ts';
import { type Collected, collect } from './collect.ts';

const scratch = new Scratch();
after(scratch.remove);

type Version = readonly [number, number];

function file(header: NetmonHeader, ...records: readonly [Buffer, NetmonRecord?][]): Buffer {
  const version = header.version ?? [2, 0];
  return netmonFile(
    header,
    records.map(([data, record]) => netmonRecord(data, { version, ...record })),
  );
}

function read(header: NetmonHeader, ...records: readonly [Buffer, NetmonRecord?][]): Promise<Collected> {
  return collect(scratch.file(file(header, ...records)));
}

const times = (got: Collected): string[] => got.frames.map((frame) => frame.time);
const linkTypes = (got: Collected): number[] => got.frames.map((frame) => got.interfaces[frame.interface]!.linkType);

describe('Network Monitor versions', () => {
  const versions: readonly Version[] = [
    [1, 0],
    [1, 1],
    [2, 0],
    [2, 1],
    [2, 2],
    [2, 3],
    [2, 9],
  ];
  for (const version of versions) {
    test(version.join('.'), async () => {
      const data = [payload(60, 1), payload(0), payload(1514, 2)];
      const got = await read({ version }, [data[0]!], [data[1]!], [data[2]!, { wire: 9000 }]);
      assert.equal(got.format, `Network Monitor ${version.join('.')}`);
      assert.deepEqual(
        got.frames.map((frame) => frame.data),
        data,
      );
      assert.deepEqual(
        got.frames.map((frame) => frame.wire),
        [60, 0, 9000],
      );
      assert.equal(got.frames[0]!.position, version[0] === 1 ? 136 : 144);
      assert.deepEqual(linkTypes(got), [1, 1, 1]);
      assert.deepEqual(got.end, { state: 'complete' });
    });
  }
  test('a file without frames, and one whose header was never completed', async () => {
    const none = await read({});
    assert.deepEqual([none.frames, none.end], [[], { state: 'complete' }]);
    const open = Buffer.concat([netmonHeader(), netmonRecord(payload(60)), netmonRecord(payload(61))]);
    const got = await collect(scratch.file(open));
    assert.deepEqual([got.frames.length, got.end], [2, { state: 'complete' }]);
  });
});

describe('Network Monitor times', () => {
  test('1.x: milliseconds since the start', async () => {
    const deltas = [0n, 749n, 750n, 0xffffffffn].map((delta): [Buffer, NetmonRecord] => [payload(9), { delta }]);
    assert.deepEqual(times(await read({ version: [1, 1] }, ...deltas)), [
      '1700000000.250000000',
      '1700000000.999000000',
      '1700000001.000000000',
      '1704294967.545000000',
    ]);
  });
  test('2.x: microseconds since the start, and before it', async () => {
    const deltas = [0n, 749_999n, 750_000n, 1n << 33n, -1n, -3_250_000n, (1n << 53n) + 1n];
    const records = deltas.map((delta): [Buffer, NetmonRecord] => [payload(9), { delta }]);
    assert.deepEqual(times(await read({}, ...records)), [
      '1700000000.250000000',
      '1700000000.999999000',
      '1700000001.000000000',
      '1700008590.184592000',
      '1700000000.249999000',
      '1699999997.000000000',
      '10707199254.990993000',
    ]);
  });
  test('2.3: a time of its own for each frame, in UTC', async () => {
    const filetime = 133_444_736_001_234_567n;
    const got = await read({ version: [2, 3] }, [payload(9), { filetime }], [payload(9), { filetime: 0n }]);
    assert.deepEqual(times(got), ['1700000000.123456700', '-11644473600.000000000']);
  });
  test('a start before 1970, and one that is no date', async () => {
    const before = [1969, 12, 3, 31, 23, 59, 59, 250];
    assert.deepEqual(times(await read({ start: before }, [payload(9), { delta: 1n }])), ['-1.250001000']);
    assert.equal((await read({ start: Array(8).fill(0xffff) }, [payload(9)])).frames.length, 1);
    assert.deepEqual(times(await read({ start: [99, 1, 5, 1, 0, 0, 0, 0] }, [payload(9)])), ['-59042995200.000000000']);
  });
});

describe('Network Monitor media', () => {
  test('each frame has its own from 2.1 on', async () => {
    const media = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0xe001, 0xe069, 0xe080, 0xe083, 0xffe0, 1];
    const records = media.map((medium): [Buffer, NetmonRecord] => [payload(20), { medium }]);
    const got = await read({ version: [2, 1], medium: 4 }, ...records);
    assert.deepEqual(linkTypes(got), [1, 1, 6, 10, 147, 147, 147, 101, 101, 101, 147, 1, 105, 105, 147, 147, 1]);
    assert.equal(got.interfaces.length, media.length - 1);
    const { interface: own } = got.frames[6]!;
    assert.equal(got.interfaces[own]!.description, 'Network Monitor medium 0x0006: 802.11 with metadata');
  });
  test('notes among the frames are left out', async () => {
    const media = [0xfffd, 1, 0xfffc, 0xfffe, 1, 0xfffb, 0xffff];
    const records = media.map((medium, i): [Buffer, NetmonRecord] => [payload(20 + i), { medium }]);
    for (const minor of [1, 2, 3]) {
      const got = await read({ version: [2, minor] }, ...records);
      assert.deepEqual(
        got.frames.map((frame) => frame.data.length),
        [21, 24, 25, 26],
      );
    }
  });
  test('ATM frames have VPI and VCI where SunATM has them', async () => {
    const got = await read({ medium: 4 }, [payload(60), { wire: 1500 }]);
    assert.deepEqual(linkTypes(got), [123]);
    assert.deepEqual([got.frames[0]!.data, got.frames[0]!.wire], [payload(60).subarray(12), 1488]);
    const short = await read({ medium: 4 }, [payload(60)], [payload(15)]);
    assert.equal(short.frames.length, 1);
    assert.match(JSON.stringify(short.end), /the record says 15 bytes, the header of an ATM frame has 16/);
  });
});

/** Records behind the header where they are put, and a table that names them in an order. */
function scattered(pieces: readonly Buffer[], order: readonly number[]): Buffer {
  const positions = pieces.map((_, i) => 128 + Buffer.concat(pieces.slice(0, i)).length);
  const body = Buffer.concat(pieces);
  const table = { position: 128 + body.length, length: 4 * order.length };
  return Buffer.concat([netmonHeader({ table }), body, ...order.map((i) => u32(positions[i]!))]);
}

describe("Network Monitor's frame table", () => {
  const records = [60, 61, 62, 63, 64].map((length, i) => netmonRecord(payload(length, i)));
  const hole = Buffer.alloc(500, 0xaa);
  const lengths = (got: Collected): number[] => got.frames.map((frame) => frame.data.length);

  test('holes, and frames out of order', async () => {
    const [a, b, c, d, e] = records as [Buffer, Buffer, Buffer, Buffer, Buffer];
    const path = scratch.file(scattered([hole, a, b, hole, c, d, e, hole], [2, 4, 5, 6, 1]));
    const whole = await collect(path);
    assert.deepEqual(lengths(whole), [61, 62, 63, 64, 60]);
    assert.deepEqual(whole.end, { state: 'complete' });
    for (let bufferSize = 1; bufferSize < 600; bufferSize += 7) {
      const got = await collect(path, { bufferSize, batchSize: 1 + (bufferSize % 4) });
      assert.deepEqual([got.frames, got.end], [whole.frames, whole.end], `buffer of ${bufferSize}`);
    }
  });
  test('one before the frames', async () => {
    const table = { position: 128, length: 8 };
    const [a, b] = records as [Buffer, Buffer];
    const entries = [u32(136), u32(136 + a.length)];
    const got = await collect(scratch.file(Buffer.concat([netmonHeader({ table }), ...entries, a, b])));
    assert.deepEqual([lengths(got), got.end], [[60, 61], { state: 'complete' }]);
  });
  test('of more entries than are kept in memory', async () => {
    const many = Array.from({ length: 40_000 }, (_, i) => netmonRecord(payload(i % 3)));
    const got = await collect(scratch.file(netmonFile({}, many)));
    assert.equal(got.frames.length, 40_000);
    assert.deepEqual(got.end, { state: 'complete' });
  });
  test('that points nowhere, or to the same frame again and again', async () => {
    const [a, b] = records as [Buffer, Buffer];
    const table = { position: 128 + a.length + b.length, length: 8 };
    const pointing = (to: number): Buffer => Buffer.concat([netmonHeader({ table }), a, b, u32(128), u32(to)]);
    const nowhere = await collect(scratch.file(pointing(100_000)));
    assert.deepEqual(nowhere.end, {
      state: 'cut',
      position: 100_000,
      message: 'cut short in the middle of the header of packet 2 (file position 100000: it has 16 bytes, 0 are there)',
    });
    const header = await collect(scratch.file(pointing(4)));
    assert.deepEqual(header.end, {
      state: 'cut',
      position: 204,
      message: 'damaged at packet 2 (file position 204: its frame table points to 4, within the file header)',
    });
    const again = await collect(scratch.file(scattered([netmonRecord(payload(60_000))], Array(5).fill(0))));
    assert.deepEqual(lengths(again), [60_000]);
    assert.match(JSON.stringify(again.end), /damaged at packet 2 .*: its frames overlap\)/);
  });
  test('whose length lies costs no memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const bytes = file({}, [payload(60)], [payload(61)]);
    bytes.writeUInt32LE(0xfffffffc, 28);
    const got = await collect(scratch.file(bytes));
    assert.deepEqual(lengths(got), [60, 61]);
    assert.match(
      JSON.stringify(got.end),
      /damaged at packet 3 .*: its frame table has 1073741823 entries, 2 are in seq/,
    );
    assert.ok(process.memoryUsage().arrayBuffers - before < 20 << 20);
  });
  test('where the input has no random access, frames in sequence are read up to it, and others are damage', async () => {
    const compressed = (bytes: Buffer): Promise<Collected> => collect(scratch.file(gzipSync(bytes)));
    const straight = await compressed(netmonFile({}, records));
    assert.deepEqual([lengths(straight), straight.end], [[60, 61, 62, 63, 64], { state: 'complete' }]);
    const empty = await compressed(scattered([records[0]!, Buffer.alloc(16), records[1]!], [0, 2]));
    assert.match(JSON.stringify(empty.end), /damaged at packet 4 .*: its frame table has 2 entries, 3 are in sequence/);
    const other = await compressed(scattered([records[0]!, hole], [0]));
    assert.match(JSON.stringify(other.end), /damaged at packet 2 .* a frame has 262144 at most/);
    const across = await compressed(scattered([records[0]!, netmonRecord(payload(0), { captured: 9 })], [0]));
    assert.match(
      JSON.stringify(across.end),
      /damaged at packet 2 .*: the record says 9 bytes, the frame table begins at/,
    );
  });
});

describe('Network Monitor records', () => {
  test('a length no frame has ends the capture', async () => {
    const got = await read({}, [payload(60)], [payload(60), { captured: 262_145 }], [payload(60)]);
    assert.equal(got.frames.length, 1);
    assert.deepEqual(got.end, {
      state: 'cut',
      position: 204,
      message: 'damaged at packet 2 (file position 204: the record says 262145 bytes, a frame has 262144 at most)',
    });
  });
  test('a file cut in a frame says where, and what is missing', async () => {
    const bytes = file({ start: NETMON_START }, [payload(60)], [payload(1500)]);
    const got = await collect(scratch.file(bytes.subarray(0, 204 + 16 + 312)));
    assert.equal(got.frames.length, 1);
    assert.deepEqual(got.end, {
      state: 'cut',
      position: 204,
      message: 'cut short in the middle of packet 2 (file position 204: the record says 1500 bytes, 312 are there)',
    });
    const table = await collect(scratch.file(bytes.subarray(0, -3)));
    assert.equal(table.frames.length, 2);
    assert.deepEqual(table.end, {
      state: 'cut',
      position: 1725,
      message: 'cut short in the middle of the frame table (file position 1720: it has 8 bytes, 5 are there)',
    });
  });
});
