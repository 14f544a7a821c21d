import type { Input } from './input.ts';

/**
 * The part of a file that is in memory: one buffer that is filled, read from, and filled again. What is left of a record
 * at its end moves to its front; nothing else is ever copied.
 */
export class Window {
  bytes: Uint8Array;
  view: DataView;
  /** The next byte to be read … */
  start = 0;
  /** … and the end of what is there. */
  end = 0;
  /** Where in the file `bytes[0]` lies. */
  origin = 0;
  readonly input: Input;
  /** Why the input broke off while something was looked for at its beginning; thrown when more is wanted. */
  failure: unknown;

  constructor(input: Input, size: number) {
    this.input = input;
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Where in the file the next byte lies. */
  get position(): number {
    return this.origin + this.start;
  }

  get available(): number {
    return this.end - this.start;
  }

  /** Whether the byte at a position of the file is in memory, or is the next to be read. */
  holds(position: number): boolean {
    return position >= this.origin && position <= this.origin + this.end;
  }

  /** Goes on at another position, for which the input must have `seek`. What is in memory is gone if it does not hold it. */
  seek(position: number): void {
    if (!this.holds(position)) {
      this.input.seek!(position);
      this.origin = position;
      this.end = 0;
    }
    this.start = position - this.origin;
  }

  /**
   * Reads once more, for a record of `need` bytes from `start` on; 0 at the end of the file. Moves what is there: frames
   * handed out before are gone. The buffer doubles only when it is full, so a length that lies costs nothing.
   */
  fill(need: number): number | Promise<number> {
    if (this.failure !== undefined) throw this.failure;
    if (this.start === this.end || (this.start > 0 && this.start + need > this.bytes.length)) this.#move(this.bytes);
    if (this.end === this.bytes.length) this.#grow(need);
    const got = this.input.read(this.bytes, this.end, this.bytes.length);
    if (typeof got !== 'number') return got.then((n) => this.#filled(n));
    return this.#filled(got);
  }

  /** Fills until `need` bytes are there, or the file ends or fails. */
  async atLeast(need: number): Promise<void> {
    try {
      while (this.available < need && (await this.fill(need)) > 0);
    } catch (error) {
      this.failure = error;
    }
  }

  #filled(n: number): number {
    this.end += n;
    return n;
  }

  #move(to: Uint8Array): void {
    if (to === this.bytes) to.copyWithin(0, this.start, this.end);
    else to.set(this.bytes.subarray(this.start, this.end));
    this.origin += this.start;
    this.end -= this.start;
    this.start = 0;
  }

  /** For a record longer than a full buffer. */
  #grow(need: number): void {
    const grown = new Uint8Array(Math.min(this.bytes.length * 2, need));
    this.#move(grown);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}
