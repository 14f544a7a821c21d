import type { Segment } from '../model/dissection.ts';
import { type Direction, Flow, Side } from '../model/flow.ts';
import { limits } from '../model/limits.ts';
import type { Protocol } from '../model/protocol.ts';
import { ByteSource } from '../model/source.ts';
import { MessageCutter, type MessageListener, MessageStream } from './messages.ts';

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const ACK = 0x10;

/** Distance from `b` to `a` in sequence space; negative when `a` is older (RFC 9293 3.4). */
export const after = (a: number, b: number): number => (a - b) | 0;

interface Held {
  readonly seq: number;
  readonly source: ByteSource;
}

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
}

export class TcpFlow extends Flow {
  declare readonly sides: readonly [TcpSide, TcpSide];
  /** What the stream carries; undefined until it is recognised, null once it is clear that nobody knows. */
  carries: Protocol | null | undefined;
  how = '';
  /** Segments looked at in vain. */
  tries = 0;
}

/** Where the assembler's results go. */
export interface StreamListener extends MessageListener<TcpFlow> {
  /** What the flow carries, judging by the bytes that come next. */
  recognise(flow: TcpFlow, bytes: Uint8Array, start: number, end: number): Protocol | null | undefined;
}

/** Segments that a stream's first bytes are looked for in. */
const TRIES = 6;

/**
 * Makes byte streams of segments. Bytes are delivered once: the first that came win. What comes too early waits; what
 * the peer acknowledged though it was never captured is a gap, and so is what limits give up on.
 */
export class TcpAssembler {
  readonly #listener: StreamListener;
  readonly #cutter: MessageCutter<TcpFlow>;
  /** Bytes of segments that wait, all connections together. */
  #waiting = 0;

  constructor(listener: StreamListener, cutter: MessageCutter<TcpFlow>) {
    this.#listener = listener;
    this.#cutter = cutter;
  }

  accept(flow: TcpFlow, direction: Direction, segment: Segment, source: ByteSource): void {
    const side = flow.sides[direction];
    if (segment.flags & ACK) this.#acknowledge(flow, flow.sides[direction === 0 ? 1 : 0], segment.ack);
    let { seq, start } = segment;
    if (segment.flags & SYN) {
      side.running = true;
      side.next = (seq + 1) >>> 0;
      seq = side.next;
    }
    const length = segment.promised - start;
    if (segment.flags & FIN) side.finished = true;
    if (length <= 0) return;
    if (!side.running) {
      side.running = true;
      side.next = seq;
      side.messages.lost = true;
    }
    const ahead = after(seq, side.next);
    if (ahead > 0) {
      // The peer may have acknowledged what was never captured: then nobody will send it again.
      if (side.acknowledged === undefined || after(side.acknowledged, seq) < 0) {
        this.#hold(flow, side, seq, source, start, segment.end);
        return;
      }
      this.#skip(flow, side, seq);
    } else if (ahead < 0) {
      if (-ahead >= length) return;
      start = Math.min(start - ahead, segment.end);
    }
    this.#deliver(flow, side, source, start, segment.end, segment.promised);
    side.next = (segment.seq + (segment.flags & SYN ? 1 : 0) + length) >>> 0;
    if (side.held.length > 0) this.#release(flow, side);
  }

  /** Gives back what a flow holds, when it ends. */
  forget(flow: TcpFlow): void {
    for (const side of flow.sides) {
      this.#waiting -= side.heldBytes;
      side.held.length = 0;
      side.heldBytes = 0;
      this.#cutter.forget(side.messages);
    }
  }

  #acknowledge(flow: TcpFlow, side: TcpSide, ack: number): void {
    if (side.acknowledged === undefined || after(ack, side.acknowledged) > 0) side.acknowledged = ack;
    const first = side.held[0];
    if (first && after(ack, first.seq) >= 0 && after(first.seq, side.next) > 0) {
      this.#skip(flow, side, first.seq);
      this.#release(flow, side);
    }
  }

  #hold(flow: TcpFlow, side: TcpSide, seq: number, from: ByteSource, start: number, end: number): void {
    if (end <= start) return;
    const copy = new ByteSource('TCP segment', from.bytes.slice(start, end), 0, end - start);
    copy.pieces.push(...from.trace(start, end));
    let at = side.held.length;
    while (at > 0 && after(side.held[at - 1]!.seq, seq) > 0) at--;
    side.held.splice(at, 0, { seq, source: copy });
    side.heldBytes += end - start;
    this.#waiting += end - start;
    const full = side.held.length > limits.pendingSegments || side.heldBytes > limits.pendingBytes;
    if (full || this.#waiting + this.#cutter.held > limits.streamBytes) {
      this.#skip(flow, side, side.held[0]!.seq);
      this.#release(flow, side);
    }
  }

  /** Delivers held segments for as long as they follow on. */
  #release(flow: TcpFlow, side: TcpSide): void {
    for (let first = side.held[0]; first && after(first.seq, side.next) <= 0; first = side.held[0]) {
      side.held.shift();
      const { source } = first;
      side.heldBytes -= source.end;
      this.#waiting -= source.end;
      const known = -after(first.seq, side.next);
      if (known >= source.end) continue;
      this.#deliver(flow, side, source, known, source.end, source.end);
      side.next = (first.seq + source.end) >>> 0;
    }
  }

  /** Bytes up to `seq` are lost: the message under way cannot be finished. */
  #skip(flow: TcpFlow, side: TcpSide, seq: number): void {
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
    const full = this.#waiting + this.#cutter.held > limits.streamBytes;
    if (full) this.#cutter.abandon(flow, side.messages, flow.carries ?? null);
    this.#cutter.feed(flow, side.messages, flow.carries ?? null, source, from, to, promised);
  }
}
