/** A file may end at any byte and be read in pieces of any size. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import {
  block,
  describedInterface,
  endOfOptions,
  enhancedPacket,
  netmonFile,
  netmonRecord,
  obsoletePacket,
  option,
  payload,
  pcapHeader,
  pcapRecord,
  Scratch,
  section,
  simplePacket,
  snoopHeader,
  snoopRecord,
} from './build.ts';
import { collect, type Frame } from './collect.ts';

const scratch = new Scratch();
after(scratch.remove);

interface Sample {
  readonly name: string;
  /** What must be there for the file to be one … */
  readonly header: number;
  /** … and the records after it, with whether each is a packet. */
  readonly records: readonly (readonly [Buffer, boolean])[];
  readonly bytes: Buffer;
  /** Lengths at which nothing is missing, if they are not the header's and those at the end of each record. */
  readonly ends?: readonly number[];
}

function sample(name: string, header: Buffer, records: readonly (readonly [Buffer, boolean])[]): Sample {
  return { name, header: header.length, records, bytes: Buffer.concat([header, ...records.map(([bytes]) => bytes)]) };
}

const packets = [60, 0, 1, 61, 90].map((length, i) => payload(length, i));

function netmonSample(version: readonly [number, number]): Sample {
  const records = packets.map((data, i) => netmonRecord(data, { version, medium: i === 2 ? 0xfffd : 1 }));
  const bytes = netmonFile({ version }, records);
  const packet = (i: number): boolean => i !== 2 || version[1] === 0;
  const name = `Network Monitor ${version.join('.')}`;
  return { name, header: 128, records: records.map((record, i) => [record, packet(i)]), bytes, ends: [] };
}

/** A packet is read as soon as it is there; a file that ends in its padding is cut all the same. */
function snoopSample(): Sample {
  const whole = packets.map((data) => snoopRecord(data));
  const parts = whole.flatMap((record, i) => {
    const end = 24 + packets[i]!.length;
    return [[record.subarray(0, end), true] as const, [record.subarray(end), false] as const];
  });
  const ends = whole.map((_, i) => 16 + Buffer.concat(whole.slice(0, i)).length);
  return { ...sample('snoop', snoopHeader(), parts), ends };
}

const samples = [
  sample(
    'pcap',
    pcapHeader(),
    packets.map((data) => [pcapRecord(data), true] as const),
  ),
  sample(
    'pcap, nanoseconds, big-endian',
    pcapHeader({ magic: 0xa1b23c4d, big: true }),
    packets.map((data) => [pcapRecord(data, { big: true }), true] as const),
  ),
  sample('pcapng', section({ options: Buffer.concat([option(4, 'a test'), endOfOptions]) }), [
    [describedInterface({ options: option(2, 'eth0') }), false],
    [enhancedPacket(packets[0]!, { options: option(1, 'comment') }), true],
    [block(10, payload(33)), false],
    [simplePacket(packets[3]!), true],
    [section({ big: true }), false],
    [describedInterface({ big: true }), false],
    [enhancedPacket(packets[2]!, { big: true }), true],
    [obsoletePacket(packets[4]!, { big: true }), true],
    [block(5, payload(20), { big: true }), false],
  ]),
  netmonSample([1, 0]),
  netmonSample([2, 0]),
  netmonSample([2, 3]),
  snoopSample(),
];

/** Frames that end at or before `length`, and whether a record ends there. */
function expected({ header, records, ends }: Sample, whole: readonly Frame[], length: number) {
  let at = header;
  let found = 0;
  let boundary = at === length;
  for (const [bytes, packet] of records) {
    at += bytes.length;
    if (at <= length && packet) found++;
    boundary ||= at === length;
  }
  return { frames: whole.slice(0, found), state: (ends?.includes(length) ?? boundary) ? 'complete' : 'cut' };
}

for (const each of samples) {
  describe(each.name, () => {
    test('cut at every byte', async () => {
      const whole = await collect(scratch.file(each.bytes));
      assert.deepEqual(whole.end, { state: 'complete' });
      for (let length = 0; length < each.bytes.length; length++) {
        const path = scratch.file(each.bytes.subarray(0, length));
        const got = await collect(path).catch((error) => {
          assert.equal(error.name, 'CaptureError', error.stack);
          assert.equal(error.kind, 'not-a-capture');
        });
        if (!got) {
          assert.ok(length < each.header, `refused at ${length}`);
          continue;
        }
        const { frames, state } = expected(each, whole.frames, length);
        assert.deepEqual(got.frames, frames, `cut at ${length}`);
        assert.equal(got.end.state, state, `cut at ${length}`);
        if (got.end.state === 'cut') assert.match(got.end.message, /^cut short in the middle of .*, \d+ are there\)$/);
      }
    });
    test('read in pieces of every size', async () => {
      const whole = await collect(scratch.file(each.bytes));
      const path = scratch.file(each.bytes);
      for (let bufferSize = 1; bufferSize <= each.bytes.length + 1; bufferSize++) {
        const got = await collect(path, { bufferSize, batchSize: 1 + (bufferSize % 4) });
        assert.deepEqual([got.frames, got.end], [whole.frames, whole.end], `buffer of ${bufferSize}`);
      }
    });
    test('any byte may be wrong', async () => {
      for (let at = 0; at < each.bytes.length; at++) {
        for (const value of [0x00, 0x7f, 0xff]) {
          const bytes = Buffer.from(each.bytes);
          bytes[at] = value;
          await collect(scratch.file(bytes)).catch((error) => {
            assert.equal(error.name, 'CaptureError', error.stack);
          });
        }
      }
    });
  });
}
