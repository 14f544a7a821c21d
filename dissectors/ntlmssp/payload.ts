import { DEFERRED, type Dissection, decodeText, type Field } from '#sdk';
import { type Place, stringPlace, type Text, UNICODE } from './layout.ts';

/** Len, MaxLen and BufferOffset. */
const HEADER = 8;
/** Bytes of a name that are kept or listed: names have at most 256 characters, lengths allow 65,535 bytes. */
export const LONGEST_NAME = 512;

/**
 * A message whose fixed part is being read: its fields point into the payload behind it, whose beginning says which of
 * the later parts of the fixed part are there at all (MS-NLMP 2.2.1: older senders leave Version and MIC out).
 */
export interface Message {
  readonly start: number;
  unicode: boolean;
  /** Where the payload begins and ends, as the fields seen so far say. */
  payload: number;
  end: number;
}

/** Where a field's value lies; what is there of it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Reads a field's header at the cursor and moves past it. */
function locate(d: Dissection, message: Message): Span {
  const length = d.u16le(0);
  const from = message.start + d.u32le(4);
  d.skip(HEADER);
  if (length > 0) {
    message.payload = Math.min(message.payload, from);
    message.end = Math.max(message.end, from + length);
  }
  return { from: Math.min(from, d.end), to: Math.min(from + length, d.end) };
}

/** Records a value with its header under it, which lies before the payload and so outside the value's bytes. */
function located(d: Dissection, { from, to }: Span, field: Field, place: Place, inside?: () => void): void {
  const header = d.at - HEADER;
  d.at = from;
  const node = d.open(field);
  d.mark(place.length, header, header + 2, DEFERRED);
  d.mark(place.capacity, header + 2, header + 4, DEFERRED);
  d.mark(place.offset, header + 4, header + HEADER, DEFERRED);
  inside?.();
  d.at = to;
  d.close(node);
  d.at = header + HEADER;
}

/** A text; Wireshark shows an empty one as NULL. Gives it, where `wanted`. */
export function takeText(d: Dissection, message: Message, text: Text, wanted = false): string {
  const span = locate(d, message);
  const field = message.unicode ? text.unicode : text.oem;
  if (span.to > span.from) located(d, span, field, stringPlace);
  else d.generate(field, 'NULL', d.at - HEADER, d.at);
  return wanted ? decodeText(d.bytes, span.from, Math.min(span.to, span.from + LONGEST_NAME), field.encoding) : '';
}

/** Bytes; of empty ones Wireshark shows the header. */
export function takeBytes(
  d: Dissection,
  message: Message,
  field: Field,
  place: Place,
  inside?: (span: Span) => void,
): Span {
  const span = locate(d, message);
  if (span.to > span.from) located(d, span, field, place, inside && (() => inside(span)));
  else d.mark(field, d.at - HEADER, d.at);
  return span;
}

/** Whether `size` more bytes of the fixed part lie before the payload. */
export const precedes = (d: Dissection, message: Message, size: number): boolean => d.at + size <= message.payload;

export const isUnicode = (flags: number): boolean => (flags & UNICODE) !== 0;
