import { writeSync } from 'node:fs';

const SIZE = 1 << 16;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Bytes for a file descriptor, sent in large pieces. The descriptor stays its owner's to close. */
export class DescriptorOutput {
  readonly #fd: number;
  #bytes = new Uint8Array(SIZE);
  #length = 0;
  /** Bytes that went out in whole buffers … */
  #sent = 0;
  /** … and those of the present buffer that went out before its writing failed. */
  #partly = 0;
  view = new DataView(this.#bytes.buffer);

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Bytes sent and waiting. */
  get size(): number {
    return this.#sent + this.#length;
  }

  /** Where the buffer under way begins, and what of it went out: what a failed `flush` leaves behind. */
  get left(): { readonly position: number; readonly length: number } {
    return { position: this.#sent, length: this.#partly };
  }

  /** Room for `n` bytes in one piece; says where it begins in `view`. What is there before may be anything. */
  reserve(n: number): number {
    if (this.#length + n > this.#bytes.length) this.flush();
    if (n > this.#bytes.length) {
      this.#bytes = new Uint8Array(n);
      this.view = new DataView(this.#bytes.buffer);
    }
    const at = this.#length;
    this.#length += n;
    return at;
  }

  /** Copies into reserved room. */
  copy(from: Uint8Array, start: number, length: number, at: number): void {
    this.#bytes.set(from.subarray(start, start + length), at);
  }

  flush(): void {
    let at = 0;
    while (at < this.#length) {
      try {
        at += writeSync(this.#fd, this.#bytes, at, this.#length - at);
        this.#partly = at;
      } catch (error) {
        // A pipe that something made non-blocking is full: its reader needs a moment.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        Atomics.wait(pause, 0, 0, 1);
      }
    }
    this.#sent += this.#length;
    this.#length = 0;
    this.#partly = 0;
  }
}
