/** Compressed SMB2 messages (MS-SMB2 2.2.42): what lies in them is read as if it had been sent plainly. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Bytes, concat, hex, session, u16le, u32le } from '../../samples/make/index.ts';
import { limits } from '../../src/model/limits.ts';
import { run, type Seen } from './frames.ts';
import {
  bind,
  CLOSE,
  CREATE,
  close,
  compound,
  connect,
  create,
  created,
  FID,
  IPC,
  NO_FID,
  opened,
  READ,
  RELATED,
  readDone,
  request,
  response,
  SHARE,
  type Turn,
  talk,
  told,
  WRITE,
  write,
  zeros,
} from './smb2-messages.ts';

const ID = hex('fc534d42');
const [NONE, LZNT1, LZ77, HUFFMAN, PATTERN, LZ4] = [0, 1, 2, 3, 4, 5];

const unchained = (algorithm: number, size: number, data: Bytes, plain: Bytes = zeros(0)): Bytes =>
  concat(ID, u32le(size), u16le(algorithm), u16le(0), u32le(plain.length), plain, data);
const chained = (size: number, ...payloads: readonly (readonly [algorithm: number, data: Bytes])[]): Bytes =>
  concat(
    ID,
    u32le(size),
    ...payloads.map(([algorithm, data], i) =>
      concat(u16le(algorithm), u16le(i === 0 ? 1 : 0), u32le(data.length), data),
    ),
  );

const pieces = (bytes: Bytes, size: number): Bytes[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
/** The simplest that a decompressor must take: literals alone. */
const LITERALS: Readonly<Record<number, (bytes: Bytes) => Bytes>> = {
  [LZNT1]: (bytes) => concat(u16le(0x3000 | (bytes.length - 1)), bytes),
  [LZ77]: (bytes) => concat(...pieces(bytes, 32).map((piece) => concat(u32le(0), piece))),
  // All 256 bytes have codes of eight bits, and words have their first byte behind.
  [HUFFMAN]: (bytes) =>
    concat(
      zeros(256).fill(0x88, 0, 128),
      ...pieces(concat(bytes, zeros(bytes.length & 1)), 2).map(([first, second]) => [second!, first!]),
    ),
};
const NAMES: Readonly<Record<number, string>> = { [LZNT1]: 'LZNT1', [LZ77]: 'LZ77', [HUFFMAN]: 'LZ77+Huffman' };

const asked: readonly Turn[] = connect(SHARE, 1);
const message = request(CREATE, create('budget.xlsx'));
const last = (bytes: Bytes): Seen => talk(...asked, [true, bytes]).at(-1)!;

