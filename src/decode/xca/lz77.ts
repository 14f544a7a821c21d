import { u16le, u32le } from '../../bytes/read.ts';
import type { Output } from './output.ts';

/** Plain LZ77 (MS-XCA 2.3 and 2.4.4). */
export function lz77(b: Uint8Array, start: number, end: number, out: Output): void {
  let at = start;
  let flags = 0;
  let left = 0;
  /** Where a byte lies whose upper half is the next length to come, 0 for none. */
  let half = 0;
  while (!out.full) {
    if (left === 0) {
      if (end - at < 4) return;
      flags = u32le(b, at);
      at += 4;
      left = 32;
    }
    left--;
    if (((flags >>> left) & 1) === 0) {
      if (at >= end) return;
      out.literal(b[at++]!);
      continue;
    }
    if (end - at < 2) return;
    const match = u16le(b, at);
    at += 2;
    let length = match & 7;
    if (length === 7) {
      if (half > 0) {
        length = b[half]! >>> 4;
        half = 0;
      } else {
        if (at >= end) return;
        half = at;
        length = b[at++]! & 15;
      }
      if (length === 15) {
        const size = sizeOfLength(b, at, end);
        if (size < 0) return;
        length = lengthAt(b, at, size);
        at += size;
        // What did not fit one byte counts from the beginning.
        if (size > 1 && length < 15 + 7) return;
        if (size > 1) length -= 15 + 7;
        length += 15;
      }
      length += 7;
    }
    if (!out.copy((match >>> 3) + 1, length + 3)) return;
  }
}

/** Bytes of a length that is written out: one, or 255 and two, or 255, zeros and four. -1 where they are not all there. */
export function sizeOfLength(b: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  let size = 1;
  if (b[at] === 0xff) {
    if (end - at < 3) return -1;
    size = u16le(b, at + 1) === 0 ? 7 : 3;
  }
  return end - at < size ? -1 : size;
}

export function lengthAt(b: Uint8Array, at: number, size: number): number {
  if (size === 1) return b[at]!;
  return size === 3 ? u16le(b, at + 1) : u32le(b, at + 3);
}
