import { type Dissection, decodeText, type Field, field, limits, nullTerminated } from '#sdk';
import { padding } from './layout.ts';
import type { SmbMessage } from './message.ts';

/** A string field, in the two forms it may have (MS-CIFS 2.2.1.1.1): OEM characters, or UTF-16 after Flags2. */
export interface Text {
  readonly oem: Field;
  readonly unicode: Field;
}

export const text = (abbrev: string, label: string, spec: Field['spec']): Text => {
  const options = spec ? { spec } : {};
  return {
    oem: field(abbrev, label, 'string', { encoding: 'oem', ...options }),
    unicode: field(abbrev, label, 'string', { encoding: 'utf-16le', ...options }),
  };
};

export const both = (...texts: readonly Text[]): Field[] => texts.flatMap(({ oem, unicode }) => [oem, unicode]);

/** Where a string was: `end` is before its null. */
export interface TextSpan {
  start: number;
  end: number;
  unicode: boolean;
}

const span: TextSpan = { start: 0, end: 0, unicode: false };

export interface TextOptions {
  /** UTF-16 or OEM, where Flags2 does not say it. */
  wide?: boolean;
  /** No pad byte before it: its place was said in another way. */
  unpadded?: boolean;
  /** Bytes it has; otherwise a null ends it, or the window. */
  length?: number;
}

/**
 * A string at the cursor. UTF-16 lies on an even offset from the header, after a pad byte where needed. Gives where it
 * was (until the next call), undefined where no byte is left for it.
 */
export function takeText(
  d: Dissection,
  message: SmbMessage,
  { oem, unicode }: Text,
  options: TextOptions = {},
): TextSpan | undefined {
  if (d.left <= 0) return undefined;
  const wide = options.wide ?? message.unicode;
  if (wide && options.unpadded !== true && ((d.at - message.start) & 1) !== 0) {
    d.take(padding, 1);
    if (d.left <= 0) return undefined;
  }
  const start = d.at;
  const { length } = options;
  if (length !== undefined) {
    span.start = start;
    span.end = start + length;
    d.take(wide ? unicode : oem, length);
  } else {
    span.start = start;
    span.end = wide ? wideEnd(d.bytes, start, d.end) : nullTerminated(d.bytes, start, d.end);
    const stop = span.end + (wide ? 2 : 1);
    d.take(wide ? unicode : oem, (stop <= d.end ? stop : span.end) - start);
    // Half a character is none.
    if (stop > d.end && d.left > 0) d.take(padding, d.left);
  }
  span.unicode = wide;
  return span;
}

/** The null that may follow a string whose length was said: none where the string has one of its own. */
export function takeNull(d: Dissection, { end, unicode }: TextSpan): void {
  const size = unicode ? 2 : 1;
  if (d.left < size) return;
  for (let i = 0; i < size; i++) if (d.bytes[d.at + i] !== 0) return;
  if (end - size >= d.layer.start && d.bytes[end - 1] === 0 && d.bytes[end - size] === 0) return;
  d.skip(size);
}

/** The text of a span, for state that outlives the packet. */
export const textOf = (d: Dissection, found: TextSpan | undefined): string | undefined => {
  if (!found) return undefined;
  const most = found.start + limits.smbPath * (found.unicode ? 2 : 1);
  if (found.end > most) d.reached('smbPath');
  const end = Math.min(found.end, most);
  return decoded(d.bytes, found.start, end, found.unicode);
};

/** The text of so many bytes, up to its null where it has one. */
export function decoded(b: Uint8Array, start: number, end: number, unicode: boolean): string {
  const whole = decodeText(b, start, end, unicode ? 'utf-16le' : 'oem');
  const stop = whole.indexOf('\0');
  return stop < 0 ? whole : whole.slice(0, stop);
}

/** Position of the first null character of UTF-16 text, or where the last whole character ends. */
function wideEnd(b: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at + 2 <= end && (b[at] !== 0 || b[at + 1] !== 0)) at += 2;
  return at;
}