describe('a compressed message', () => {
  for (const [kind, compress] of Object.entries(LITERALS)) {
    const algorithm = Number(kind);
    const name = NAMES[algorithm];

    test(`of ${name}`, () => {
      const seen = last(unchained(algorithm, message.length, compress(message)));
      assert.equal(seen.info, 'Create Request File: budget.xlsx');
      assert.equal(seen.path, 'eth ip tcp nbss smb2 smb2');
      assert.equal(seen.one('smb2.tree'), SHARE);
      assert.equal(seen.one('smb2.header.comp_transform.comp_alg'), `0x000${algorithm}`);
      assert.deepEqual(seen.layers.at(-1)!.bytes, message);
    });

    test(`of ${name}, behind bytes that are not`, () => {
      const plain = message.subarray(0, 100);
      const seen = last(unchained(algorithm, message.length - 100, compress(message.subarray(100)), plain));
      assert.deepEqual(seen.layers.at(-1)!.bytes, message);
      assert.equal(seen.one('smb2.header.comp_transform.plain').length, 200);
    });

    test(`of ${name} in a chain`, () => {
      const read = response(READ, readDone(concat(zeros(40).fill(0x2e), FID)));
      const seen = last(
        chained(
          read.length,
          [NONE, read.subarray(0, 80)],
          [PATTERN, concat([0x2e, 0], u16le(0), u32le(40))],
          [algorithm, concat(u32le(16), compress(FID))],
        ),
      );
      assert.equal(seen.info, 'Read Response');
      assert.deepEqual(seen.layers.at(-2)!.bytes, read);
    });
  }

  test('may hold several, and what lies in a pipe', () => {
    const two = compound(request(CREATE, create('a')), request(CLOSE, close(NO_FID), { message: 2, flags: RELATED }));
    assert.equal(last(unchained(LZ77, two.length, LITERALS[LZ77]!(two))).info, 'Create Request File: a; Close Request');
    const written = request(WRITE, write(bind()));
    const frames = talk(...connect(IPC, 2), ...opened('srvsvc'), [
      true,
      unchained(HUFFMAN, written.length, LITERALS[HUFFMAN]!(written)),
    ]);
    assert.match(frames.at(-1)!.info, /^Bind: .*SRVSVC/);
  });

  test('is answered as any other', () => {
    const answer = response(CREATE, created());
    const frames = talk(...asked, [true, message], [false, unchained(LZNT1, answer.length, LITERALS[LZNT1]!(answer))]);
    assert.equal(frames.at(-1)!.info, 'Create Response File: budget.xlsx');
    assert.equal(frames.at(-1)!.one('smb2.response_to'), '6');
  });
});

describe('what was compressed stays so', () => {
  const stays = (bytes: Bytes): void => {
    const seen = last(bytes);
    assert.equal(seen.info, 'Compressed SMB3');
    assert.deepEqual(
      seen.layers.slice(-2).map(({ name, outcome }) => `${name} ${outcome}`),
      ['nbss complete', 'smb2 complete'],
    );
  };

  test('in a way that is not known', () => stays(unchained(LZ4, message.length, message)));
  test('where it is no SMB2 message', () => {
    const twice = unchained(LZ77, message.length, LITERALS[LZ77]!(message));
    stays(unchained(LZ77, twice.length, LITERALS[LZ77]!(twice)));
    stays(unchained(LZ77, 40, LITERALS[LZ77]!(zeros(40))));
  });
});

test('data that make less than was promised are malformed; with them, what they made', () => {
  const seen = last(unchained(LZ77, message.length, LITERALS[LZ77]!(message.subarray(0, 100))));
  assert.deepEqual(seen.layers.at(-1)!.bytes, message.subarray(0, 100));
  assert.equal(seen.layers.at(-1)!.outcome, 'malformed');
});

test('many parts that are each made of very little are not made', () => {
  // One literal, and a copy of it that is as long as can be.
  const bomb = concat(
    u32le(limits.decompressedBytes),
    hex('ffffff7f 61 0700 0f ff 0000'),
    u32le(limits.decompressedBytes),
  );
  const head = response(READ, readDone(zeros(0)));
  const parts = Array.from({ length: 30_000 }, () => [LZ77, bomb] as const);
  const it = session({ port: 445 }).response(chained(0xffffffff, [NONE, head], ...parts));
  const { frames } = run(it.frames, { fields: ['smb2.cmd'] });
  assert.equal(frames.at(-1)!.layers.at(-1)!.bytes.length, limits.decompressedBytes);
});

test('a message that is made of very little ends at the limit, which is told', () => {
  const size = limits.decompressedBytes + 100;
  const head = response(READ, readDone(zeros(0)));
  const bomb = chained(size, [NONE, head], [PATTERN, concat([0, 0], u16le(0), u32le(size))]);
  const { frames, limits: reached } = told([[false, bomb]]);
  assert.deepEqual(reached, ['decompressedBytes']);
  assert.equal(frames.at(-1)!.layers.at(-1)!.bytes.length, limits.decompressedBytes);
  assert.equal(last(chained(1, [NONE, head])).info, 'Compressed SMB3');
});
