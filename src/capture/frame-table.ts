import { Damage, reason } from './errors.ts';
import type { Input } from './input.ts';

/** Entries in memory at a time. */
const BLOCK = 1 << 14;

/** Where Network Monitor's frames are, in their order: 32-bit file positions, read in blocks beside the frames. */
export class FrameTable {
  readonly #input: Input;
  readonly #position: number;
  readonly #entries: number;
  readonly #block = new Uint8Array(4 * BLOCK);
  readonly #view = new DataView(this.#block.buffer);
  #read = 0;

  /** `input` must be one that has `readAt`. */
  constructor(input: Input, position: number, entries: number) {
    this.#input = input;
    this.#position = position;
    this.#entries = entries;
  }

  /** The next entry; undefined behind the last one. */
  next(): number | undefined {
    if (this.#read === this.#entries) return undefined;
    const i = this.#read % BLOCK;
    if (i === 0) this.#fill();
    this.#read++;
    return this.#view.getUint32(4 * i, true);
  }

  #fill(): void {
    const position = this.#position + 4 * this.#read;
    const block = this.#block.subarray(0, 4 * Math.min(BLOCK, this.#entries - this.#read));
    try {
      if (this.#input.readAt?.(block, position) === block.length) return;
    } catch (error) {
      throw new Damage(`its frame table cannot be read: ${reason(error)}`, position);
    }
    throw new Damage('its frame table is no longer there', position);
  }
}
