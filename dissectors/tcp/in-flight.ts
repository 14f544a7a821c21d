import { after, type Instant, limits } from '#sdk';

/** Numbers kept of a segment: its first, the one after its last, its frame, and when that came. */
const WORDS = 5;
const FEW = 4 * WORDS;

/** A segment's frame, and when it came. */
export interface Sent extends Instant {
  frame: number;
}

/** What one side sent and its peer has not acknowledged yet. */
export class InFlight {
  /** Segments, the oldest first. */
  #segments = new Int32Array(FEW);
  #end = 0;
  /** The last that was no repetition. */
  newest: Sent | undefined;
  /** Of it, what its peer said to have though something before it is missing (RFC 2018 3). */
  selective = 0;
  /** Some of it is not known: segments were not captured, or too many. */
  #torn = false;
  /** Bytes since its last PSH, and whether the last segment had it. */
  #pushed = 0;
  #ended = false;

  /** Forgets what is acknowledged; gives the segment that is so to its last byte. */
  acknowledge(ack: number): Sent | undefined {
    const segments = this.#segments;
    let found: Sent | undefined;
    let kept = 0;
    for (let at = 0; at < this.#end; at += WORDS) {
      const next = segments[at + 1]!;
      if (next === ack) found ??= this.#sent(at);
      if (after(next, ack) <= 0) continue;
      if (after(ack, segments[at]!) > 0) segments[at] = ack;
      segments.copyWithin(kept, at, at + WORDS);
      kept += WORDS;
    }
    this.#end = kept;
    this.#torn = false;
    return found;
  }

  /** The oldest segment. */
  get oldest(): Sent | undefined {
    return this.#end > 0 ? this.#sent(0) : undefined;
  }

  /** Bytes from the oldest segment to the newest; undefined where some are not known of. */
  get bytes(): number | undefined {
    if (this.#torn || this.#end === 0) return undefined;
    const segments = this.#segments;
    let first = segments[0]!;
    let last = segments[1]!;
    for (let at = WORDS; at < this.#end; at += WORDS) {
      if (after(segments[at]!, first) < 0) first = segments[at]!;
      if (after(segments[at + 1]!, last) > 0) last = segments[at + 1]!;
    }
    return Math.max(0, after(last, first) - this.selective);
  }

  add(seq: number, next: number, { frame, seconds, nanoseconds }: Sent): void {
    if (this.#end === WORDS * limits.unacknowledged) {
      this.tear();
      return;
    }
    if (this.#end === this.#segments.length) {
      const larger = new Int32Array(2 * this.#end);
      larger.set(this.#segments);
      this.#segments = larger;
    }
    this.#segments.set([seq, next, frame, seconds, nanoseconds], this.#end);
    this.#end += WORDS;
  }

  /** Some of what was sent is not known of. */
  tear(): void {
    this.#torn = true;
  }

  /** Bytes that it pushes with these, all since the last time that it did. */
  push(length: number, pushes: boolean): number {
    this.#pushed = this.#ended ? length : this.#pushed + length;
    this.#ended = pushes;
    return this.#pushed;
  }

  #sent(at: number): Sent {
    const [frame, seconds, nanoseconds] = this.#segments.subarray(at + 2, at + WORDS) as unknown as number[];
    return { frame: frame!, seconds: seconds!, nanoseconds: nanoseconds! };
  }
}
