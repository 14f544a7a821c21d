import { type Anchor, type Dissection, type Field, nullTerminated } from '#sdk';
import * as fields from '../layout.ts';

/** Bytes of a field, kept beyond the packet, and where they were. */
export interface Kept {
  readonly bytes: Uint8Array;
  /** How many there are in the packet, a null and what follows it included. */
  readonly size: number;
  readonly anchor: Anchor;
}

/** WordCount and the words; `id` takes the first of them. Gives MessageGroupId, or undefined where there is none. */
export function takeWords(d: Dissection, hasGroupId: boolean): number | undefined {
  const count = d.u8(0);
  d.take(fields.wordCount, 1);
  let id: number | undefined;
  let rest = count * 2;
  if (hasGroupId && count > 0) {
    id = d.u16le(0);
    d.take(fields.groupId, 2);
    rest -= 2;
  }
  // A wrong count must not hide what follows: words are passed over only as far as they can be there.
  if (rest > 0) d.take(fields.words, Math.min(rest, Math.max(0, d.left - 2)));
  return id;
}

/** A string that a null ends, with the byte that announces it. */
export function takeName(d: Dissection, format: Field, name: Field): Kept {
  d.take(format, 1);
  const start = d.at;
  const end = nullTerminated(d.bytes, start, d.end);
  const kept = { bytes: d.bytes.slice(start, end), size: Math.min(end + 1, d.end) - start, anchor: d.anchor(name, start, Math.min(end + 1, d.end)) };
  d.take(name, Math.min(end + 1, d.end) - start);
  return kept;
}

/** The length-prefixed text: DataLength decides how much of what is there belongs to it. */
export function takeText(d: Dissection, format: Field): Kept {
  d.take(format, 1);
  const length = d.u16le(0);
  d.take(fields.dataLength, 2);
  const start = d.at;
  const end = Math.min(d.end, start + length);
  const stop = nullTerminated(d.bytes, start, end);
  const textEnd = Math.min(end, stop + 1);
  const kept = { bytes: d.bytes.slice(start, stop), size: end - start, anchor: d.anchor(fields.text, start, end) };
  d.take(fields.text, textEnd - start);
  if (end > d.at) d.take(fields.afterNull, end - d.at);
  return kept;
}

export function takeRest(d: Dissection): void {
  if (d.left > 0) d.take(fields.leftOver, d.left);
}
