import type { Dissection, Field } from '#sdk';

/**
 * Buffers lie wherever an offset says, counted from some first byte: `position` is where that is. One that leaves the
 * message ends the layer; nothing outside the message is read.
 */
export function seek(d: Dissection, position: number, length: number): void {
  if (position < d.layer.start || position > d.end) d.fail(Math.max(0, position - d.at) + length);
  d.at = position;
}

/** A buffer that is one field; an empty one lies nowhere. */
export function takeAt(d: Dissection, field: Field, position: number, length: number): void {
  if (length === 0) return d.mark(field, d.at, d.at);
  seek(d, position, length);
  d.take(field, length);
}

/**
 * Reads a buffer in a window of its own, so that no length in it reaches beyond it. Afterwards the cursor is behind it,
 * whatever was read.
 */
export function within(d: Dissection, position: number, length: number, limit: string, read: () => void): void {
  if (length === 0) return;
  seek(d, position, length);
  const { end, promised, limit: outer } = d;
  d.promised = Math.min(promised, position + length);
  d.end = Math.min(end, position + length);
  d.limit = limit;
  try {
    read();
    // The buffer itself may end behind the message.
    d.at = d.end;
    if (position + length > end) d.fail(position + length - end);
  } finally {
    d.end = end;
    d.promised = promised;
    d.limit = outer;
  }
}

/** What is left of the window, as one field. */
export function takeRest(d: Dissection, field: Field): void {
  if (d.left > 0) d.take(field, d.left);
}
