/** A run of bytes of one frame: `offset` from the frame's first byte. */
export interface FrameSpan {
  frame: number;
  offset: number;
  length: number;
}

/**
 * Bytes with an origin. `base` is where they begin in `bytes`, so that positions in a frame, which lies somewhere in a
 * large buffer, and in a reassembly, which has a buffer of its own, are handled alike: position - base is the offset.
 */
export class ByteSource {
  bytes: Uint8Array;
  base: number;
  end: number;
  /** What they are, for people: 'frame', 'reassembled TCP', 'reassembled IPv4' … */
  readonly name: string;
  /** The frame they are, or 0 where `pieces` says where they came from. */
  frame: number;
  /** Runs of frames, in order, that make up the bytes. */
  readonly pieces: FrameSpan[] = [];
  /** Worked out of the pieces, byte for byte unlike them (decoded base64): each of its bytes is traced to all of them. */
  readonly derived: boolean;

  constructor(name: string, bytes: Uint8Array, base: number, end: number, frame = 0, derived = false) {
    this.name = name;
    this.derived = derived;
    this.bytes = bytes;
    this.base = base;
    this.end = end;
    this.frame = frame;
  }

  /** Which bytes of which frames the positions `start` to `end` are. */
  trace(start: number, end: number): FrameSpan[] {
    const found: FrameSpan[] = [];
    this.traceInto(found, start, end);
    return found;
  }

  traceInto(found: FrameSpan[], start: number, end: number): void {
    if (this.derived) {
      found.push(...this.pieces);
      return;
    }
    const from = Math.max(0, start - this.base);
    const to = Math.max(from, end - this.base);
    if (this.frame > 0) {
      found.push({ frame: this.frame, offset: from, length: to - from });
      return;
    }
    let at = 0;
    for (const piece of this.pieces) {
      const first = Math.max(from, at);
      const last = Math.min(to, at + piece.length);
      if (first < last || (from === to && from >= at && from < at + piece.length)) {
        found.push({ frame: piece.frame, offset: piece.offset + first - at, length: Math.max(0, last - first) });
      }
      at += piece.length;
    }
  }
}
