/** A name in a DNS message: its labels with dots between them, and the position after it where it stands. */
export interface DnsName {
  readonly text: string;
  readonly end: number;
}

/** The longest name (RFC 1035 2.3.4). */
const LONGEST = 255;
const POINTER = 0xc0;
const DOT = 0x2e;
/** The bytes of the name that is being read: a text that grows by characters is many texts. */
const spelt = Buffer.alloc(LONGEST);

/**
 * The name at `at` in the message that begins at `start` (RFC 1035 4.1.4). Undefined where it does not end before
 * `limit`, is longer than a name may be, or has a pointer that does not lead back: none can go round in circles.
 */
export function readName(b: Uint8Array, at: number, limit: number, start: number): DnsName | undefined {
  let count = 0;
  let end = -1;
  let size = 0;
  // A pointer leads to a place before everything that was read so far.
  let before = at;
  for (let p = at; p < limit; ) {
    const length = b[p]!;
    if (length === 0) return { text: spelt.toString('latin1', 0, count), end: end < 0 ? p + 1 : end };
    if (length >= POINTER) {
      if (p + 2 > limit) return undefined;
      if (end < 0) end = p + 2;
      const target = start + (((length & 0x3f) << 8) | b[p + 1]!);
      if (target >= before) return undefined;
      p = target;
      before = target;
      continue;
    }
    size += length + 1;
    if (length > 63 || p + 1 + length > limit || size >= LONGEST) return undefined;
    if (count > 0) spelt[count++] = DOT;
    for (let i = p + 1; i <= p + length; i++) spelt[count++] = b[i]!;
    p += length + 1;
  }
  return undefined;
}
