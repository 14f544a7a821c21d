import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import {
  block,
  describedInterface,
  endOfOptions,
  enhancedPacket,
  obsoletePacket,
  option,
  payload,
  Scratch,
  section,
  simplePacket,
  u16,
  u32,
  u64,
} from './build.ts';
import { collect, refusal } from './collect.ts';

const scratch = new Scratch();
after(scratch.remove);

const read = (...blocks: readonly Buffer[]) => collect(scratch.file(Buffer.concat(blocks)));
const lengths = (got: Awaited<ReturnType<typeof read>>) => got.frames.map((frame) => frame.data.length);
const times = (got: Awaited<ReturnType<typeof read>>) => got.frames.map((frame) => frame.time);

function cut(got: Awaited<ReturnType<typeof read>>): string {
  assert.equal(got.end.state, 'cut');
  return got.end.state === 'cut' ? got.end.message : '';
}

describe('pcapng packets', () => {
  for (const big of [false, true]) {
    test(`enhanced, obsolete and simple packet blocks, ${big ? 'big' : 'little'}-endian`, async () => {
      const data = [payload(61, 1), payload(62, 2), payload(63, 3)] as const;
      const got = await read(
        section({ big }),
        describedInterface({ big }),
        enhancedPacket(data[0], { big, wire: 1514 }),
        obsoletePacket(data[1], { big, time: 1_700_000_000_654_321n }),
        simplePacket(data[2], { big }),
      );
      assert.equal(got.format, 'pcapng');
      assert.deepEqual(got.end, { state: 'complete' });
      assert.deepEqual(
        got.frames.map((frame) => frame.data),
        [...data],
      );
      assert.deepEqual(times(got), ['1700000000.000000000', '1700000000.654321000', '0.000000000']);
      assert.deepEqual(
        got.frames.map((frame) => frame.wire),
        [1514, 62, 63],
      );
      assert.deepEqual(
        got.frames.map((frame) => frame.position),
        [28 + 20 + 28, 48 + 96 + 28, 48 + 96 + 96 + 12],
      );
    });
  }
  test('frames captured longer than they were, and of no bytes', async () => {
    const got = await read(
      section(),
      describedInterface(),
      enhancedPacket(payload(60), { wire: 20 }),
      enhancedPacket(payload(0), { wire: 20 }),
    );
    assert.deepEqual(
      got.frames.map((frame) => [frame.data.length, frame.wire]),
      [
        [60, 20],
        [0, 20],
      ],
    );
  });
  test('a simple packet is as long as the snap length lets it be', async () => {
    const got = await read(
      section(),
      describedInterface({ snapLength: 32 }),
      simplePacket(payload(32), { wire: 1500 }),
      simplePacket(payload(20)),
    );
    assert.deepEqual(
      got.frames.map((frame) => [frame.data.length, frame.wire]),
      [
        [32, 1500],
        [20, 20],
      ],
    );
  });
  test('a simple packet that claims more than its block holds is damage', async () => {
    const got = await read(
      section(),
      describedInterface(),
      simplePacket(payload(60)),
      simplePacket(payload(60), { wire: 100 }),
    );
    assert.equal(got.frames.length, 1);
    assert.match(cut(got), /after packet 1 \(file position 124: the block says 100 bytes, it has room for 60\)/);
  });
  test('options of packets are passed over: comments, unterminated, overlong', async () => {
    const got = await read(
      section(),
      describedInterface(),
      enhancedPacket(payload(60), { options: Buffer.concat([option(1, 'a comment'), endOfOptions]) }),
      enhancedPacket(payload(60), { options: option(1, 'unterminated') }),
      enhancedPacket(payload(60), { options: option(1, 'overlong', { length: 4000 }) }),
    );
    assert.deepEqual([lengths(got), got.end.state], [[60, 60, 60], 'complete']);
  });
  test('a packet that cannot fit, or is longer than any frame, is damage', async () => {
    const head = [section(), describedInterface(), enhancedPacket(payload(60))];
    const fits = await read(...head, enhancedPacket(payload(60), { captured: 65 }));
    assert.match(cut(fits), /the block says 65 bytes, it has room for 60/);
    const long = await read(...head, enhancedPacket(payload(60), { captured: 0xffffffff }));
    assert.match(cut(long), /the block says 4294967295 bytes, a frame has 262144 at most/);
    assert.deepEqual([lengths(fits), lengths(long)], [[60], [60]]);
  });
});

