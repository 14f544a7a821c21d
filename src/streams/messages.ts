import { NO_BYTES } from '../bytes/read.ts';
import { empty } from '../model/empty.ts';
import { limits } from '../model/limits.ts';
import type { Protocol } from '../model/protocol.ts';
import { UNTOLD } from '../model/routes.ts';
import { ByteSource } from '../model/source.ts';
import { type FlowListener, Unfinished } from './unfinished.ts';

/** One direction of a byte stream that carries messages: the one that is under way. */
export class MessageStream {
  /** Its bytes, undefined between messages. */
  partial: ByteSource | undefined;
  length = 0;
  /** Its whole length, 0 while its header is incomplete. */
  wanted = 0;
  /** Bytes still to come of one that is passed over. */
  passing = 0;
  /** What comes next begins wherever: its start must be recognised. */
  lost = false;
}

/** Where messages go: which direction's they are, and `whole`, false for bytes that belong to none. */
export interface MessageListener<F> extends FlowListener<F> {
  message(
    flow: F,
    stream: MessageStream,
    protocol: Protocol | null,
    source: ByteSource,
    start: number,
    end: number,
    promised: number,
    whole: boolean,
  ): void;
  /** Whether nothing is asked for of the message that begins at `at`; only of protocols that say what theirs carry. */
  passesOver(flow: F, protocol: Protocol, bytes: Uint8Array, at: number, to: number): boolean;
  /** The unfinished message of a direction was dropped: its bytes are lost to whoever judges. */
  dropped(flow: F, stream: MessageStream): void;
}

/** Smallest buffer of a message, how many are kept for reuse, and how large one may be to be kept. */
const SPARE = 1 << 12;
const SPARES = 16;
const LARGEST_SPARE = 1 << 21;

/**
 * Cuts streams into messages by their protocol's framing. A message that lies whole in what comes is handed on in place;
 * only what spans several pieces is copied, into buffers that grow with the bytes that are there and are used again.
 */
export class MessageCutter<F> {
  readonly #listener: MessageListener<F>;
  readonly #spare: Uint8Array[] = [];
  readonly #finished: Uint8Array[] = [];
  readonly #open: Unfinished<MessageStream, F>;
  /** Bytes held in unfinished messages. */
  held = 0;

