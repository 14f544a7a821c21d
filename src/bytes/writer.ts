import { escapeText } from './text.ts';

/** Takes `length` bytes of `bytes`; they are reused afterwards. */
export type Sink = (bytes: Uint8Array, length: number) => void;

const ZERO = 0x30;
const SIZE = 1 << 16;
const SLACK = 1 << 12;
const encoder = new TextEncoder();
/** What is written often: `raw` takes it quicker than `ascii` its text. */
export const encoded = (text: string): Uint8Array => encoder.encode(text);
const ARROW = encoded(' → ');
/** The two digits of each number below 100. */
const PAIRS = Uint8Array.from({ length: 200 }, (_, i) => ZERO + (i & 1 ? (i >> 1) % 10 : Math.floor(i / 20)));
/** The text of each octet and the dot behind it, its first character in the lowest byte. */
const OCTETS = Int32Array.from({ length: 256 }, (_, n) =>
  [...`${n}.`].reduce((text, digit, i) => text | (digit.charCodeAt(0) << (8 * i)), 0),
);
const HEX = Uint8Array.from('0123456789abcdef', (c) => c.charCodeAt(0));

/**
 * Text as bytes, straight into one reused buffer: what a writer of millions of lines needs instead of strings. The
 * buffer goes to the sink whenever it is nearly full; `flush` sends the rest.
 */
