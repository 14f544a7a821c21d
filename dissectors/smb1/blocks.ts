import type { Dissection, Layout } from '#sdk';
import { andx, byteCount, data, leftOver, wordCount, words } from './layout.ts';

/** WordCount (MS-CIFS 2.2.3.2): how many words of parameters follow. */
export function takeWordCount(d: Dissection): number {
  const count = d.u8(0);
  d.take(wordCount, 1);
  return count;
}

/** Words that no layout speaks of. */
export function takeWords(d: Dissection, count: number): void {
  if (count > 0) d.take(words, count * 2);
}

/** ByteCount (2.2.3.3), which narrows the window to the bytes it counts. Gives the end that `closeBytes` restores. */
export function openBytes(d: Dissection): number {
  const outer = d.end;
  const count = d.u16le(0);
  d.take(byteCount, 2);
  const end = d.at + count;
  d.end = Math.min(outer, end);
  // What the capture cut off was promised; what the message does not have was not.
  d.promised = Math.max(d.end, Math.min(d.promised, end));
  d.limit = 'smb.bcc';
  return outer;
}

/** What is left of the bytes, and the window that was before. */
export function closeBytes(d: Dissection, outer: number): void {
  if (d.left > 0) d.take(leftOver, d.left);
  widen(d, outer);
}

export function widen(d: Dissection, outer: number): void {
  d.end = outer;
  d.promised = Math.max(outer, d.layer.promised);
  d.limit = 'nbss.length';
}

/** Parameters and data of a form that nobody knows: the words and the bytes as they are. */
export function takeBlocks(d: Dissection, count: number): void {
  takeWords(d, count);
  const outer = openBytes(d);
  if (d.left > 0) d.take(data, d.left);
  widen(d, outer);
}

/** The same of a command that an AndX block begins (2.2.3.4). */
export function takeAndxBlocks(d: Dissection, count: number): void {
  if (count * 2 < andx.size) return takeBlocks(d, count);
  d.record(andx);
  takeBlocks(d, count - andx.size / 2);
}

/** Parameters of one layout and no data; anything else as it is. An error's response has neither. */
export function takeFixed(d: Dissection, layout: Layout): void {
  const count = takeWordCount(d);
  if (count * 2 < layout.size) return takeBlocks(d, count);
  d.record(layout);
  takeWords(d, count - layout.size / 2);
  closeBytes(d, openBytes(d));
}

/** No parameters, no data. */
export function takeNothing(d: Dissection): void {
  takeWords(d, takeWordCount(d));
  closeBytes(d, openBytes(d));
}
