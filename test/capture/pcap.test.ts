import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type PcapHeader, type PcapRecord, payload, pcapHeader, pcapRecord, Scratch, u32 } from './build.ts';
import { collect, refusal } from './collect.ts';

const scratch = new Scratch();
after(scratch.remove);

async function read(header: PcapHeader, ...records: readonly [Buffer, PcapRecord?][]) {
  const bytes = records.map(([data, record]) =>
    pcapRecord(data, { ...header, ...record, extra: record?.extra ?? Buffer.alloc(0) }),
  );
  return collect(scratch.file(Buffer.concat([pcapHeader(header), ...bytes])));
}

describe('pcap magic numbers', () => {
  const cases: [string, PcapHeader, string, string][] = [
    ['microseconds', {}, 'pcap', '1700000000.123456000'],
    ['microseconds, big-endian', { big: true }, 'pcap', '1700000000.123456000'],
    ['nanoseconds', { magic: 0xa1b23c4d }, 'pcap (nanoseconds)', '1700000000.000123456'],
    ['nanoseconds, big-endian', { magic: 0xa1b23c4d, big: true }, 'pcap (nanoseconds)', '1700000000.000123456'],
    ['Ixia hardware', { magic: 0x1c0001ac, extra: u32(999) }, 'pcap (Ixia hardware)', '1700000000.000123456'],
    [
      'Ixia software',
      { magic: 0x1c0001ab, extra: u32(999), big: true },
      'pcap (Ixia software)',
      '1700000000.123456000',
    ],
  ];
  for (const [name, header, format, time] of cases) {
    test(name, async () => {
      const data = payload(60);
      const got = await read(header, [data, { fraction: 123456 }], [data, { fraction: 123456, wire: 1514 }]);
      assert.equal(got.format, format);
      assert.deepEqual(got.end, { state: 'complete' });
      assert.deepEqual(
        got.frames.map((frame) => frame.time),
        [time, time],
      );
      assert.deepEqual(
        got.frames.map((frame) => frame.wire),
        [60, 1514],
      );
      assert.ok(got.frames.every((frame) => frame.data.equals(data)));
      const first = 24 + (header.extra?.length ?? 0) + 16;
      assert.deepEqual(
        got.frames.map((frame) => frame.position),
        [first, first + 76],
      );
    });
  }
});

describe('pcap record headers that others made longer', () => {
  const linux = (big: boolean, tail: number): Buffer =>
    Buffer.concat([u32(3, { big }), Buffer.from(big ? [8, 0] : [0, 8]), Buffer.from([4, 0]), Buffer.alloc(tail, 0xee)]);
  const cases: [string, PcapHeader, Buffer][] = [
    ['pcap (modified)', { magic: 0xa1b2cd34 }, linux(false, 0)],
    ['pcap (modified)', { magic: 0xa1b2cd34, big: true }, linux(true, 0)],
    ['pcap (modified, SuSE 6.3)', { magic: 0xa1b2cd34 }, linux(false, 4)],
    ['pcap (patched, Red Hat 6.1)', {}, linux(false, 0)],
    ['pcap (Nokia)', {}, u32(0x9fbfb601)],
  ];
  for (const [format, header, extra] of cases) {
    test(`${format}${header.big ? ', big-endian' : ''}`, async () => {
      const data = [payload(60, 1), payload(90, 2), payload(70, 3)] as const;
      const got = await read(header, [data[0], { extra }], [data[1], { extra }], [data[2], { extra }]);
      assert.equal(got.format, format);
      assert.deepEqual(
        got.frames.map((frame) => frame.data),
        [...data],
      );
      assert.deepEqual(got.end, { state: 'complete' });
    });
  }

  test('AIX: nanoseconds and ifType under the usual magic, FDDI frames with three bytes more', async () => {
    const ethernet = await read({ version: [2, 2], linkType: 6, big: true }, [payload(60), { fraction: 123456 }]);
    assert.equal(ethernet.format, 'pcap (AIX)');
    assert.equal(ethernet.interfaces[0]!.linkType, 1);
    assert.equal(ethernet.frames[0]!.time, '1700000000.000123456');
    const fddi = await read({ version: [2, 2], linkType: 15, big: true }, [payload(63)]);
    assert.equal(fddi.interfaces[0]!.linkType, 10);
    assert.deepEqual(fddi.frames[0]!.data, payload(63).subarray(3));
    assert.equal(fddi.frames[0]!.wire, 60);
  });
});

describe('pcap versions', () => {
  const swapped = { captured: 1514, wire: 60 };
  for (const version of [
    [2, 0],
    [2, 2],
    [543, 0],
  ] as const) {
    test(`${version.join('.')}: the original length comes first`, async () => {
      const got = await read({ version }, [payload(60), swapped], [payload(60), { captured: 60, wire: 60 }]);
      assert.deepEqual(
        got.frames.map((frame) => [frame.data.length, frame.wire]),
        [
          [60, 1514],
          [60, 60],
        ],
      );
    });
  }
  test('2.3: the smaller length is the captured one', async () => {
    const got = await read({ version: [2, 3] }, [payload(60), swapped], [payload(60), { captured: 60, wire: 1514 }]);
    assert.deepEqual(
      got.frames.map((frame) => [frame.data.length, frame.wire]),
      [
        [60, 1514],
        [60, 1514],
      ],
    );
  });
  test('2.4 and later: the captured length comes first, even if it is larger', async () => {
    const got = await read({ version: [2, 4] }, [payload(60), { captured: 60, wire: 40 }]);
    assert.deepEqual(
      got.frames.map((frame) => [frame.data.length, frame.wire]),
      [[60, 40]],
    );
  });
  test('1.x is refused', async () => {
    const { kind, message } = await refusal(scratch.file(pcapHeader({ version: [1, 2] })));
    assert.equal(kind, 'not-a-capture');
    assert.match(message, /is a pcap file of version 1\.2, which is not read/);
  });
});

