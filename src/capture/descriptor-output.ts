import { writeSync } from 'node:fs';

const SIZE = 1 << 16;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Bytes for a file descriptor, sent in large pieces. The descriptor stays its owner's to close. */
export class DescriptorOutput {
  readonly #fd: number;
  #bytes = new Uint8Array(SIZE);
  #length = 0;
  view = new DataView(this.#bytes.buffer);

  constructor(fd: number) {
    this.#fd = fd;
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
      } catch (error) {
        // A pipe that something made non-blocking is full: its reader needs a moment.
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
        Atomics.wait(pause, 0, 0, 1);
      }
    }
    this.#length = 0;
  }
}
