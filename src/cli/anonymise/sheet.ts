import type { FrameSpan } from '../../model/source.ts';
import type { HeldFrame } from '../held.ts';

/** The frames as they were, as they are to be, and what is known of each byte. */
export class Sheet {
  readonly before: readonly Uint8Array[];
  readonly after: readonly Uint8Array[];
  /** Which layer a byte belongs to: the deepest, the last that had it. */
  readonly #owner: readonly Uint32Array[];
  /** 1: some field is made of it; 2: it was replaced. */
  readonly #state: readonly Uint8Array[];

  constructor(frames: readonly HeldFrame[]) {
    this.before = frames.map(({ bytes }) => bytes);
    this.after = frames.map(({ bytes }) => bytes.slice());
    this.#owner = frames.map(({ bytes }) => new Uint32Array(bytes.length));
    this.#state = frames.map(({ bytes }) => new Uint8Array(bytes.length));
  }

  own(spans: readonly FrameSpan[], layer: number): void {
    for (const { frame, offset, length } of spans) this.#owner[frame - 1]?.fill(layer, offset, offset + length);
  }

  ownedBy(frame: number, offset: number, layer: number): boolean {
    return this.#owner[frame - 1]![offset] === layer;
  }

  touch(spans: readonly FrameSpan[]): void {
    for (const { frame, offset, length } of spans) {
      const state = this.#state[frame - 1];
      if (state) for (let i = offset; i < Math.min(offset + length, state.length); i++) state[i]! |= 1;
    }
  }

  untouched(frame: number, offset: number): boolean {
    return this.#state[frame - 1]![offset] === 0;
  }

  /** Puts bytes where others were, once: what is read twice, as a name and as text, is replaced as what it was read first. */
  put(spans: readonly FrameSpan[], bytes: Uint8Array): void {
    let at = 0;
    for (const { frame, offset, length } of spans) {
      const state = this.#state[frame - 1];
      const after = this.after[frame - 1];
      for (let i = 0; i < length; i++, at++) {
        if (!state || !after || offset + i >= state.length || state[offset + i]! & 2) continue;
        state[offset + i]! |= 3;
        if (at < bytes.length) after[offset + i] = bytes[at]!;
      }
    }
  }

  /** Puts a byte, whatever was put before. */
  force(frame: number, offset: number, byte: number): void {
    this.#state[frame - 1]![offset]! |= 3;
    this.after[frame - 1]![offset] = byte;
  }
}
