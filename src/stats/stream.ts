import { u16be, u32be } from '../bytes/read.ts';
import type { Direction } from '../model/flow.ts';
import type { Layer } from '../model/layer.ts';
import { limits } from '../model/limits.ts';
import type { Packet } from '../model/packet.ts';

/** Bytes of one side in order. */
export interface Run {
  readonly direction: Direction;
  readonly frame: number;
  readonly bytes: Uint8Array;
  readonly missing: number;
}

interface Side {
  next: number | undefined;
  /** Segments that came before the ones they follow. */
  readonly waiting: { seq: number; frame: number; bytes: Uint8Array }[];
}

/** Puts a TCP connection's bytes in order, as its packets come: first bytes win, repeated ones are left out. */
export class StreamOrder {
  readonly #sides: readonly [Side, Side] = [
    { next: undefined, waiting: [] },
    { next: undefined, waiting: [] },
  ];
  readonly #tell: (run: Run) => void;

  constructor(tell: (run: Run) => void) {
    this.#tell = tell;
  }

  /** A packet of the connection, with its TCP layer. */
  segment(packet: Packet, layer: Layer): void {
    const { bytes } = layer.source;
    const { start } = layer;
    const header = (bytes[start + 12]! >> 4) * 4;
    const from = start + header;
    if (header < 20 || from > layer.end) return;
    const seq = u32be(bytes, start + 4);
    const side = this.#sides[packet.direction];
    if (u16be(bytes, start + 12) & 2) {
      side.next = (seq + 1) >>> 0;
      return;
    }
    if (layer.end === from) return;
    side.next ??= seq;
    side.waiting.push({ seq, frame: packet.number, bytes: bytes.slice(from, layer.end) });
    this.#release(packet.direction, side.waiting.length > limits.pendingSegments);
  }

  /** The end: what still waits comes with its gaps. */
  finish(): void {
    for (const direction of [0, 1] as const)
      while (this.#sides[direction].waiting.length > 0) this.#release(direction, true);
  }

  #release(direction: Direction, overGap: boolean): void {
    const side = this.#sides[direction];
    const ahead = (seq: number): number => (seq - side.next!) | 0;
    side.waiting.sort((a, b) => ahead(a.seq) - ahead(b.seq));
    let jump = overGap;
    for (let first = side.waiting[0]; first; first = side.waiting[0]) {
      const missing = ahead(first.seq);
      if (missing > 0 && !jump) return;
      jump = false;
      side.waiting.shift();
      const fresh = missing < 0 ? first.bytes.subarray(Math.min(first.bytes.length, -missing)) : first.bytes;
      if (fresh.length === 0) continue;
      side.next = (first.seq + first.bytes.length) >>> 0;
      this.#tell({ direction, frame: first.frame, bytes: fresh, missing: Math.max(0, missing) });
    }
  }
}
