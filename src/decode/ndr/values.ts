import { guid } from '../../bytes/guid.ts';
import { toHex } from '../../bytes/hex.ts';
import { bigUint, uint } from '../../bytes/read.ts';
import { decodeText } from '../../bytes/text.ts';
import { isoFiletime } from '../../bytes/time.ts';
import type { Definition } from './definition.ts';
import { REFERENT } from './definition.ts';
import type { Tape } from './tape.ts';

export function floatOf(bytes: Uint8Array, start: number, end: number, little: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, end - start);
  return end - start === 4 ? view.getFloat32(0, little) : view.getFloat64(0, little);
}

/** UTF-16 in either byte order. */
export function wideText(bytes: Uint8Array, start: number, end: number, little: boolean): string {
  if (little) return untilNull(decodeText(bytes, start, end, 'utf-16le'));
  const swapped = bytes.slice(start, start + ((end - start) & ~1));
  for (let i = 0; i < swapped.length; i += 2) {
    const high = swapped[i]!;
    swapped[i] = swapped[i + 1]!;
    swapped[i + 1] = high;
  }
  return untilNull(decodeText(swapped, 0, swapped.length, 'utf-16le'));
}

const untilNull = (text: string): string => {
  const stop = text.indexOf('\0');
  return stop < 0 ? text : text.slice(0, stop);
};

/** Where a structure begins behind the maximum counts that stand before it. */
export function bodyStart(tape: Tape, definitions: readonly Definition[], structure: number): number {
  const end = tape.next(structure);
  for (let node = structure + 1; node < end; node = tape.next(node)) {
    if (definitions[tape.definition(node)]!.role !== 'aside') return tape.start(node);
  }
  return tape.start(structure);
}

/** What the pointer of a counted string leads to: the node of its text, -1 for none. */
export function countedText(tape: Tape, definitions: readonly Definition[], structure: number): number {
  const end = tape.next(structure);
  for (let node = structure + 1; node < end; node = tape.next(node)) {
    if (definitions[tape.definition(node)]!.role !== 'pointer') continue;
    const segment = tape.linked(node);
    if (segment < 0 || tape.definition(segment) !== REFERENT) return -1;
    for (let inner = segment + 1; inner < tape.next(segment); inner = tape.next(inner)) {
      const { role } = definitions[tape.definition(inner)]!;
      if (role === 'wide' || role === 'narrow') return inner;
    }
  }
  return -1;
}

/** A single value as JSON has it: 64 bits as decimal digits, times and identifiers as text, bytes as hex. */
export function plainValue(
  definition: Definition,
  bytes: Uint8Array,
  start: number,
  end: number,
  little: boolean,
  longest: number,
): number | string | boolean {
  switch (definition.role) {
    case 'uint':
      return end - start > 6 ? bigUint(bytes, start, end, little).toString() : uint(bytes, start, end, little);
    case 'int': {
      const bits = (end - start) * 8;
      const value = BigInt.asIntN(bits, bigUint(bytes, start, end, little));
      return bits > 48 ? value.toString() : Number(value);
    }
    case 'bool':
      return uint(bytes, start, end, little) !== 0;
    case 'float': {
      const value = floatOf(bytes, start, end, little);
      return Number.isFinite(value) ? value : String(value);
    }
    case 'guid':
      return guid(bytes, start, little);
    case 'filetime': {
      const half = (start + end) / 2;
      const ticks = little
        ? bigUint(bytes, start, end, true)
        : (bigUint(bytes, half, end, false) << 32n) | bigUint(bytes, start, half, false);
      return isoFiletime(ticks);
    }
    case 'wide': {
      const text = wideText(bytes, start, Math.min(end, start + 2 * longest + 2), little);
      return shortened(text.slice(0, longest), text.length > longest);
    }
    case 'narrow': {
      const text = untilNull(decodeText(bytes, start, Math.min(end, start + longest + 1), definition.field!.encoding));
      return shortened(text.slice(0, longest), text.length > longest);
    }
    default:
      return shortened(toHex(bytes, start, Math.min(end, start + longest)), end - start > longest);
  }
}

export const CUT = '…';
const shortened = (text: string, isCut: boolean): string => (isCut ? text + CUT : text);