describe('pcapng time stamps', () => {
  const withOptions = (...options: readonly Buffer[]) =>
    describedInterface({ options: Buffer.concat([...options, endOfOptions]) });
  const cases: [string, number, bigint, string, number][] = [
    ['seconds', 0, 1_700_000_000n, '1700000000.000000000', 0],
    ['milliseconds', 3, 1_700_000_000_123n, '1700000000.123000000', 3],
    ['microseconds', 6, 1_700_000_000_123_456n, '1700000000.123456000', 6],
    ['nanoseconds', 9, 1_700_000_000_123_456_789n, '1700000000.123456789', 9],
    ['nanoseconds, the last of them', 9, 0xffff_ffff_ffff_ffffn, '18446744073.709551615', 9],
    ['picoseconds', 12, 1_700_000_000_123_456n, '1700.000000123', 9],
    ['10^-19', 19, 0xffff_ffff_ffff_ffffn, '1.844674407', 9],
    ['2^-10', 0x8a, (1_700_000_000n << 10n) | 1n, '1700000000.000976562', 4],
    ['2^-32', 0xa0, (1_700_000_000n << 32n) | 0x8000_0000n, '1700000000.500000000', 9],
    ['2^-63', 0xbf, 0xc000_0000_0000_0000n, '1.500000000', 9],
    ['2^-64', 0xc0, 0x8000_0000_0000_0000n, '0.500000000', 9],
  ];
  for (const [name, resolution, time, expected, digits] of cases) {
    test(name, async () => {
      const got = await read(
        section(),
        withOptions(option(9, Buffer.of(resolution))),
        enhancedPacket(payload(9), { time }),
      );
      assert.deepEqual(times(got), [expected]);
      assert.equal(got.interfaces[0]!.timeDigits, digits);
    });
  }
  test('every microsecond and nanosecond around the 32-bit borders is exact', async () => {
    const counts = [
      0n,
      1n,
      0xffff_ffffn,
      0x1_0000_0000n,
      0x5_f5e1_0000n,
      0x0006_0a24_1812_0000n,
      0x17_979c_fe36_2a0000n,
    ];
    for (const [resolution, units] of [
      [6, 1_000_000n],
      [9, 1_000_000_000n],
    ] as const) {
      const near = counts.flatMap((count) => [count, count + 1n, count + 999_999n]);
      const got = await read(
        section(),
        withOptions(option(9, Buffer.of(resolution))),
        ...near.map((time) => enhancedPacket(payload(9), { time })),
      );
      const expected = near.map(
        (t) => `${t / units}.${String(((t % units) * 1_000_000_000n) / units).padStart(9, '0')}`,
      );
      assert.deepEqual(times(got), expected);
    }
  });
  test('if_tsoffset is added, and may lead before 1970', async () => {
    const got = await read(
      section(),
      withOptions(option(14, u64(-1000n))),
      withOptions(option(14, u64(4_000_000_000n)), option(9, Buffer.of(9))),
      enhancedPacket(payload(9), { time: 5_500_000n }),
      enhancedPacket(payload(9), { time: 500_000_000n, number: 1 }),
    );
    assert.deepEqual(times(got), ['-995.500000000', '4000000000.500000000']);
  });
});

