import { NO_BYTES } from './read.ts';

/**
 * Thrown when a read needs more bytes than its window holds. Not an Error: it carries no stack, so that a capture full of
 * short packets costs nothing, and only the engine catches it. One object serves every throw; read it before the next.
 */
export class Short {
  needed = 0;
  had = 0;
  /** Which length set the window: a field's abbreviation, or 'frame'. */
  limit = '';
  /** The bytes were promised by a length but not captured: the packet is cut, not wrong. */
  cut = false;
}

const short = new Short();

/** Of what a position can be. */
export const LAST_POSITION = 0x7fffffff;

/**
 * A place in some bytes and the window it may read. Offsets of reads are relative to `at`, so that a layout's offsets
 * serve as they are; nothing is read outside the window. Positions are kept as 32-bit integers (`| 0`): one that V8 holds
 * as a double, though it be whole, makes doubles of all that are ever computed from it, at twice the time.
 */
export class Cursor {
  bytes = NO_BYTES;
  /** Next byte. */
  at = 0;
  /** End of what may be read. */
  end = 0;
  /** Where the window would end had everything been captured; never below `end`. */
  promised = 0;
  limit = 'frame';

  get left(): number {
    return this.end - this.at;
  }

  /** Throws unless `n` bytes follow. */
  need(n: number): void {
    if (this.at + n > this.end) this.fail(n);
  }

  u8(offset: number): number {
    const i = this.at + offset;
    if (i >= this.end) this.fail(offset + 1);
    return this.bytes[i]!;
  }

  u16be(offset: number): number {
    const i = this.at + offset;
    if (i + 2 > this.end) this.fail(offset + 2);
    return (this.bytes[i]! << 8) | this.bytes[i + 1]!;
  }

  u16le(offset: number): number {
    const i = this.at + offset;
    if (i + 2 > this.end) this.fail(offset + 2);
    return this.bytes[i]! | (this.bytes[i + 1]! << 8);
  }

  u24be(offset: number): number {
    const i = this.at + offset;
    if (i + 3 > this.end) this.fail(offset + 3);
    return (this.bytes[i]! << 16) | (this.bytes[i + 1]! << 8) | this.bytes[i + 2]!;
  }

  i32be(offset: number): number {
    const i = this.at + offset;
    if (i + 4 > this.end) this.fail(offset + 4);
    const b = this.bytes;
    return (b[i]! << 24) | (b[i + 1]! << 16) | (b[i + 2]! << 8) | b[i + 3]!;
  }

  u32be(offset: number): number {
    return this.i32be(offset) >>> 0;
  }

  u32le(offset: number): number {
    const i = this.at + offset;
    if (i + 4 > this.end) this.fail(offset + 4);
    const b = this.bytes;
    return (b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24)) >>> 0;
  }

  /** Position of the first `byte` in the window, -1 where there is none. */
  find(byte: number): number {
    const i = this.bytes.indexOf(byte, this.at);
    return i >= 0 && i < this.end ? i : -1;
  }

  skip(n: number): void {
    if (n < 0 || this.at + n > this.end) this.fail(n);
    this.at = (this.at + n) | 0;
  }

  /** Gives up on the rest: `needed` bytes from `at` are not there. */
  fail(needed: number): never {
    short.needed = needed;
    short.had = this.end - this.at;
    short.limit = this.limit;
    short.cut = this.at + needed <= this.promised || this.promised > this.end;
    throw short;
  }
}
