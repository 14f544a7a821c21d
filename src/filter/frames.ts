/** A set of frame numbers: a bit each. */
export class FrameSet {
  #bits = new Uint8Array(1 << 12);

  add(frame: number): void {
    const at = Math.floor(frame / 8);
    if (at >= this.#bits.length) {
      const grown = new Uint8Array(Math.max(this.#bits.length * 2, at + 1));
      grown.set(this.#bits);
      this.#bits = grown;
    }
    this.#bits[at]! |= 1 << (frame % 8);
  }

  has(frame: number): boolean {
    return ((this.#bits[Math.floor(frame / 8)] ?? 0) & (1 << (frame % 8))) !== 0;
  }
}
