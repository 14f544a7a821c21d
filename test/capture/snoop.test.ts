import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { payload, Scratch, type SnoopRecord, snoopHeader, snoopRecord } from './build.ts';
import { type Collected, collect } from './collect.ts';

const scratch = new Scratch();
after(scratch.remove);

function read(
  header: { version?: number; datalink?: number },
  ...records: readonly [Buffer, SnoopRecord?][]
): Promise<Collected> {
  const bytes = [snoopHeader(header), ...records.map(([data, record]) => snoopRecord(data, record))];
  return collect(scratch.file(Buffer.concat(bytes)));
}

const data = (got: Collected): Buffer[] => got.frames.map((frame) => frame.data);
const message = (got: Collected): string => (got.end.state === 'cut' ? got.end.message : got.end.state);

describe('snoop', () => {
  test('frames, lengths and times', async () => {
    const got = await read(
      {},
      [payload(60, 1), { fraction: 123_456 }],
      [payload(61, 2), { wire: 1514, fraction: 999_999 }],
      [payload(0)],
    );
    assert.equal(got.format, 'snoop');
    assert.deepEqual(got.interfaces, [{ linkType: 1, snapLength: 0, section: 0, timeDigits: 6 }]);
    assert.deepEqual(data(got), [payload(60, 1), payload(61, 2), payload(0)]);
    assert.deepEqual(
      got.frames.map(({ time, wire, position }) => [time, wire, position]),
      [
        ['1700000000.123456000', 60, 40],
        ['1700000000.999999000', 1514, 124],
        ['1700000000.000000000', 0, 212],
      ],
    );
    assert.deepEqual(got.end, { state: 'complete' });
  });
  test('a file without packets is complete', async () => {
    const got = await read({});
    assert.deepEqual([got.frames, got.end], [[], { state: 'complete' }]);
  });
  test('seconds are unsigned, and a fraction of a second and more is carried into them', async () => {
    const got = await read({}, [payload(9), { seconds: 0xffffffff, fraction: 0xffffffff }]);
    assert.equal(got.frames[0]!.time, '4294971589.967295000');
  });
  test('datalink types become link types', async () => {
    const types = [0, 2, 4, 8, 9, 14, 16, 18, 0x80000005];
    const got = await Promise.all(types.map((datalink) => read({ datalink }, [payload(60)])));
    assert.deepEqual(
      got.map(({ interfaces }) => interfaces[0]!.linkType),
      [1, 6, 1, 10, 0, 0, 122, 123, 226],
    );
    const { interfaces } = await read({ datalink: 26 }, [payload(60)]);
    assert.equal(interfaces[0]!.linkType, 147);
    assert.equal(interfaces[0]!.description, 'snoop datalink type 26');
  });
  test('padding of any length is passed over', async () => {
    const got = await read({}, [payload(60), { length: 84 }], [payload(60, 1), { length: 300_000 }], [payload(9)]);
    assert.deepEqual(data(got), [payload(60), payload(60, 1), payload(9)]);
    const promised = await read({}, [payload(60)], [payload(60), { length: 0xffffffff }]);
    assert.equal(promised.frames.length, 2);
    assert.equal(
      message(promised),
      'cut short in the middle of the padding of packet 2 (file position 184: it has 4294967211 bytes, 0 are there)',
    );
  });
});

describe('snoop of Shomiti Surveyor', () => {
  test('is told by the padding of the first record, and has its own datalink types', async () => {
    for (const version of [2, 3, 4, 5]) {
      const got = await read({ version, datalink: 12 }, [payload(64), { length: 24 + 64 + 16 }], [payload(64)]);
      assert.equal(got.format, 'snoop (Surveyor)');
      assert.deepEqual(got.interfaces, [{ linkType: 1, snapLength: 0, section: 0, timeDigits: 6, fcsLength: 4 }]);
      assert.deepEqual(data(got), [payload(64), payload(64)]);
    }
    const usual = await read({}, [payload(64), { length: 24 + 64 + 15 }]);
    assert.equal(usual.format, 'snoop');
  });
  test('802.11 frames follow a header of their own', async () => {
    const radio = (length: number) => Buffer.concat([Buffer.of(0, 0, 0, length), Buffer.alloc(length), payload(50)]);
    const first = radio(8);
    const got = await read(
      { datalink: 18 },
      [first, { length: 24 + first.length + 16, wire: 100 }],
      [radio(12)],
      [radio(7)],
    );
    assert.equal(got.interfaces[0]!.linkType, 105);
    assert.deepEqual(data(got), [payload(50), payload(50)]);
    assert.equal(got.frames[0]!.wire, 88);
    assert.match(message(got), /damaged at packet 3 .*: a frame of 61 bytes with a radio header of 7\)/);
  });
});

describe('snoop records that cannot be', () => {
  test('lengths no frame has', async () => {
    for (const record of [{ captured: 262_145 }, { captured: 60, wire: 262_145 }, { captured: 0xffffffff }]) {
      const got = await read({}, [payload(60)], [payload(60), record], [payload(60)]);
      assert.equal(got.frames.length, 1);
      assert.match(message(got), /^damaged at packet 2 \(file position 100: .* a frame has 262144 at most\)$/);
    }
  });
  test('records shorter than their frames', async () => {
    const got = await read({}, [payload(60)], [payload(60), { length: 83 }]);
    assert.equal(got.frames.length, 1);
    assert.equal(
      message(got),
      'damaged at packet 2 (file position 100: a record of 83 bytes says that its frame has 60)',
    );
  });
});