describe('pcapng sections and interfaces', () => {
  test('each section has its own byte order and interfaces', async () => {
    const got = await read(
      section(),
      describedInterface({ linkType: 1 }),
      enhancedPacket(payload(60, 1)),
      section({ big: true }),
      describedInterface({ linkType: 113, big: true }),
      describedInterface({ linkType: 101, big: true }),
      enhancedPacket(payload(60, 2), { number: 1, big: true }),
      section(),
      describedInterface({ linkType: 276 }),
      enhancedPacket(payload(60, 3)),
    );
    assert.deepEqual(
      got.interfaces.map((from) => [from.section, from.linkType]),
      [
        [1, 1],
        [2, 113],
        [2, 101],
        [3, 276],
      ],
    );
    assert.deepEqual(
      got.frames.map((frame) => frame.interface),
      [0, 2, 3],
    );
    assert.deepEqual(
      got.frames.map((frame) => frame.data),
      [1, 2, 3].map((seed) => payload(60, seed)),
    );
  });
  test('link types change within a file, and an interface may be declared late', async () => {
    const got = await read(
      section(),
      describedInterface({ linkType: 1 }),
      enhancedPacket(payload(60)),
      describedInterface({ linkType: 228 }),
      enhancedPacket(payload(61), { number: 1 }),
      enhancedPacket(payload(62)),
    );
    assert.deepEqual(
      got.frames.map((frame) => got.interfaces[frame.interface]!.linkType),
      [1, 228, 1],
    );
  });
  test('a packet of an interface that was not declared ends the capture', async () => {
    const got = await read(
      section(),
      describedInterface(),
      enhancedPacket(payload(60)),
      enhancedPacket(payload(60), { number: 1 }),
      describedInterface(),
    );
    assert.deepEqual(got.end, {
      state: 'cut',
      position: 140,
      message: 'damaged after packet 1 (file position 140: its interface is number 1, only 1 are declared before it)',
    });
    assert.match(
      cut(await read(section(), enhancedPacket(payload(60)))),
      /before the first packet .* none is declared/,
    );
    assert.match(cut(await read(section(), simplePacket(payload(60)))), /before any interface is declared/);
  });
  test('name, description, snap length and FCS length are kept', async () => {
    const options = [
      option(2, 'eth0'),
      option(3, 'Ethernet, caf\u00e9\0'),
      option(13, Buffer.of(4)),
      option(99, 'unknown'),
      endOfOptions,
    ];
    const got = await read(section(), describedInterface({ snapLength: 128, options: Buffer.concat(options) }));
    assert.deepEqual(got.interfaces, [
      {
        linkType: 1,
        snapLength: 128,
        section: 1,
        timeDigits: 6,
        name: 'eth0',
        description: 'Ethernet, café',
        fcsLength: 4,
      },
    ]);
  });
  test('the FCS length is in bits, or in bytes as in the example of the draft', async () => {
    for (const [value, bytes] of [
      [0, 0],
      [2, 2],
      [4, 4],
      [16, 2],
      [32, 4],
    ] as const) {
      const got = await read(section(), describedInterface({ options: option(13, Buffer.of(value)) }));
      assert.equal(got.interfaces[0]!.fcsLength, bytes);
    }
  });
  test('options of an interface may be unterminated or overlong, or of the wrong length', async () => {
    const unterminated = await read(
      section(),
      describedInterface({ options: Buffer.concat([option(2, 'eth0'), option(9, Buffer.of(9))]) }),
    );
    assert.deepEqual([unterminated.interfaces[0]!.name, unterminated.interfaces[0]!.timeDigits], ['eth0', 9]);
    const overlong = await read(
      section(),
      describedInterface({ options: Buffer.concat([option(2, 'eth0'), option(3, 'x', { length: 60_000 })]) }),
    );
    assert.deepEqual([overlong.interfaces[0]!.name, overlong.interfaces[0]!.description], ['eth0', undefined]);
    const wrong = await read(
      section(),
      describedInterface({ options: Buffer.concat([option(9, u16(9)), option(14, u32(5)), endOfOptions]) }),
    );
    assert.equal(wrong.interfaces[0]!.timeDigits, 6);
    for (const got of [unterminated, overlong, wrong]) assert.equal(got.end.state, 'complete');
  });
  test('a file of nothing but interfaces ends before it fills the memory', async () => {
    const got = await read(section(), Buffer.concat(Array.from({ length: 70_000 }, () => describedInterface())));
    assert.equal(got.interfaces.length, 65_536);
    assert.match(cut(got), /more than 65536 interfaces/);
  });
});

