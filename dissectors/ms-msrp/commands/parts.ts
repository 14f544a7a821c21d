import { type Dissection, type Field, nullTerminated } from '#sdk';
import { followed } from '../conversation.ts';
import type { Block, Words } from '../keys.ts';
import * as fields from '../layout.ts';

/** WordCount and the words, of which the first may be MessageGroupId. */
export function takeWords(d: Dissection, into: Words, withGroup: boolean): void {
  into.words = d.u8(0);
  d.take(fields.wordCount, 1);
  let rest = into.words * 2;
  if (withGroup && rest > 0) {
    into.groupId = d.u16le(0);
    d.take(fields.groupId, 2);
    rest -= 2;
  }
  // A wrong count must not hide what follows: words are passed over only as far as they can be there.
  if (rest > 0) d.take(fields.words, Math.min(rest, Math.max(0, d.left - 2)));
}

export function takeByteCount(d: Dissection, block?: Block): void {
  const count = d.u16le(0);
  d.take(fields.byteCount, 2);
  if (block) block.lacking = Math.max(0, count - (d.promised - d.at));
}

/** Bytes kept of a name, which has 15 where it is right and may be as long as the message where it is not. */
const NAME_BYTES = 256;

/** A string that a null ends, and the byte that announces it; gives its beginning without the null. */
export function takeString(d: Dissection, block: Block, format: Field, string: Field): Uint8Array {
  block.stringFormats.push(d.u8(0));
  d.take(format, 1);
  const start = d.at;
  const stop = nullTerminated(d.bytes, start, d.end);
  // Without a null the string ends with the message, of which the capture may lack the end.
  d.take(string, (stop < d.end ? stop + 1 : d.promised) - start);
  return d.bytes.slice(start, Math.min(stop, start + NAME_BYTES));
}

/** The text after its length: DataLength decides how much of what is there belongs to it, a null where the text ends. */
export function takeText(d: Dissection, block: Block, format: Field): void {
  block.dataFormat = d.u8(0);
  d.take(format, 1);
  const length = d.u16le(0);
  if (followed(d)) block.sizeAnchor = d.anchor(fields.dataLength, d.at, d.at + 2);
  d.take(fields.dataLength, 2);
  const start = d.at;
  const end = Math.min(d.promised, start + length);
  const stop = nullTerminated(d.bytes, start, Math.min(d.end, end));
  block.size = end - start;
  block.lacking = Math.max(block.lacking, length - block.size);
  block.text = d.bytes.slice(start, stop);
  d.take(fields.text, (stop < Math.min(d.end, end) ? stop + 1 : end) - start);
  if (d.at < end) d.take(fields.afterNull, end - d.at);
}

export function takeRest(d: Dissection): void {
  if (d.at < d.promised) d.take(fields.leftOver, d.promised - d.at);
}