describe('pcap header', () => {
  test('the upper bits of the link type are the FCS length', async () => {
    const with4 = await read({ linkType: 0x24000001 }, [payload(60)]);
    assert.deepEqual(with4.interfaces, [{ linkType: 1, snapLength: 262144, section: 0, timeDigits: 6, fcsLength: 4 }]);
    const without = await read({ linkType: 0x20000001 }, [payload(60)]);
    assert.deepEqual(without.interfaces, [{ linkType: 1, snapLength: 262144, section: 0, timeDigits: 6 }]);
  });
  test('a link type nobody knows is handed on', async () => {
    assert.equal((await read({ linkType: 9999 }, [payload(60)])).interfaces[0]!.linkType, 9999);
  });
  test('a file without packets is complete', async () => {
    const got = await read({});
    assert.deepEqual([got.frames, got.end], [[], { state: 'complete' }]);
  });
});

describe('pcap records', () => {
  test('snapped frames, frames of no bytes, frames captured longer than they were', async () => {
    const got = await read(
      { snapLength: 64 },
      [payload(64), { wire: 1514 }],
      [payload(0), { wire: 60 }],
      [payload(80), { wire: 20 }],
    );
    assert.deepEqual(
      got.frames.map((frame) => [frame.data.length, frame.wire]),
      [
        [64, 1514],
        [0, 60],
        [80, 20],
      ],
    );
  });
  test('times that go backwards stay as they are', async () => {
    const times = [1_700_000_002, 1_700_000_001, 5, 1_700_000_003];
    const got = await read({}, ...times.map((seconds): [Buffer, PcapRecord] => [payload(60), { seconds }]));
    assert.deepEqual(
      got.frames.map((frame) => Number.parseInt(frame.time, 10)),
      times,
    );
  });
  test('seconds are unsigned: 2038 and 2106', async () => {
    const times = [0x7fffffff, 0x80000000, 0xffffffff];
    const got = await read({}, ...times.map((seconds): [Buffer, PcapRecord] => [payload(60), { seconds }]));
    assert.deepEqual(
      got.frames.map((frame) => frame.time),
      times.map((t) => `${t}.000000000`),
    );
  });
  test('a fraction of a second and more is carried into the seconds', async () => {
    const micro = await read(
      {},
      [payload(9), { fraction: 999_999 }],
      [payload(9), { fraction: 1_000_000 }],
      [payload(9), { fraction: 0xffffffff }],
    );
    assert.deepEqual(
      micro.frames.map((frame) => frame.time),
      ['1700000000.999999000', '1700000001.000000000', '1700004294.967295000'],
    );
    const nano = await read({ magic: 0xa1b23c4d }, [payload(9), { fraction: 0x80000000 }]);
    assert.deepEqual(
      nano.frames.map((frame) => frame.time),
      ['1700000002.147483648'],
    );
  });
  test('a length no frame has ends the capture, and nothing is allocated for it', async () => {
    for (const captured of [0xffffffff, 0x80000000, 262145]) {
      const got = await read({}, [payload(60)], [payload(60), { captured }], [payload(60)]);
      assert.equal(got.frames.length, 1);
      assert.deepEqual(got.end, {
        state: 'cut',
        position: 100,
        message: `damaged at packet 2 (file position 100: the record says ${captured} bytes, a frame has 262144 at most)`,
      });
    }
  });
  test('a frame of 256 KiB is read, and with D-Bus longer ones', async () => {
    const big = payload(262144);
    const got = await read({}, [payload(60)], [big], [payload(60)]);
    assert.deepEqual(
      got.frames.map((frame) => frame.data.length),
      [60, 262144, 60],
    );
    assert.ok(got.frames[1]!.data.equals(big));
    const bus = await read({ linkType: 231 }, [payload(60)], [payload(3_000_000)], [payload(60)]);
    assert.deepEqual(
      bus.frames.map((frame) => frame.data.length),
      [60, 3_000_000, 60],
    );
    assert.ok(bus.frames[1]!.data.equals(payload(3_000_000)));
  });
  test('a length that is possible but not there costs no memory', async () => {
    const before = process.memoryUsage().arrayBuffers;
    const got = await read({ linkType: 231 }, [payload(60)], [payload(60), { captured: 100 << 20 }]);
    assert.equal(got.end.state, 'cut');
    assert.ok(process.memoryUsage().arrayBuffers - before < 20 << 20);
  });
  test('a file cut in a packet says where, and what is missing', async () => {
    const whole = Buffer.concat([pcapHeader(), pcapRecord(payload(60)), pcapRecord(payload(1500))]);
    const inPacket = await collect(scratch.file(whole.subarray(0, 100 + 16 + 312)));
    assert.equal(inPacket.frames.length, 1);
    assert.deepEqual(inPacket.end, {
      state: 'cut',
      position: 100,
      message: 'cut short in the middle of packet 2 (file position 100: the record says 1500 bytes, 312 are there)',
    });
    const inHeader = await collect(scratch.file(whole.subarray(0, 107)));
    assert.deepEqual(inHeader.end, {
      state: 'cut',
      position: 100,
      message: 'cut short in the middle of the header of packet 2 (file position 100: it has 16 bytes, 7 are there)',
    });
  });
});
