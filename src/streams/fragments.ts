import { limits } from '../model/limits.ts';
import { ByteSource, type FrameSpan } from '../model/source.ts';

interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
  readonly spans: readonly FrameSpan[];
}

interface Datagram {
  readonly pieces: Piece[];
  /** Known once the last piece came. */
  length: number;
  held: number;
  readonly since: number;
}

const LONGEST = 0xffff + 40;

/**
 * Puts datagrams together from fragments that come in any order. The first bytes for a place win; how many datagrams and
 * pieces are kept, and for how long, is bounded.
 */
export class FragmentTable {
  readonly #datagrams = new Map<string, Datagram>();
  readonly #reached: (limit: keyof typeof limits) => void;

  /** `reached` hears of every datagram that is given up on. */
  constructor(reached: (limit: keyof typeof limits) => void) {
    this.#reached = reached;
  }

  /** Takes a piece; gives the whole datagram when this piece completes it. */
  add(
    name: string,
    key: string,
    offset: number,
    last: boolean,
    bytes: Uint8Array,
    spans: readonly FrameSpan[],
    seconds: number,
  ): ByteSource | undefined {
    let datagram = this.#datagrams.get(key);
    if (datagram && seconds - datagram.since > limits.fragmentSeconds) {
      this.#drop(key, 'fragmentSeconds');
      datagram = undefined;
    }
    if (!datagram) {
      if (this.#datagrams.size >= limits.datagrams) this.#drop(this.#datagrams.keys().next().value!, 'datagrams');
      datagram = { pieces: [], length: -1, held: 0, since: seconds };
      this.#datagrams.set(key, datagram);
    }
    if (datagram.pieces.length >= limits.fragments || offset + bytes.length > LONGEST) {
      this.#drop(key, 'fragments');
      return undefined;
    }
    let at = datagram.pieces.length;
    while (at > 0 && datagram.pieces[at - 1]!.offset > offset) at--;
    datagram.pieces.splice(at, 0, { offset, bytes: bytes.slice(), spans });
    if (last && datagram.length < 0) datagram.length = offset + bytes.length;
    if (datagram.length < 0 || !covered(datagram)) return undefined;
    this.#datagrams.delete(key);
    return assemble(name, datagram);
  }

  #drop(key: string, limit: keyof typeof limits): void {
    if (this.#datagrams.delete(key)) this.#reached(limit);
  }
}

function covered(datagram: Datagram): boolean {
  let end = 0;
  for (const piece of datagram.pieces) {
    if (piece.offset > end) return false;
    end = Math.max(end, piece.offset + piece.bytes.length);
  }
  return end >= datagram.length;
}

function assemble(name: string, datagram: Datagram): ByteSource {
  const whole = new Uint8Array(datagram.length);
  const source = new ByteSource(name, whole, 0, whole.length);
  let end = 0;
  for (const piece of datagram.pieces) {
    const skip = Math.max(0, end - piece.offset);
    const take = Math.min(piece.bytes.length, datagram.length - piece.offset) - skip;
    if (take <= 0) continue;
    whole.set(piece.bytes.subarray(skip, skip + take), piece.offset + skip);
    let passed = 0;
    for (const span of piece.spans) {
      const from = Math.max(skip, passed);
      const to = Math.min(skip + take, passed + span.length);
      if (from < to) source.pieces.push({ frame: span.frame, offset: span.offset + from - passed, length: to - from });
      passed += span.length;
    }
    end = piece.offset + skip + take;
  }
  return source;
}
