import type { Segment } from '../model/dissection.ts';
import { type Direction, Flow, Side } from '../model/flow.ts';
import { limits } from '../model/limits.ts';
import type { Protocol } from '../model/protocol.ts';
import type { Framing } from '../model/routes.ts';
import { ByteSource } from '../model/source.ts';

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

/** One direction of a TCP connection: what was delivered, what waits, and the PDU that is being put together. */
export class TcpSide extends Side {
  /** Next sequence number to deliver; meaningful with `running`. */
  next = 0;
  running = false;
  /** Segments beyond `next`, in order of sequence number. */
  readonly held: Held[] = [];
  heldBytes = 0;
  /** Bytes of the PDU under way, undefined between PDUs. */
  partial: ByteSource | undefined;
  partialLength = 0;
  /** Length of that PDU, 0 while its header is incomplete. */
  wanted = 0;
  /** Highest sequence number the peer acknowledged. */
  acknowledged: number | undefined;
  /** The next segment begins wherever: its start must be recognised. */
  lost = false;
}

export class TcpFlow extends Flow {
  declare readonly sides: readonly [TcpSide, TcpSide];
  /** What the stream carries; undefined until it is recognised, null once it is clear that nobody knows. */
  carries: Protocol | null | undefined;
  how = '';
  /** Segments looked at in vain. */
  tries = 0;
}

/** Smallest buffer of a message, how many are kept for reuse, and how large one may be to be kept. */
const SPARE = 1 << 12;
const SPARES = 16;
const LARGEST_SPARE = 1 << 21;

/** Where the assembler's results go. */
export interface StreamListener {
  /** What the flow carries, judging by the bytes that come next. */
  recognise(flow: TcpFlow, bytes: Uint8Array, start: number, end: number): Protocol | null | undefined;
  /** A message, or bytes that belong to none (`whole` false). */
  message(flow: TcpFlow, protocol: Protocol | null, source: ByteSource, start: number, end: number, promised: number, whole: boolean): void;
}

/**
 * Makes byte streams of segments and messages of byte streams. Bytes are delivered once: the first that came win. Where
 * a message lies whole in a segment it is handed on in place; only what spans segments is copied.
 */
export class TcpAssembler {
  readonly #listener: StreamListener;
  /** Bytes held in all connections together. */
  #bytes = 0;
  /** Buffers to be used again, and those of messages that this frame completed. */
  readonly #spare: Uint8Array[] = [];
  readonly #finished: Uint8Array[] = [];

  constructor(listener: StreamListener) {
    this.#listener = listener;
  }

  accept(flow: TcpFlow, direction: Direction, segment: Segment, source: ByteSource): void {
    const side = flow.sides[direction];
    const peer = flow.sides[direction === 0 ? 1 : 0];
    if (segment.flags & ACK) this.#acknowledge(flow, peer, segment.ack);
    let { seq, start } = segment;
    if (segment.flags & SYN) {
      side.running = true;
      side.next = (seq + 1) >>> 0;
      seq = side.next;
    }
    const length = segment.promised - start;
    if (segment.flags & FIN && !side.finished) side.finished = true;
    if (length <= 0) return;
    if (!side.running) {
      side.running = true;
      side.next = seq;
      side.lost = true;
    }
    const ahead = after(seq, side.next);
    if (ahead > 0) {
      // The peer may have acknowledged what was never captured: then nobody will send it again.
      if (peer.running && side.acknowledged !== undefined && after(side.acknowledged, seq) >= 0) this.#skip(flow, side, seq);
      else {
        this.#hold(flow, side, seq, source, start, segment.end);
        return;
      }
    } else if (ahead < 0) {
      if (-ahead >= length) return;
      start -= ahead;
      seq = side.next;
      if (start > segment.end) start = segment.end;
    }
    this.#deliver(flow, side, source, start, segment.end, segment.promised);
    side.next = (seq + segment.promised - start) >>> 0;
    if (side.held.length > 0) this.#release(flow, side);
  }

  /** Gives back what a flow holds, when it ends. */
  forget(flow: TcpFlow): void {
    for (const side of flow.sides) {
      this.#bytes -= side.heldBytes + (side.partial ? side.partial.bytes.length : 0);
      side.held.length = 0;
      side.heldBytes = 0;
      side.partial = undefined;
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
    this.#bytes += end - start;
    const full = side.held.length > limits.pendingSegments || side.heldBytes > limits.pendingBytes;
    if (full || this.#bytes > limits.streamBytes) {
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
      this.#bytes -= source.end;
      const known = -after(first.seq, side.next);
      if (known >= source.end) continue;
      this.#deliver(flow, side, source, known, source.end, source.end);
      side.next = (first.seq + source.end) >>> 0;
    }
  }

  /** Bytes up to `seq` are lost: the PDU under way cannot be finished. */
  #skip(flow: TcpFlow, side: TcpSide, seq: number): void {
    side.gaps++;
    side.next = seq;
    side.lost = true;
    const { partial } = side;
    if (!partial) return;
    const length = side.partialLength;
    this.#endPartial(side);
    this.#listener.message(flow, flow.carries ?? null, partial, 0, length, Math.max(length, side.wanted), false);
  }

