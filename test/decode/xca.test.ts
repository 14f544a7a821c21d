/** Decompression: the document's examples (MS-XCA 3), each form of a length, and whatever else bytes may be. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ascii, type Bytes, concat, hex, u16le, u32le } from '../../samples/make/index.ts';
import { Random } from '../../scripts/fuzz/random.ts';
import { lz77, lz77Huffman, lznt1, Output } from '../../src/decode/xca/index.ts';

type Decompress = typeof lz77;

function made(decompress: Decompress, bytes: Bytes, most = 1 << 20): string {
  const out = new Output(most, bytes.length);
  decompress(bytes, 0, bytes.length, out);
  return Buffer.from(out.made).toString('latin1');
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';
/** Lengths in the forms that both kinds of LZ77 have beyond the first: their bytes, of a base that is taken off. */
const lengths = (base: number): readonly (readonly [number, Bytes])[] => [
  [254, Uint8Array.of(254 - base)],
  [300, concat([255], u16le(300))],
  [70_000, concat([255], u16le(0), u32le(70_000))],
];

describe('plain LZ77', () => {
  test('of the document', () => {
    assert.equal(made(lz77, concat(hex('3f000000'), ascii(ALPHABET))), ALPHABET);
    assert.equal(made(lz77, hex('ffffff1f 616263 1700 0f ff 2601')), 'abc'.repeat(100));
  });

  test('lengths in every form', () => {
    /** One literal, and what repeats it. */
    const run = (...match: Bytes[]): string => made(lz77, concat(hex('ffffff7f 61'), ...match));
    assert.equal(run(u16le(4)), 'a'.repeat(1 + 7));
    assert.equal(run(u16le(7), Uint8Array.of(9)), 'a'.repeat(1 + 9 + 7 + 3));
    for (const [length, bytes] of lengths(15 + 7)) {
      assert.equal(run(u16le(7), Uint8Array.of(15), bytes), 'a'.repeat(1 + length + 3));
    }
    // Two lengths share a byte, and the third one has another.
    assert.equal(
      run(u16le(7), Uint8Array.of(0x21), u16le(7), u16le(7), Uint8Array.of(3)),
      'a'.repeat(1 + (1 + 10) + (2 + 10) + (3 + 10)),
    );
  });

  test('ends where a length cannot be, or refers to what is before the first byte', () => {
    assert.equal(made(lz77, hex('ffffff7f 61 0700 0f ff 1500')), 'a');
    assert.equal(made(lz77, hex('ffffff7f 61 0800')), 'a');
  });
});

describe('LZ77 with Huffman codes', () => {
  /** The table of code lengths. */
  const table = (codes: Readonly<Record<number, number>>): Bytes => {
    const bytes = new Uint8Array(256);
    for (const [symbol, length] of Object.entries(codes)) bytes[+symbol >> 1]! |= length << (4 * (+symbol & 1));
    return bytes;
  };
  const bits = (text: string): Bytes =>
    concat(...text.match(/.{1,16}/g)!.map((word) => u16le(Number.parseInt(word.padEnd(16, '0'), 2))));
  /** Every byte has eight bits: itself. */
  const flat = table(Object.fromEntries(Array.from({ length: 256 }, (_, i) => [i, 8])));
  const words = (text: string): Bytes => concat(...text.match(/../g)!.map((two) => ascii(`${two[1]}${two[0]}`)));

  test('literals', () => {
    assert.equal(made(lz77Huffman, concat(flat, words(ALPHABET)), 26), ALPHABET);
  });

  // 'a' is 0, the end 10, a match of the byte before 110, one of two or three bytes back 111.
  const few = { 97: 1, 256: 2, [256 + 15]: 3, [256 + 16 + 2]: 3 };

  test('lengths in every form', () => {
    for (const [length, bytes] of lengths(15)) {
      const whole = concat(table(few), bits('0110'), bits('10'), bytes);
      assert.equal(made(lz77Huffman, whole, 1 + length + 3), 'a'.repeat(1 + length + 3));
    }
  });

  test('distances of more than a byte', () => {
    const codes = { 97: 2, 98: 2, 256: 2, [256 + 16 + 2]: 2 };
    // a, b, and five bytes from two back, then from three back.
    assert.equal(made(lz77Huffman, concat(table(codes), bits('0001110111'.padEnd(32, '0'))), 12), 'abababaabaab');
  });

  test('of more than one block', () => {
    const first = concat(table(few), bits('0110'), u16le(0), [255], u16le(65_532));
    const whole = concat(first, flat, words('next'));
    assert.equal(made(lz77Huffman, whole, 65_540), `${'a'.repeat(65_536)}next`);
  });

  test('ends where codes are more than there can be, or none', () => {
    assert.equal(made(lz77Huffman, concat(table({ 97: 1, 98: 1, 99: 1 }), zeros(8))), '');
    assert.equal(made(lz77Huffman, zeros(300)), '');
  });
});

const zeros = (length: number): Bytes => new Uint8Array(length);

describe('LZNT1', () => {
  const DOCUMENT =
    '38b0 88 462320 0020 47 2041 0010 a2 47 01a0 45 2044 0008 45 0150 79 00c0 45 2005 2413 8805 b402 4a 44 ef03 5802 ' +
    '8c09 16 0148 45 00be 009e 00 04 0118 90 00';

  test('of the document', () => {
    const said =
      'F# F# G A A G F# E D D E F# F# E E F# F# G A A G F# E D D E F# E D D E E F# D E F# G F# D E F# G F# E D E A F# F# ' +
      'G A A G F# E D D E F# E D D\0';
    assert.equal(made(lznt1, hex(DOCUMENT)), said);
  });

  test('chunks, compressed or not, up to one of length 0', () => {
    const stored = concat(u16le(0x3000 | 2), ascii('abc'));
    const packed = concat(u16le(0xb000 | 4), [0x02], ascii('x'), u16le(0x0002), [0]);
    assert.equal(made(lznt1, concat(stored, packed, stored, zeros(2), stored)), 'abcxxxxxx\0abc');
  });

  test('ends where it refers to what is before the chunk', () => {
    const stored = concat(u16le(0x3000 | 2), ascii('abc'));
    assert.equal(made(lznt1, concat(stored, u16le(0xb000 | 2), [0x01], u16le(0))), 'abc');
  });
});

describe('anything else', () => {
  const decompressors = { lz77, lz77Huffman, lznt1 };
  for (const [name, decompress] of Object.entries(decompressors)) {
    test(`is read by ${name}, up to what is wanted`, () => {
      const random = new Random(7);
      for (let i = 0; i < 400; i++) {
        const bytes = Uint8Array.from({ length: random.below(700) }, () =>
          random.pick([0, 255, 17, random.below(256)]),
        );
        const most = random.below(5000);
        assert.ok(made(decompress, bytes, most).length <= most);
      }
    });
  }
});
