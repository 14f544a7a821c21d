import { u16be } from '#sdk';

/** Where a server's name lies. */
export interface NameSpan {
  readonly start: number;
  readonly end: number;
}

/** Of the handshake header, and of version and random before the session id. */
const HANDSHAKE = 4;
const BEFORE_SESSION = 34;
const SERVER_NAME = 0;
const HOST_NAME = 0;

/** The name in a ClientHello's server_name extension (RFC 6066 3; RFC 8446 4.1.2), where it has one. */
export function serverName(b: Uint8Array, at: number, end: number): NameSpan | undefined {
  let p = at + HANDSHAKE + BEFORE_SESSION;
  if (p >= end) return undefined;
  p += 1 + b[p]!;
  if (p + 2 > end) return undefined;
  p += 2 + u16be(b, p);
  if (p >= end) return undefined;
  p += 1 + b[p]!;
  if (p + 2 > end) return undefined;
  const stop = Math.min(end, p + 2 + u16be(b, p));
  p += 2;
  while (p + 4 <= stop) {
    const next = p + 4 + u16be(b, p + 2);
    if (u16be(b, p) !== SERVER_NAME) p = next;
    else {
      // A list, of which one name of each type may be there: its length, the type, the name's length.
      if (p + 9 > stop || b[p + 6] !== HOST_NAME) return undefined;
      const length = u16be(b, p + 7);
      return p + 9 + length <= stop ? { start: p + 9, end: p + 9 + length } : undefined;
    }
  }
  return undefined;
}
