import type { Dissection, Field } from '#sdk';
import { HEADER } from './layout.ts';

/**
 * Buffers lie wherever an offset says. `position` is where that is: behind the header and inside the message, or the
 * layer ends there. The cursor never goes back: after a buffer it stands behind whatever was read so far.
 */
export function checkBuffer(d: Dissection, position: number, length: number): void {
  if (position < d.layer.start + HEADER || position > d.end) d.fail(Math.max(0, position - d.at) + length);
}

/** A buffer that is one field; an empty one lies nowhere. */
export function takeAt(d: Dissection, field: Field, position: number, length: number): void {
  if (length === 0) return d.mark(field, d.at, d.at);
  checkBuffer(d, position, length);
  const end = Math.min(d.end, position + length);
  if (end > position) d.mark(field, position, end);
  d.at = Math.max(d.at, end);
  if (end < position + length) d.fail(position + length - end);
}

/** Reads a buffer in a window of its own, so that no length in it reaches beyond it. */
export function within(d: Dissection, position: number, length: number, limit: string, read: () => void): void {
  if (length === 0) return;
  checkBuffer(d, position, length);
  const { at, end, promised, limit: outer } = d;
  d.at = position;
  d.promised = Math.min(promised, position + length);
  d.end = Math.min(end, position + length);
  d.limit = limit;
  try {
    read();
  } finally {
    d.at = Math.max(at, d.end);
    d.end = end;
    d.promised = promised;
    d.limit = outer;
  }
  // The buffer itself may end behind the message.
  if (position + length > end) d.fail(position + length - end);
}

/** What `read` records lies under a heading; where it runs short, so does all that was left. */
export function under(d: Dissection, heading: Field, read: () => void): void {
  const node = d.open(heading);
  let short = true;
  try {
    read();
    short = false;
  } finally {
    if (short) d.at = d.end;
    d.close(node);
  }
}

/** Entries that begin with the distance to the next one; 0 ends the list. */
export function eachEntry(d: Dissection, take: (d: Dissection) => void): void {
  for (let next = 1; next !== 0 && d.left > 0; ) {
    const start = d.at;
    next = d.u32le(0);
    take(d);
    if (next !== 0) d.skip(start + next - d.at);
  }
}

/** What is left of the window, as one field. */
export function takeRest(d: Dissection, field: Field): void {
  if (d.left > 0) d.take(field, d.left);
}
