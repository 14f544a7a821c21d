/** Chunks of any size as pieces of the size asked for. */
export class ByteFeed {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #buffer = new Uint8Array(1 << 17);
  #start = 0;
  #end = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next `n` bytes, fewer at the end of the data. They are valid until the next call. */
  async take(n: number): Promise<Uint8Array> {
    while (this.#end - this.#start < n) {
      const { done, value } = await this.#chunks.next();
      if (done) break;
      this.#append(value);
    }
    const from = this.#start;
    this.#start = Math.min(this.#end, from + n);
    return this.#buffer.subarray(from, this.#start);
  }

  async skip(n: number): Promise<void> {
    for (let left = n; left > 0; ) {
      const { length } = await this.take(Math.min(left, 1 << 16));
      if (length === 0) return;
      left -= length;
    }
  }

  /** Grows by what is there, never by what a length field promises. */
  #append(chunk: Uint8Array): void {
    const held = this.#end - this.#start;
    if (this.#end + chunk.length > this.#buffer.length) {
      const fits = held + chunk.length <= this.#buffer.length;
      const to = fits ? this.#buffer : new Uint8Array(Math.max(this.#buffer.length * 2, held + chunk.length));
      to.set(this.#buffer.subarray(this.#start, this.#end));
      this.#buffer = to;
      this.#start = 0;
      this.#end = held;
    }
    this.#buffer.set(chunk, this.#end);
    this.#end += chunk.length;
  }
}
