/** What a decompressor makes: grows with what comes, and never beyond what was promised or is wanted. */
export class Output {
  bytes: Uint8Array;
  length = 0;
  readonly #most: number;

  constructor(most: number, expected: number) {
    this.#most = most;
    this.bytes = new Uint8Array(Math.min(most, expected));
  }

  get full(): boolean {
    return this.left === 0;
  }

  /** Bytes that may still be made. */
  get left(): number {
    return this.#most - this.length;
  }

  literal(byte: number): void {
    if (this.#room(1) > 0) this.bytes[this.length++] = byte;
  }

  take(from: Uint8Array, start: number, end: number): void {
    const count = this.#room(end - start);
    this.bytes.set(from.subarray(start, start + count), this.length);
    this.length += count;
  }

  /** Repeats what lies `distance` bytes back; it may overlap what it makes. False where nothing lies there. */
  copy(distance: number, length: number): boolean {
    if (distance > this.length) return false;
    const end = this.length + this.#room(length);
    const { bytes } = this;
    for (let at = this.length; at < end; at++) bytes[at] = bytes[at - distance]!;
    this.length = end;
    return true;
  }

  fill(byte: number, length: number): void {
    const count = this.#room(length);
    this.bytes.fill(byte, this.length, this.length + count);
    this.length += count;
  }

  /** The bytes that were made. */
  get made(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** Makes room for that many more; gives how many there may be. */
  #room(count: number): number {
    const allowed = Math.min(count, this.left);
    const needed = this.length + allowed;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.min(this.#most, Math.max(needed, 2 * this.bytes.length)));
      grown.set(this.made);
      this.bytes = grown;
    }
    return allowed;
  }
}
