import { u16le } from '../../bytes/read.ts';
import { lengthAt, sizeOfLength } from './lz77.ts';
import type { Output } from './output.ts';

/** Symbols: 256 literals, and 256 matches. */
const SYMBOLS = 512;
const LONGEST_CODE = 15;
/** The code lengths of a block's symbols, four bits each. */
const TABLE = SYMBOLS / 2;
const BLOCK = 1 << 16;
const END = 256;

/** Which symbol begins with these fifteen bits, and by how many of them: symbol << 4 | bits, 0 for none. */
const codes = new Uint16Array(1 << LONGEST_CODE);

/** LZ77+Huffman (MS-XCA 2.1 and 2.2.4): blocks of 64 KiB, each with the lengths of its codes before it. */
export function lz77Huffman(b: Uint8Array, start: number, end: number, out: Output): void {
  for (let at = start; end - at > TABLE && !out.full; ) {
    if (!readCodes(b, at)) return;
    at = block(b, at + TABLE, end, out);
    if (at < 0) return;
  }
}

/** Canonical codes: the shorter ones first, those of one length in the order of their symbols. False if they cannot be. */
function readCodes(b: Uint8Array, at: number): boolean {
  let code = 0;
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const step = 1 << (LONGEST_CODE - length);
    for (let symbol = 0; symbol < SYMBOLS; symbol++) {
      if (((b[at + (symbol >>> 1)]! >>> ((symbol & 1) * 4)) & 15) !== length) continue;
      if (code + step > codes.length) return false;
      codes.fill((symbol << 4) | length, code, code + step);
      code += step;
    }
  }
  codes.fill(0, code);
  return code > 0;
}

/** One block; gives where the next one begins, -1 where there can be none. */
function block(b: Uint8Array, start: number, end: number, out: Output): number {
  const to = out.length + BLOCK;
  // Bits come in words of 16, of which one at least is read ahead; the bytes of long lengths lie between them.
  let at = start;
  const word = (): number => {
    const next = at + 2 <= end ? u16le(b, at) : 0;
    at += 2;
    return next;
  };
  let bits = ((word() << 16) | word()) >>> 0;
  let ahead = 16;
  const drop = (count: number): void => {
    bits <<= count;
    ahead -= count;
    if (ahead < 0) {
      bits |= word() << -ahead;
      ahead += 16;
    }
    bits >>>= 0;
  };
  while (out.length < to) {
    const found = codes[bits >>> (32 - LONGEST_CODE)]!;
    // Two words behind the last one, none of the bits are the data's any more.
    if (found === 0 || at > end + 4) return -1;
    const symbol = found >>> 4;
    drop(found & 15);
    if (symbol < 256) {
      out.literal(symbol);
    } else {
      if (symbol === END && at >= end) return -1;
      let length = symbol & 15;
      if (length === 15) {
        const size = sizeOfLength(b, at, end);
        if (size < 0) return -1;
        length = lengthAt(b, at, size);
        at += size;
        if (size > 1 && length < 15) return -1;
        if (size === 1) length += 15;
      }
      const width = (symbol - 256) >>> 4;
      const distance = width === 0 ? 1 : (1 << width) | (bits >>> (32 - width));
      drop(width);
      if (!out.copy(distance, length + 3)) return -1;
    }
    if (out.full) return -1;
  }
  return at;
}
