import { u16le } from '../../bytes/read.ts';
import type { Output } from './output.ts';

const COMPRESSED = 0x8000;

/** LZNT1 (MS-XCA 2.5): chunks that know nothing of each other. */
export function lznt1(b: Uint8Array, start: number, end: number, out: Output): void {
  for (let at = start; end - at >= 3 && !out.full; ) {
    const header = u16le(b, at);
    if (header === 0) return;
    at += 2;
    const next = Math.min(end, at + (header & 0xfff) + 1);
    if (header & COMPRESSED) {
      if (!chunk(b, at, next, out)) return;
    } else out.take(b, at, next);
    at = next;
  }
}

/** False where it refers to what lies before the chunk. */
function chunk(b: Uint8Array, start: number, end: number, out: Output): boolean {
  const first = out.length;
  for (let at = start; at < end; ) {
    const flags = b[at++]!;
    for (let bit = 0; bit < 8 && at < end && !out.full; bit++) {
      if (((flags >>> bit) & 1) === 0) {
        out.literal(b[at++]!);
        continue;
      }
      if (end - at < 2) return true;
      const word = u16le(b, at);
      at += 2;
      // The further into the chunk, the more bits has the distance: as many as are needed for it, four at least.
      const made = out.length - first;
      const bits = 16 - Math.max(4, 32 - Math.clz32(made - 1));
      const distance = (word >>> bits) + 1;
      if (distance > made || !out.copy(distance, (word & ((1 << bits) - 1)) + 3)) return false;
    }
  }
  return true;
}
