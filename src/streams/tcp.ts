import { equal } from '../bytes/read.ts';
import { after } from '../bytes/sequence.ts';
import type { Segment } from '../model/dissection.ts';
import { type Direction, Flow, Side } from '../model/flow.ts';
import { limits } from '../model/limits.ts';
import type { Protocol } from '../model/protocol.ts';
import { ByteSource } from '../model/source.ts';
import type { StreamTrouble } from '../model/trouble.ts';
import { type MessageCutter, type MessageListener, MessageStream } from './messages.ts';
import type { PipeFlow } from './pipe.ts';
import { Unfinished } from './unfinished.ts';

const FIN = 0x01;
const SYN = 0x02;
export const RST = 0x04;
const ACK = 0x10;

/** A number that differs where the bytes do, but for rare accidents (FNV-1a); never 0. */
function sumOf(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0x811c9dc5;
  for (let i = start; i < end; i++) sum = Math.imul(sum ^ bytes[i]!, 0x01000193);
  return sum || 1;
}

interface Held {
  readonly seq: number;
  readonly source: ByteSource;
}

/** Numbers kept of a segment that a retransmission is compared with; of how many segments of a direction, at first and at most. */
const WORDS = 4;
const FEW = 4;
const RECENT = 16;

/** One direction of a TCP connection: what was delivered, and what waits. */
export class TcpSide extends Side {
  /** Next sequence number to deliver; meaningful with `running`. */
  next = 0;
  running = false;
  /** Highest sequence number the peer acknowledged. */
  acknowledged: number | undefined;
  /** Segments beyond `next`, in order of sequence number. */
  readonly held: Held[] = [];
  heldBytes = 0;
  readonly messages = new MessageStream();
  /** The last segments, four numbers each: sequence number, length, frame, sum of the bytes. */
  recent: Int32Array | undefined;
  #recentAt = 0;

  remember(seq: number, length: number, frame: number, sum: number): void {
    const recent = this.#recentRoom();
    const at = this.#recentAt;
    recent[at] = seq;
    recent[at + 1] = length;
    recent[at + 2] = frame;
    recent[at + 3] = sum;
    this.#recentAt = at + WORDS;
  }

  /** Most connections are short: V8 allocates elsewhere what is longer than 64 bytes. */
  #recentRoom(): Int32Array {
    const { recent } = this;
    if (recent && this.#recentAt < recent.length) return recent;
    if (recent?.length === WORDS * RECENT) {
      this.#recentAt = 0;
      return recent;
    }
    this.recent = new Int32Array(WORDS * (recent ? RECENT : FEW));
    if (recent) this.recent.set(recent);
    return this.recent;
  }

  /** Index of the remembered segment that began at `seq`, -1 where it is none of the last ones. */
  find(seq: number): number {
    for (let at = 0; this.recent && at < this.recent.length; at += WORDS)
      if (this.recent[at] === seq && this.recent[at + 2]! > 0) return at;
    return -1;
  }
}

export class TcpFlow extends Flow {
  declare readonly sides: readonly [TcpSide, TcpSide];
  /** What the stream carries; undefined until it is recognised, null once it is clear that nobody knows. */
  carries: Protocol | null | undefined;
  how = '';
  /** Segments looked at in vain. */
  tries = 0;

  override forget(): void {
    super.forget();
    for (const side of this.sides) side.recent = undefined;
  }

  override get recognised(): boolean {
    return this.carries !== undefined && this.carries !== null;
  }

  override get gaps(): boolean {
    return super.gaps || this.sides.some(unseen);
  }
}

/** The peer acknowledged bytes of this side that were never captured; a FIN counts as one. */
const unseen = ({ running, acknowledged, next, finished }: TcpSide): boolean =>
  running && acknowledged !== undefined && after(acknowledged, next) > (finished ? 1 : 0);

/** Where the assembler's results go. */
export interface StreamListener extends MessageListener<TcpFlow> {
  /** What the flow carries, judging by the bytes that come next. */
  recognise(flow: TcpFlow, bytes: Uint8Array, start: number, end: number): Protocol | null | undefined;
  /** Bytes that are lost, or that came again and differ from those of `frame`. */
  trouble(flow: TcpFlow, side: TcpSide, kind: StreamTrouble['kind'], bytes: number, frame: number): void;
}

/**
 * Whether a segment acknowledges bytes of the peer that were never captured. Then the capture has holes, and what lacks
 * before the segment itself is more likely to be another one than to come late.
 */