describe('pcapng blocks', () => {
  test('blocks of other types are passed over, known or not', async () => {
    const others = [4, 5, 9, 10, 0xbad, 0x40000bad, 0x204, 0x80000001, 7].map((type) => block(type, payload(40)));
    const got = await read(
      section(),
      ...others,
      describedInterface(),
      ...others,
      enhancedPacket(payload(60)),
      ...others,
      enhancedPacket(payload(61)),
      ...others,
    );
    assert.deepEqual([lengths(got), got.end], [[60, 61], { state: 'complete' }]);
  });
  test('a block of several megabytes and one without a body', async () => {
    const got = await read(
      section(),
      describedInterface(),
      block(10, payload(5_000_000)),
      block(7, Buffer.alloc(0)),
      enhancedPacket(payload(60)),
    );
    assert.deepEqual([lengths(got), got.end], [[60], { state: 'complete' }]);
  });
  test('a length that is no multiple of four is rounded up, if the block is', async () => {
    const odd = enhancedPacket(payload(61), { length: 93 });
    const got = await read(
      section(),
      describedInterface(),
      odd,
      block(7, payload(3), { length: 15 }),
      enhancedPacket(payload(60)),
    );
    assert.deepEqual([lengths(got), got.end], [[61, 60], { state: 'complete' }]);
  });
  test('two lengths that differ end the capture', async () => {
    const head = [section(), describedInterface(), enhancedPacket(payload(60))];
    const packet = await read(...head, enhancedPacket(payload(60), { again: 20 }));
    assert.match(
      cut(packet),
      /after packet 1 \(file position 140: an enhanced packet block has two lengths, 92 and 20\)/,
    );
    const statistics = await read(...head, block(5, payload(20), { again: 36 }), enhancedPacket(payload(60)));
    assert.match(
      cut(statistics),
      /after packet 1 \(file position 140: an interface statistics block has two lengths, 32 and 36\)/,
    );
    assert.deepEqual([lengths(packet), lengths(statistics)], [[60], [60]]);
  });
  test('a length no block has ends the capture', async () => {
    const head = [section(), describedInterface(), enhancedPacket(payload(60))];
    for (const [bytes, says] of [
      [block(7, payload(4), { length: 8 }), 'a block of type 7 of 8 bytes'],
      [block(6, payload(16)), 'an enhanced packet block of 28 bytes'],
      [block(5, payload(16), { length: 0xffffffff }), 'an interface statistics block of 4294967295 bytes'],
      [Buffer.alloc(64), 'a block of type 0 of 0 bytes'],
      [Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'of 1414012975 bytes'],
    ] as const) {
      const got = await read(...head, bytes);
      assert.equal(got.frames.length, 1);
      assert.ok(cut(got).includes(says), cut(got));
    }
  });
  test('a second section that is none, or of another version, ends the capture', async () => {
    const head = [section(), describedInterface(), enhancedPacket(payload(60))];
    assert.match(cut(await read(...head, block(0x0a0d0d0a, payload(16)))), /without the byte-order magic/);
    assert.match(
      cut(await read(...head, section({ version: [2, 0] }))),
      /a section of version 2\.0, which is not read/,
    );
  });
  test('a file cut in a packet, in another block, between them', async () => {
    const whole = Buffer.concat([
      section(),
      describedInterface(),
      enhancedPacket(payload(60)),
      block(5, payload(20)),
      enhancedPacket(payload(60)),
    ]);
    const at = (end: number) => collect(scratch.file(whole.subarray(0, end)));
    assert.equal(
      cut(await at(100)),
      'cut short in the middle of packet 1 (file position 48: the block says 92 bytes, 52 are there)',
    );
    assert.equal(
      cut(await at(140 + 14)),
      'cut short in the middle of an interface statistics block after packet 1 (file position 140: it has 32 bytes, 14 are there)',
    );
    assert.equal(
      cut(await at(140 + 5)),
      'cut short in the middle of a block after packet 1 (file position 140: it has at least 12 bytes, 5 are there)',
    );
    assert.equal((await at(140)).end.state, 'complete');
  });
});

describe('pcapng headers', () => {
  test('1.2 is read like 1.0, other versions are refused', async () => {
    assert.equal(
      (await read(section({ version: [1, 2] }), describedInterface(), enhancedPacket(payload(60)))).frames.length,
      1,
    );
    assert.match(
      (await refusal(scratch.file(section({ version: [0, 1] })))).message,
      /is a pcapng file of version 0\.1, which is not read/,
    );
  });
});