  /** New bytes of a direction, in order. */
  #deliver(flow: TcpFlow, side: TcpSide, source: ByteSource, from: number, to: number, promised: number): void {
    if (flow.carries === undefined) {
      const found = this.#listener.recognise(flow, source.bytes, from, to);
      flow.carries = found === undefined && ++flow.tries >= 6 ? null : found;
    }
    const protocol = flow.carries;
    const framing = protocol?.framing;
    if (!protocol || !framing) {
      this.#listener.message(flow, protocol ?? null, source, from, to, promised, false);
      return;
    }
    let at = from;
    while (at < to) {
      if (side.partial) at = this.#append(flow, side, protocol, framing, source, at, to);
      else {
        const there = to - at;
        if (there < framing.header) {
          if (side.lost) return this.#listener.message(flow, protocol, source, at, to, promised, false);
          this.#begin(side, source, at, to, 0);
          break;
        }
        const length = framing.measure(source.bytes, at, to);
        if (length <= 0 || length > limits.pduBytes) {
          side.lost = true;
          return this.#listener.message(flow, protocol, source, at, to, promised, false);
        }
        side.lost = false;
        if (length > there) {
          // Cut by the capture, not by the sender: no later segment brings the rest.
          if (promised > to) {
            side.lost = at + length > promised;
            return this.#listener.message(flow, protocol, source, at, to, Math.min(at + length, promised), true);
          }
          this.#begin(side, source, at, to, length);
          break;
        }
        this.#listener.message(flow, protocol, source, at, at + length, at + length, true);
        at += length;
      }
    }
    // A partial PDU that the capture cut into cannot be continued.
    if (promised > to) {
      side.lost = true;
      if (side.partial) this.#endPartial(side);
    }
  }

  #begin(side: TcpSide, source: ByteSource, from: number, to: number, length: number): void {
    side.partial = new ByteSource('reassembled TCP', new Uint8Array(0), 0, 0);
    side.partialLength = 0;
    side.wanted = length;
    this.#copy(side, source, from, to);
  }

  /** Adds to the PDU under way; gives the position after what it took. */
  #append(flow: TcpFlow, side: TcpSide, protocol: Protocol, framing: Framing, source: ByteSource, at: number, to: number): number {
    const partial = side.partial!;
    if (side.wanted === 0) {
      const header = Math.min(to, at + framing.header - side.partialLength);
      this.#copy(side, source, at, header);
      if (side.partialLength < framing.header) return header;
      side.wanted = framing.measure(partial.bytes, 0, side.partialLength);
      if (side.wanted <= 0 || side.wanted > limits.pduBytes) {
        side.lost = true;
        const length = side.partialLength;
        this.#endPartial(side);
        this.#listener.message(flow, protocol, partial, 0, length, length, false);
        return header;
      }
      if (side.partialLength < side.wanted) return header;
    }
    const end = Math.min(to, at + side.wanted - side.partialLength);
    this.#copy(side, source, at, end);
    if (side.partialLength < side.wanted) return end;
    const length = side.partialLength;
    this.#endPartial(side);
    this.#listener.message(flow, protocol, partial, 0, length, length, true);
    return end;
  }

  /** A buffer of at least `size` bytes: one that an earlier message was in, where there is one. */
  #room(size: number): Uint8Array {
    for (let i = this.#spare.length - 1; i >= 0; i--) {
      if (this.#spare[i]!.length >= size) return this.#spare.splice(i, 1)[0]!;
    }
    return Buffer.allocUnsafeSlow(Math.max(size, SPARE));
  }

  /** Buffers whose messages nobody looks at any more: to be called when the next frame begins. */
  recycle(): void {
    if (this.#finished.length === 0) return;
    for (const buffer of this.#finished) this.#keep(buffer);
    this.#finished.length = 0;
  }

  #keep(buffer: Uint8Array): void {
    const fits = buffer.length >= SPARE && buffer.length <= LARGEST_SPARE;
    if (fits && this.#spare.length < SPARES) this.#spare.push(buffer);
  }

  #endPartial(side: TcpSide): void {
    this.#bytes -= side.partial!.bytes.length;
    this.#finished.push(side.partial!.bytes);
    side.partial!.end = side.partialLength;
    side.partial = undefined;
    side.partialLength = 0;
  }

  /** Room grows with the bytes that are there, never with what a length promises. */
  #copy(side: TcpSide, source: ByteSource, from: number, to: number): void {
    const partial = side.partial!;
    const length = side.partialLength + to - from;
    if (length > partial.bytes.length) {
      const grown = this.#room(Math.max(length, partial.bytes.length * 4));
      grown.set(partial.bytes.subarray(0, side.partialLength));
      this.#bytes += grown.length - partial.bytes.length;
      this.#keep(partial.bytes);
      partial.bytes = grown;
    }
    for (const span of source.trace(from, to)) partial.pieces.push(span);
    partial.bytes.set(source.bytes.subarray(from, to), side.partialLength);
    side.partialLength = length;
  }
}