function missed(peer: TcpSide, { flags, ack }: Segment): boolean {
  return (flags & ACK) !== 0 && peer.running && after(ack, peer.next) > (peer.finished ? 1 : 0);
}

/** From the byte below the next one, to hear whether the peer is still there (RFC 9293 3.8.4): it brings nothing. */
const isKeepAlive = (flags: number, ahead: number, length: number): boolean =>
  ahead === -1 && length <= 1 && (flags & (SYN | FIN | RST)) === 0;

/** Segments that a stream's first bytes are looked for in. */
const TRIES = 6;

/**
 * Makes byte streams of segments. Bytes are delivered once: the first that came win. What comes too early waits; what
 * the peer acknowledged though it was never captured is a gap, and so is what limits give up on.
 */
export class TcpAssembler {
  readonly #listener: StreamListener;
  readonly #cutter: MessageCutter<TcpFlow | PipeFlow>;
  /** Bytes of segments that wait, all connections together. */
  #waiting = 0;
  /** Directions in which segments wait. */
  readonly #holding: Unfinished<TcpSide, TcpFlow>;

  constructor(listener: StreamListener, cutter: MessageCutter<TcpFlow | PipeFlow>) {
    this.#listener = listener;
    this.#cutter = cutter;
    this.#holding = new Unfinished(listener, (side) => {
      this.#drop(side);
      side.gaps++;
    });
  }

  /**
   * Takes a segment; gives the frame whose bytes it repeats, 0 where it repeats none. `frame` is remembered for that,
   * unless it is 0; `compare` sums bytes to find repeats that differ.
   */
  accept(
    flow: TcpFlow,
    direction: Direction,
    segment: Segment,
    source: ByteSource,
    frame: number,
    compare: boolean,
  ): number {
    const side = flow.sides[direction];
    if (segment.flags & ACK) this.#acknowledge(flow, flow.sides[direction === 0 ? 1 : 0], segment.ack);
    let { seq, start } = segment;
    let repeated = 0;
    if (segment.flags & SYN) {
      const again = side.running && side.base === seq;
      seq = (seq + 1) | 0;
      // One that is repeated does not rewind the stream.
      if (!again || after(side.next, seq) < 0) side.next = seq;
      side.running = true;
    }
    const length = segment.promised - start;
    if (segment.flags & FIN) side.finished = true;
    // Nobody reads what it carries, nor asks what came before: it need not be followed.
    if (flow.carries === null && frame === 0 && !compare) return 0;
    if (length <= 0) return 0;
    if (!side.running) {
      side.running = true;
      // Below what the peer acknowledged lies a keep-alive's byte, not the stream's beginning.
      side.next = side.based && after(side.base + 1, seq) > 0 ? (side.base + 1) | 0 : seq;
      side.messages.lost = true;
    }
    const ahead = after(seq, side.next);
    if (ahead > 0) {
      // What the peer acknowledged though it was never captured, nobody will send again.
      const acknowledged = side.acknowledged !== undefined && after(side.acknowledged, seq) >= 0;
      if (!acknowledged && !missed(flow.sides[direction === 0 ? 1 : 0], segment)) {
        return this.#hold(flow, side, seq, source, start, segment.end);
      }
      this.#skip(flow, side, seq);
    } else if (ahead < 0) {
      if (isKeepAlive(segment.flags, ahead, length)) return 0;
      repeated = this.#compare(flow, side, seq, source, start, segment.end, compare);
      if (-ahead >= length) return repeated;
      start = Math.min(start - ahead, segment.end);
    }
    if (frame > 0)
      side.remember(
        seq,
        segment.end - segment.start,
        frame,
        compare ? sumOf(source.bytes, segment.start, segment.end) : 0,
      );
    this.#deliver(flow, side, source, start, segment.end, segment.promised);
    side.next = (segment.seq + (segment.flags & SYN ? 1 : 0) + length) | 0;
    if (side.held.length > 0) this.#release(flow, side);
    return repeated;
  }

  /** Gives back what a flow holds, when it ends. */
  forget(flow: TcpFlow): void {
    for (const side of flow.sides) {
      this.#drop(side);
      this.#cutter.forget(side.messages);
    }
  }

  /** Drops the segments that wait. */
  #drop(side: TcpSide): void {
    if (!this.#holding.delete(side)) return;
    this.#waiting -= side.heldBytes;
    side.held.length = 0;
    side.heldBytes = 0;
  }

  #acknowledge(flow: TcpFlow, side: TcpSide, ack: number): void {
    if (side.acknowledged === undefined || after(ack, side.acknowledged) > 0) side.acknowledged = ack;
    const first = side.held[0];
    if (first && after(ack, first.seq) >= 0 && after(first.seq, side.next) > 0) {
      this.#skip(flow, side, first.seq);
      this.#release(flow, side);
    }
  }

  /** The frame whose bytes a segment repeats; tells where they differ. */
  #compare(
    flow: TcpFlow,
    side: TcpSide,
    seq: number,
    source: ByteSource,
    start: number,
    end: number,
    compare: boolean,
  ): number {
    const at = side.find(seq);
    if (at < 0 || end <= start) return 0;
    const first = side.recent!;
    const frame = first[at + 2]!;
    const differs =
      first[at + 1] === end - start && first[at + 3] !== 0 && first[at + 3] !== sumOf(source.bytes, start, end);
    if (compare && differs) this.#listener.trouble(flow, side, 'overlap', end - start, frame);
    return frame;
  }

  /** Keeps a segment that came too early; gives the frame of one that came before with the same bytes. */
  #hold(flow: TcpFlow, side: TcpSide, seq: number, from: ByteSource, start: number, end: number): number {
    if (end <= start) return 0;
    const twin = side.held.find((held) => held.seq === seq && held.source.end >= end - start);
    if (twin) {
      const frame = twin.source.pieces[0]!.frame;
      if (!equal(twin.source.bytes, 0, from.bytes, start, end - start))
        this.#listener.trouble(flow, side, 'overlap', end - start, frame);
      return frame;
    }
    const copy = new ByteSource('TCP segment', from.bytes.slice(start, end), 0, end - start);
    copy.pieces.push(...from.trace(start, end));
    this.#holding.add(side, flow);
    let at = side.held.length;
    while (at > 0 && after(side.held[at - 1]!.seq, seq) > 0) at--;
    side.held.splice(at, 0, { seq, source: copy });
    side.heldBytes += end - start;
    this.#waiting += end - start;
    const limit = this.#tooMuch(side);
    if (limit) {
      this.#listener.reached(limit);
      this.#skip(flow, side, side.held[0]!.seq, 'limit');
      this.#release(flow, side);
    }
    return 0;
  }

  #isFull(): boolean {
    return this.#waiting + this.#cutter.held > limits.streamBytes;
  }

  /** Which limit what waits has gone beyond. */
  #tooMuch({ held, heldBytes }: TcpSide): keyof typeof limits | undefined {
    if (held.length > limits.pendingSegments) return 'pendingSegments';
    if (heldBytes > limits.pendingBytes) return 'pendingBytes';
    return this.#isFull() ? 'streamBytes' : undefined;
  }

  /** Delivers held segments for as long as they follow on. */
  #release(flow: TcpFlow, side: TcpSide): void {
    for (let first = side.held[0]; first && after(first.seq, side.next) <= 0; first = side.held[0]) {
      side.held.shift();
      const { source } = first;
      side.heldBytes -= source.end;
      this.#waiting -= source.end;
      const known = after(side.next, first.seq);
      if (known >= source.end) continue;
      this.#deliver(flow, side, source, known, source.end, source.end);
      side.next = (first.seq + source.end) | 0;
    }
    if (side.held.length === 0) this.#holding.delete(side);
  }

  /** Bytes up to `seq` are lost: the message under way cannot be finished. */
  #skip(flow: TcpFlow, side: TcpSide, seq: number, kind: 'gap' | 'limit' = 'gap'): void {
    this.#listener.trouble(flow, side, kind, after(seq, side.next), 0);
    side.gaps++;
    side.next = seq;
    this.#cutter.abandon(flow, side.messages, flow.carries ?? null);
  }

  /** New bytes of a direction, in order. */
  #deliver(flow: TcpFlow, side: TcpSide, source: ByteSource, from: number, to: number, promised: number): void {
    if (flow.carries === undefined) {
      const found = this.#listener.recognise(flow, source.bytes, from, to);
      flow.carries = found === undefined && ++flow.tries >= TRIES ? null : found;
    }
    if (this.#isFull()) {
      this.#listener.reached('streamBytes');
      while (this.#isFull() && this.#cutter.dropOne());
    }
    this.#cutter.feed(flow, side.messages, flow.carries ?? null, source, from, to, promised);
  }
}
