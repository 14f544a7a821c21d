import { type Framing, UNTOLD } from '#sdk';

const METHODS = [
  'GET',
  'POST',
  'HEAD',
  'PUT',
  'DELETE',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PATCH',
  'PROPFIND',
  'PROPPATCH',
  'MKCOL',
  'COPY',
  'MOVE',
  'LOCK',
  'UNLOCK',
  'SEARCH',
  'NOTIFY',
  'SUBSCRIBE',
  'M-SEARCH',
  'RPC_IN_DATA',
  'RPC_OUT_DATA',
  'BITS_POST',
  'CCM_POST',
];
export const VERSION = 'HTTP/1.';
export const SPACE = 0x20;
/** Bytes of the first line that are looked at. */
const LONGEST = 2048;
/** The longest head that is waited for: a Kerberos ticket of the largest size (MS-KILE 3.1.1.2), in base64. */
const LONGEST_HEAD = 1 << 17;
/** The fewest bytes that tell a message from a body. */
const FEWEST = 8;

export const startsWith = (b: Uint8Array, at: number, end: number, text: string): boolean => {
  if (at + text.length > end) return false;
  for (let i = 0; i < text.length; i++) if (b[at + i] !== text.charCodeAt(i)) return false;
  return true;
};

/** A segment that begins a request or a response. */
export function begins(b: Uint8Array, at: number, end: number): boolean {
  const first = b[at]!;
  if (first < 0x42 || first > 0x55) return false;
  if (first === 0x48 && startsWith(b, at, end, VERSION)) return true;
  if (!METHODS.some((it) => b[at + it.length] === SPACE && startsWith(b, at, end, it))) return false;
  // SIP and RTSP have these methods, too; a line that goes on in the next segment cannot be told from theirs.
  const stop = lineEnd(b, at, end);
  return stop === end || startsWith(b, stop - VERSION.length - 1, stop, VERSION);
}

/** Where the first line ends, before its line end. */
export function lineEnd(b: Uint8Array, at: number, end: number): number {
  const stop = Math.min(end, at + LONGEST);
  for (let i = at; i < stop; i++) if (b[i] === 0x0d || b[i] === 0x0a) return i;
  return stop;
}

/** A header field: positions of its name and of its value, without the space around it. */
export interface Header {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Headers that say how a message is read on; all others are passed over. */
const TELLING: ReadonlySet<string> = new Set([
  'content-length',
  'content-type',
  'transfer-encoding',
  'authorization',
  'proxy-authorization',
  'www-authenticate',
  'proxy-authenticate',
]);

/** Most others can be told by their length. */
const TELLING_LENGTHS: ReadonlySet<number> = new Set([...TELLING].map((name) => name.length));

const BLANK = '\r\n\r\n';
const view = (b: Uint8Array, at: number, end: number): Buffer => Buffer.from(b.buffer, b.byteOffset + at, end - at);

/** Where the body begins, behind the blank line; -1 where that is not there. */
export function bodyStart(b: Uint8Array, at: number, end: number): number {
  const blank = view(b, at, end).indexOf(BLANK, 0, 'latin1');
  return blank < 0 ? -1 : at + blank + BLANK.length;
}

/** The telling headers of a head (RFC 9112 5), its first line passed over. */
export function headers(b: Uint8Array, at: number, end: number): Header[] {
  const found: Header[] = [];
  for (let line = lineAfter(b, at, end); line < end; line = lineAfter(b, line, end)) {
    const colon = b.indexOf(0x3a, line);
    if (colon < 0 || colon >= end) break;
    if (!TELLING_LENGTHS.has(colon - line)) continue;
    const name = view(b, line, colon).toString('latin1').toLowerCase();
    if (!TELLING.has(name)) continue;
    let start = colon + 1;
    let stop = lineAfter(b, line, end);
    const isSpace = (i: number): boolean => b[i] === SPACE || b[i] === 0x09 || b[i] === 0x0d || b[i] === 0x0a;
    while (start < stop && isSpace(start)) start++;
    while (stop > start && isSpace(stop - 1)) stop--;
    found.push({ name, start, end: stop });
  }
  return found;
}

function lineAfter(b: Uint8Array, at: number, end: number): number {
  const feed = b.indexOf(0x0a, at);
  return feed < 0 || feed >= end ? end : feed + 1;
}

export const headerText = (b: Uint8Array, { start, end }: Header): string => view(b, start, end).toString('latin1');

/** A body whose content a session key protects (MS-WSMV 2.2.9.1.1): `multipart/encrypted`, `multipart/x-multi-encrypted`. */
const ENCRYPTED = /^multipart\/(?:x-multi-)?encrypted\s*;/i;
export const isEncrypted = (contentType: string): boolean => ENCRYPTED.test(contentType);

/** Where chunks end (RFC 9112 7.1), trailers left out of account; UNTOLD where the last is not there, 0 for no chunks. */
function chunksEnd(b: Uint8Array, at: number, end: number): number {
  for (let chunk = at; chunk < end; ) {
    const data = lineAfter(b, chunk, end);
    if (data === end && b[end - 1] !== 0x0a) return end - chunk > LONGEST ? 0 : UNTOLD;
    const size = Number.parseInt(view(b, chunk, data).toString('latin1'), 16);
    if (!(size >= 0)) return 0;
    chunk = data + size + 2;
    if (size === 0 && chunk <= end) return chunk;
  }
  return UNTOLD;
}

/**
 * A head is waited for until it is whole, for its tokens. A body is content, of which a segment shows what it has; one
 * that a session protects is put together, because the token that protects it lies anywhere in it.
 */
export const framing: Framing = {
  header: FEWEST,
  measure(b, at, end) {
    if (!begins(b, at, end)) return 0;
    const body = bodyStart(b, at, end);
    if (body < 0) return end - at < LONGEST_HEAD ? UNTOLD : 0;
    let length: number | undefined;
    let whole = false;
    let chunked = false;
    for (const header of headers(b, at, body)) {
      const text = headerText(b, header);
      if (header.name === 'content-length') length = Number.parseInt(text, 10);
      else if (header.name === 'content-type') whole = isEncrypted(text);
      else if (header.name === 'transfer-encoding') chunked = /\bchunked$/i.test(text);
    }
    if (chunked && whole) {
      const last = chunksEnd(b, body, end);
      return last > 0 ? last - at : last;
    }
    if (length === undefined || !(length >= 0)) return startsWith(b, at, end, VERSION) ? end - at : body - at;
    return whole ? body - at + length : Math.min(end, body + length) - at;
  },
};