  constructor(listener: MessageListener<F>) {
    this.#listener = listener;
    this.#open = new Unfinished(listener, (stream, flow) => {
      this.#end(stream);
      stream.lost = true;
      listener.dropped(flow, stream);
    });
  }

  /** New bytes of a direction, in order. `promised` is where they would end had they been captured whole. */
  feed(
    flow: F,
    stream: MessageStream,
    protocol: Protocol | null,
    source: ByteSource,
    from: number,
    to: number,
    promised: number,
  ): void {
    if (!protocol?.framing) {
      this.#listener.message(flow, stream, protocol, source, from, to, promised, false);
      return;
    }
    let at = from;
    if (stream.passing > 0) {
      at = Math.min(to, from + stream.passing);
      stream.passing -= at - from;
    }
    while (at < to) {
      const next = stream.partial
        ? this.#append(flow, stream, protocol, source, at, to)
        : this.#begin(flow, stream, protocol, source, at, to, promised);
      if (next < 0) return;
      at = next;
    }
    // A partial message that the capture cut into cannot be continued.
    if (promised > to) {
      stream.lost = true;
      stream.passing = 0;
      if (stream.partial) this.#end(stream);
    }
  }

  /** Gives up on the message under way, and hands on what there is of it. */
  abandon(flow: F, stream: MessageStream, protocol: Protocol | null): void {
    const { partial, length, wanted } = stream;
    stream.lost = true;
    stream.passing = 0;
    if (!partial) return;
    this.#end(stream);
    this.#listener.message(flow, stream, protocol, partial, 0, length, Math.max(length, wanted), false);
  }

  /** Drops an unfinished message, one of the oldest; false where there is none. */
  dropOne(): boolean {
    return this.#open.dropOne();
  }

  /** Drops it without a word: the flow is over. */
  forget(stream: MessageStream): void {
    if (stream.partial) this.#end(stream);
  }

  /** Buffers whose messages nobody looks at any more: to be called when the next frame begins. */
  recycle(): void {
    for (const buffer of this.#finished) this.#keep(buffer);
    empty(this.#finished);
  }

  /** A message that begins at `at`; gives the position after it, -1 where the rest of the piece is used up. */
  #begin(
    flow: F,
    stream: MessageStream,
    protocol: Protocol,
    source: ByteSource,
    at: number,
    to: number,
    promised: number,
  ): number {
    const framing = protocol.framing!;
    const there = to - at;
    const length = there < framing.header ? 0 : framing.measure(source.bytes, at, to);
    const told = there >= framing.header && length !== UNTOLD;
    if (there < framing.header ? stream.lost : told && (length <= 0 || length > limits.pduBytes)) {
      stream.lost = true;
      if (length > limits.pduBytes) this.#listener.reached('pduBytes');
      this.#listener.message(flow, stream, protocol, source, at, to, promised, false);
      return -1;
    }
    if (there >= framing.header) stream.lost = false;
    const passedOver = told && this.#listener.passesOver(flow, protocol, source.bytes, at, to);
    if (told && length <= there) {
      if (!passedOver) this.#listener.message(flow, stream, protocol, source, at, at + length, at + length, true);
      return at + length;
    }
    if (promised > to) {
      // Cut by the capture, not by the sender: no later piece brings the rest.
      stream.lost = !told || at + length > promised;
      this.#listener.message(
        flow,
        stream,
        protocol,
        source,
        at,
        to,
        told ? Math.min(at + length, promised) : promised,
        true,
      );
      return -1;
    }
    if (passedOver) {
      stream.passing = length - there;
      return to;
    }
    stream.partial = new ByteSource('reassembled', NO_BYTES, 0, 0);
    stream.length = 0;
    stream.wanted = told ? length : 0;
    this.#open.add(stream, flow);
    this.#copy(stream, source, at, to);
    return to;
  }

  /** Adds to the message under way; gives the position after what it took. */
  #append(flow: F, stream: MessageStream, protocol: Protocol, source: ByteSource, at: number, to: number): number {
    const framing = protocol.framing!;
    const partial = stream.partial!;
    if (stream.wanted === 0) {
      // As much as a header takes; where that did not tell, all there is.
      const stop = stream.length < framing.header ? Math.min(to, at + framing.header - stream.length) : to;
      this.#copy(stream, source, at, stop);
      if (stream.length < framing.header) return stop;
      const wanted = framing.measure(partial.bytes, 0, stream.length);
      if (wanted === UNTOLD) return stop;
      stream.wanted = wanted;
      if (wanted <= 0 || wanted > limits.pduBytes) {
        if (wanted > limits.pduBytes) this.#listener.reached('pduBytes');
        this.abandon(flow, stream, protocol);
        return stop;
      }
      at = stop - this.#giveBack(stream, Math.min(stop - at, stream.length - wanted));
    }
    const end = Math.min(to, at + stream.wanted - stream.length);
    if (end > at) this.#copy(stream, source, at, end);
    if (stream.length < stream.wanted) return end;
    const { length } = stream;
    this.#end(stream);
    this.#listener.message(flow, stream, protocol, partial, 0, length, length, true);
    return end;
  }

  #end(stream: MessageStream): void {
    const { bytes } = stream.partial!;
    this.#open.delete(stream);
    this.held -= bytes.length;
    this.#finished.push(bytes);
    stream.partial!.end = stream.length;
    stream.partial = undefined;
    stream.length = 0;
    stream.wanted = 0;
  }

  #copy(stream: MessageStream, source: ByteSource, from: number, to: number): void {
    const partial = stream.partial!;
    const length = stream.length + to - from;
    if (length > partial.bytes.length) {
      const { wanted } = stream;
      const ahead = partial.bytes.length * 4;
      const grown = this.#room(Math.max(length, wanted > 0 ? Math.min(ahead, wanted) : ahead));
      grown.set(partial.bytes.subarray(0, stream.length));
      this.held += grown.length - partial.bytes.length;
      this.#keep(partial.bytes);
      partial.bytes = grown;
    }
    source.traceInto(partial.pieces, from, to);
    partial.bytes.set(source.bytes.subarray(from, to), stream.length);
    stream.length = length;
  }

  /** Takes `over` bytes off a message's end again, because they are the next one's. Gives how many. */
  #giveBack(stream: MessageStream, over: number): number {
    if (over <= 0) return 0;
    stream.length -= over;
    const { pieces } = stream.partial!;
    for (let left = over; left > 0; ) {
      const last = pieces.at(-1)!;
      const taken = Math.min(left, last.length);
      last.length -= taken;
      if (last.length === 0) pieces.pop();
      left -= taken;
    }
    return over;
  }

  /** A buffer of at least `size` bytes: one that an earlier message was in, where there is one. */
  #room(size: number): Uint8Array {
    for (let i = this.#spare.length - 1; i >= 0; i--) {
      if (this.#spare[i]!.length >= size) return this.#spare.splice(i, 1)[0]!;
    }
    // A plain Uint8Array: the slice of a Buffer would be no copy.
    return new Uint8Array(Buffer.allocUnsafeSlow(Math.max(size, SPARE)).buffer);
  }

  #keep(buffer: Uint8Array): void {
    const fits = buffer.length >= SPARE && buffer.length <= LARGEST_SPARE;
    if (fits && this.#spare.length < SPARES) this.#spare.push(buffer);
  }
}