export class ByteWriter {
  buffer = new Uint8Array(SIZE + SLACK);
  length = 0;
  readonly #sink: Sink;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  flush(): void {
    const { length } = this;
    // First: a sink that throws has seen the bytes.
    this.length = 0;
    if (length > 0) this.#sink(this.buffer, length);
  }

  /** To be called between lines: sends the buffer on where it is full enough. */
  settle(): void {
    if (this.length >= SIZE) this.flush();
  }

  /** Makes room for `n` more bytes without sending: a line may still be taken back or measured. */
  room(n: number): void {
    if (this.length + n <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + n));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }

  byte(b: number): void {
    if (this.length === this.buffer.length) this.room(1);
    this.buffer[this.length++] = b;
  }

  /** A string of ASCII characters only. */
  ascii(s: string): void {
    const n = s.length;
    this.room(n);
    const b = this.buffer;
    let at = this.length;
    for (let i = 0; i < n; i++) b[at++] = s.charCodeAt(i);
    this.length = at;
  }

  utf8(s: string): void {
    this.room(s.length * 3);
    const b = this.buffer;
    let at = this.length;
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c > 0x7f) {
        this.length = at + encoder.encodeInto(s.slice(i), b.subarray(at)).written;
        return;
      }
      b[at++] = c;
    }
    this.length = at;
  }

  /** Text from a packet, escaped. */
  text(s: string): void {
    this.room(s.length);
    const b = this.buffer;
    let at = this.length;
    for (let i = 0; i < s.length; i++) {
      const c = s.charCodeAt(i);
      if (c < 0x20 || c > 0x7e) {
        this.length = at;
        return this.utf8(escapeText(s.slice(i)));
      }
      b[at++] = c;
    }
    this.length = at;
  }

  /** ' → ', as lists have it between source and destination. */
  arrow(): void {
    this.raw(ARROW);
  }

  /** A whole number, right-aligned in `width` columns. */
  aligned(n: number, width: number): void {
    let digits = 1;
    for (let limit = 10; digits < width && n >= limit; limit *= 10) digits++;
    this.spaces(width - digits);
    this.decimal(n);
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    const b = this.buffer;
    let at = this.length;
    for (let i = 0; i < bytes.length; i++) b[at++] = bytes[i]!;
    this.length = at;
  }

  spaces(n: number): void {
    if (n <= 0) return;
    this.room(n);
    for (const end = this.length + n; this.length < end; this.length++) this.buffer[this.length] = 0x20;
  }

  /** A non-negative integer below 2^53. */
  decimal(n: number): void {
    if (n < 10) return this.byte(ZERO + n);
    if (n < 100000000) {
      let digits = 2;
      for (let limit = 100; n >= limit; limit *= 10) digits++;
      return this.padded(n, digits);
    }
    const high = n <= 0xffffffff ? (n / 1000000) | 0 : Math.floor(n / 1000000);
    this.decimal(high);
    this.padded(n - high * 1000000, 6);
  }

  /** `n`, below 2^31, in exactly `digits` digits, with leading zeros. */
  padded(n: number, digits: number): void {
    this.room(digits);
    const b = this.buffer;
    const start = this.length;
    let at = start + digits;
    this.length = at;
    let rest = n | 0;
    while (at - 2 >= start) {
      const q = (rest / 100) | 0;
      const pair = (rest - q * 100) * 2;
      b[--at] = PAIRS[pair + 1]!;
      b[--at] = PAIRS[pair]!;
      rest = q;
    }
    if (at > start) b[start] = ZERO + (rest % 10);
  }

  /** A non-negative integer below 2^32 in at least `digits` hex digits, without 0x. */
  hex(n: number, digits: number): void {
    this.room(8);
    let width = digits;
    while (width < 8 && n >>> (4 * width) !== 0) width++;
    for (let shift = 4 * (width - 1); shift >= 0; shift -= 4) {
      this.buffer[this.length++] = HEX[(n >>> shift) & 15]!;
    }
  }

  hexBytes(b: Uint8Array, start: number, end: number, separator = 0): void {
    this.room((end - start) * 3);
    for (let i = start; i < end; i++) {
      if (separator && i > start) this.buffer[this.length++] = separator;
      this.buffer[this.length++] = HEX[b[i]! >> 4]!;
      this.buffer[this.length++] = HEX[b[i]! & 15]!;
    }
  }

  ipv4(b: Uint8Array, at: number): void {
    this.room(16);
    const to = this.buffer;
    let i = this.length;
    for (let octet = 0; octet < 4; octet++) {
      const n = b[at + octet]!;
      const text = OCTETS[n]!;
      to[i] = text;
      to[i + 1] = text >> 8;
      to[i + 2] = text >> 16;
      to[i + 3] = text >> 24;
      i += n < 10 ? 2 : n < 100 ? 3 : 4;
    }
    this.length = i - 1;
  }

  /** RFC 5952: lower case, the longest run of at least two zero groups as "::", IPv4-mapped and -compatible mixed. */
  ipv6(b: Uint8Array, at: number): void {
    let bestAt = -1;
    let bestLength = 1;
    for (let g = 0; g < 8; ) {
      let run = 0;
      while (g + run < 8 && b[at + 2 * (g + run)] === 0 && b[at + 2 * (g + run) + 1] === 0) run++;
      if (run > bestLength) {
        bestAt = g;
        bestLength = run;
      }
      g += run + 1;
    }
    for (let g = 0; g < 8; g++) {
      if (g === bestAt) {
        this.ascii('::');
        g += bestLength - 1;
        continue;
      }
      if (g > 0 && g !== bestAt + bestLength) this.byte(0x3a);
      const embedded = g === 6 && bestAt === 0 && (bestLength === 6 || (bestLength === 5 && b[at + 10] === 0xff));
      if (embedded && (bestLength === 6 || b[at + 11] === 0xff)) {
        this.ipv4(b, at + 12);
        return;
      }
      this.hex((b[at + 2 * g]! << 8) | b[at + 2 * g + 1]!, 1);
    }
  }
}

/** Serves all short texts: a writer has a large buffer. */
const spare = new ByteWriter(() => {});

/** What is written, as text; ASCII only. */
export function written(write: (out: ByteWriter) => void): string {
  spare.length = 0;
  write(spare);
  return Buffer.from(spare.buffer.buffer, 0, spare.length).toString('latin1');
}
