import { Cursor, Short } from '../bytes/cursor.ts';
import { interpret, wordOf } from '../decode/interpret.ts';
import type { Anchor } from '../model/anchor.ts';
import type { Dissection, Fragment, Segment } from '../model/dissection.ts';
import type { Field } from '../model/field.ts';
import { type CloseReason, type Direction, Flow, Side } from '../model/flow.ts';
import type { CaptureInterface, FrameBatch } from '../model/frame.ts';
import { Layer } from '../model/layer.ts';
import type { Layout } from '../model/layout.ts';
import { limits } from '../model/limits.ts';
import type { Observer } from '../model/observer.ts';
import { type AddressKind, Packet } from '../model/packet.ts';
import type { Protocol } from '../model/protocol.ts';
import type { ProbeTable, RouteTable } from '../model/routes.ts';
import type { ByteSource } from '../model/source.ts';
import type { Subject } from '../model/subject.ts';
import type { GeneratedValue } from '../model/tree.ts';
import { makeAnchor } from '../model/view.ts';
import { Conversations, type Endpoints } from '../streams/conversations.ts';
import { FragmentTable } from '../streams/fragments.ts';
import { MessageCutter } from '../streams/messages.ts';
import { PipeFlow } from '../streams/pipe.ts';
import { RST, type StreamListener, TcpAssembler, TcpFlow, TcpSide } from '../streams/tcp.ts';
import type { Question } from './question.ts';
import type { Registry } from './registry.ts';
import type { Wiring } from './wiring.ts';

/** A payload that waits until its parent layer is done. */
interface Pending {
  protocol: Protocol;
  source: ByteSource;
  start: number;
  end: number;
  promised: number;
  how: string;
  quoted: boolean;
  whole: boolean;
  flow: Flow | undefined;
  direction: Direction;
}

const NO_OBSERVER: Observer = { watching: false, watches: () => false, observed: () => {} };

/**
 * One forward pass over the frames of a run. Each frame is dissected from its link layer up; what a layer hands on waits
 * until the layer is done, so that a packet's layers and nodes lie in preorder without any sorting.
 */
export class Pass extends Cursor implements Dissection, StreamListener {
  readonly packet = new Packet();
  layer!: Layer;
  source!: ByteSource;
  flow: Flow | undefined;
  direction: Direction = 0;
  quoted = false;
  whole = true;
  recording = false;
  readonly watching: boolean;

  readonly #registry: Registry;
  readonly #wiring: Wiring;
  readonly #question: Question;
  readonly #observer: Observer;
  /** Our own bugs are thrown, not contained. */
  readonly #strict: boolean;
  readonly #pending: Pending[] = [];
  #pendingCount = 0;
  readonly #ending: readonly Protocol[];
  #closing: Flow | undefined;
  #pipes = 0;
  readonly #tcp: Conversations<TcpFlow>;
  readonly #udp: Conversations<Flow>;
  readonly #cutter = new MessageCutter<Flow>(this);
  readonly #assembler = new TcpAssembler(this, this.#cutter);
  readonly #fragments = new FragmentTable();
  readonly #first = { seconds: 0, nanoseconds: 0 };
  #addressSize = 0;

  constructor(registry: Registry, wiring: Wiring, question: Question, observer = NO_OBSERVER, strict = false) {
    super();
    this.#registry = registry;
    this.#wiring = wiring;
    this.#question = question;
    this.#observer = observer;
    this.#strict = strict;
    this.watching = observer.watching;
    this.#ending = registry.protocols.filter((protocol) => protocol.ended);
    this.#tcp = new Conversations(
      (at, stream) => newFlow(at, (a, p) => new TcpFlow('tcp', stream, a, p, [new TcpSide(), new TcpSide()], this.packet.number)),
      (flow) => !flow.closed && this.#close(flow, 'limit'),
    );
    this.#udp = new Conversations(
      (at, stream) => newFlow(at, (a, p) => new Flow('udp', stream, a, p, [new Side(), new Side()], this.packet.number)),
      (flow) => this.#close(flow, 'limit'),
    );
  }

  /** Dissects frame `i` of a batch; `packet` holds the result until the next call. */
  frame(batch: FrameBatch, i: number, from: CaptureInterface): void {
    const { packet } = this;
    packet.clear();
    packet.number++;
    this.#time(batch.seconds[i]!, batch.nanoseconds[i]!);
    packet.captured = batch.captured[i]!;
    packet.wire = batch.wire[i]!;
    packet.interface = batch.interface[i]!;
    packet.linkType = from.linkType;
    packet.section = from.section;
    packet.position = batch.position[i]!;
    const { source } = packet;
    source.bytes = batch.bytes;
    source.base = batch.start[i]!;
    source.end = source.base + packet.captured;
    source.frame = packet.number;
    this.flow = undefined;
    this.direction = 0;
    this.quoted = false;
    this.#pendingCount = 0;
    this.#cutter.recycle();
    this.#push(this.#wiring.frame, source, source.base, source.end, Math.max(source.end, source.base + packet.wire), 'capture', true);
    this.#run(0);
    if (this.#closing) {
      this.#close(this.#closing, this.#closing.closed!);
      this.#closing = undefined;
    }
  }

  #time(seconds: number, nanoseconds: number): void {
    const { packet } = this;
    if (packet.number === 1) {
      this.#first.seconds = seconds;
      this.#first.nanoseconds = nanoseconds;
    } else since(packet.delta, seconds, nanoseconds, packet.seconds, packet.nanoseconds);
    since(packet.relative, seconds, nanoseconds, this.#first.seconds, this.#first.nanoseconds);
    packet.seconds = seconds;
    packet.nanoseconds = nanoseconds;
  }

  /** The end of the capture: every open flow's state ends. */
  finish(reason: CloseReason = 'end of capture'): void {
    for (const flow of this.#tcp.flows()) if (!flow.closed) this.#close(flow, reason);
    for (const flow of this.#udp.flows()) this.#close(flow, reason);
  }

  // What was handed on.

  #push(protocol: Protocol, source: ByteSource, start: number, end: number, promised: number, how: string, whole: boolean): void {
    let entry = this.#pending[this.#pendingCount];
    if (!entry) {
      entry = { protocol, source, start, end, promised, how, quoted: false, whole, flow: undefined, direction: 0 };
      this.#pending.push(entry);
    }
    this.#pendingCount++;
    entry.protocol = protocol;
    entry.source = source;
    entry.start = start;
    entry.end = end;
    entry.promised = promised;
    entry.how = how;
    entry.quoted = this.quoted;
    entry.whole = whole;
    entry.flow = this.flow;
    entry.direction = this.direction;
  }

  /** Dissects the payload at `index`, then what it hands on, depth first. */
  #run(index: number, parent?: Layer): void {
    const { packet } = this;
    const entry = this.#pending[index]!;
    const layer = packet.push();
    layer.protocol = entry.protocol;
    layer.parent = parent;
    layer.source = entry.source;
    layer.start = entry.start;
    layer.end = entry.end;
    layer.promised = entry.promised;
    layer.outcome = 'complete';
    layer.trouble = '';
    layer.quoted = entry.quoted;
    layer.how = entry.how;
    layer.depth = parent ? parent.depth + 1 : 0;
    layer.note = undefined;
    this.whole = entry.whole;
    this.layer = layer;
    this.source = entry.source;
    this.bytes = entry.source.bytes;
    this.at = entry.start;
    this.end = entry.end;
    this.promised = entry.promised;
    this.limit = 'frame';
    this.quoted = entry.quoted;
    this.flow = entry.flow;
    this.direction = entry.direction;
    this.recording = this.#question.asks(entry.protocol);
    const { tree } = packet;
    const heading = entry.protocol.heading;
    layer.firstNode = tree.count;
    const node = this.#question.wanted[heading.id] ? tree.add(wordOf(heading), entry.start, entry.end) : -1;
    const first = this.#pendingCount;
    try {
      entry.protocol.dissect(this);
    } catch (signal) {
      this.#failed(layer, signal);
    }
    if (node >= 0) tree.close(node, layer.end);
    layer.endNode = tree.count;
    const last = this.#pendingCount;
    if (last === first) return;
    if (layer.depth >= limits.layers) {
      this.#pendingCount = first;
      return;
    }
    for (let i = first; i < last; i++) {
      this.#run(i, layer);
      this.#pendingCount = last;
    }
    this.#pendingCount = first;
  }

  #failed(layer: Layer, signal: unknown): void {
    if (signal instanceof Short) {
      layer.outcome = signal.cut ? 'truncated' : 'malformed';
      layer.trouble = `needs ${signal.needed} bytes, ${signal.had} are there (${signal.limit})`;
      return;
    }
    if (this.#strict) throw signal;
    layer.outcome = 'opaque';
    layer.trouble = `specshark failed here: ${signal instanceof Error ? signal.message : String(signal)}`;
  }

  // Recording.

  wants(field: Field): boolean {
    return this.#question.wanted[field.id] === 1;
  }

  record(layout: Layout, flags = 0): void {
    if (this.at + layout.size > this.end) {
      if (this.recording) interpret(this.packet.tree, layout, this.#question.wanted, this.at, this.end, flags);
      this.fail(layout.size);
    }
    if (this.recording) this.#question.recorder(layout)(this.packet.tree, this.at, flags);
    this.at += layout.size;
  }

  take(field: Field, length: number, flags = 0): void {
    if (length < 0 || this.at + length > this.end) {
      if (this.end > this.at) this.mark(field, this.at, this.end, flags);
      this.fail(length);
    }
    if (this.recording && this.#question.wanted[field.id]) {
      this.packet.tree.add(wordOf(field) | flags, this.at, this.at + length);
    }
    this.at += length;
  }

  mark(field: Field, start: number, end: number, flags = 0): void {
    if (this.recording && this.#question.wanted[field.id]) this.packet.tree.add(wordOf(field) | flags, start, end);
  }

  generate(field: Field, value: GeneratedValue, start = -1, end = -1): void {
    if (this.recording && this.#question.wanted[field.id]) this.packet.tree.generate(wordOf(field), value, start, end);
  }

  open(field: Field): number {
    if (!this.recording || !this.#question.wanted[field.id]) return -1;
    return this.packet.tree.add(wordOf(field), this.at, this.at);
  }

  close(node: number): void {
    if (node >= 0) this.packet.tree.close(node, this.at);
  }

  limitTo(length: number, limit: string): void {
    const end = this.at + length;
    this.promised = end;
    if (end <= this.end) {
      this.end = end;
      this.layer.end = end;
    }
    this.layer.promised = end;
    this.limit = limit;
  }

  addresses(kind: AddressKind, source: number, destination: number): void {
    this.#addressSize = kind === 'ipv4' ? 4 : kind === 'ipv6' ? 16 : 6;
    this.#addressBytes = this.bytes;
    this.#sourceAt = source;
    this.#destinationAt = destination;
    if (this.quoted) return;
    const { packet } = this;
    packet.addressKind = kind;
    packet.addressBytes = this.bytes;
    packet.sourceAddress = source;
    packet.destinationAddress = destination;
  }

  #addressBytes: Uint8Array = new Uint8Array(0);
  #sourceAt = 0;
  #destinationAt = 0;

  // Handing on.

  route(table: RouteTable, value: number, start: number, end: number, promised = end): void {
    const protocol = this.#registry.lookup(table, value);
    if (protocol) this.submit(protocol, table.name, start, end, promised);
    else this.data(start, end, promised);
  }

  probe(table: ProbeTable, start: number, end: number, promised = end): void {
    const protocol = this.#registry.probe(table, this.bytes, start, end);
    if (protocol) this.submit(protocol, 'content', start, end, promised);
    else this.data(start, end, promised);
  }

  submit(protocol: Protocol, how: string, start: number, end: number, promised = end): void {
    this.#push(protocol, this.source, start, end, promised, how, true);
  }

  data(start: number, end: number, promised = end): void {
    if (end > start) this.#push(this.#wiring.data, this.source, start, end, promised, '', true);
  }

  quote(table: RouteTable, value: number, start: number, end: number, promised = end): void {
    this.quoted = true;
    this.route(table, value, start, end, promised);
  }

  routeFrom(source: ByteSource, table: RouteTable, value: number): void {
    const protocol = this.#registry.lookup(table, value) ?? this.#wiring.data;
    this.#push(protocol, source, source.base, source.end, source.end, table.name, true);
  }

  // Conversations.

  converse(transport: 'tcp' | 'udp', sourcePort: number, destinationPort: number, opening = -1): Flow | undefined {
    if (this.#addressSize === 0) return undefined;
    const at: Endpoints = {
      bytes: this.#addressBytes,
      source: this.#sourceAt,
      destination: this.#destinationAt,
      size: this.#addressSize,
      sourcePort,
      destinationPort,
    };
    const table: Conversations<TcpFlow> | Conversations<Flow> = transport === 'tcp' ? this.#tcp : this.#udp;
    const flow =
      transport === 'tcp'
        ? this.#tcp.find(at, opening < 0 ? undefined : (old, direction) => this.#reopened(old, direction, opening))
        : this.#udp.find(at);
    this.flow = flow;
    this.direction = table.direction;
    this.packet.flow = flow;
    this.packet.direction = table.direction;
    flow.lastSeconds = this.packet.seconds;
    flow.sides[table.direction].packets++;
    return flow;
  }

  /** A SYN with another sequence number begins a new connection between the same ports. */
  #reopened(old: TcpFlow, direction: Direction, seq: number): boolean {
    const side = old.sides[direction];
    if (!side.based || side.base === seq) return false;
    if (!old.closed) this.#close(old, 'idle');
    return true;
  }

  segment(segment: Segment): void {
    const flow = this.flow as TcpFlow;
    this.#assembler.accept(flow, this.direction, segment, this.source);
    if (flow.closed) return;
    if (segment.flags & RST) flow.closed = 'rst';
    else if (flow.sides[0].finished && flow.sides[1].finished) flow.closed = 'fin';
    // What this very segment carries comes first.
    if (flow.closed) this.#closing = flow;
  }

  datagram(start: number, end: number, promised = end): void {
    const { flow } = this;
    const { udpPayload, udpPort } = this.#wiring;
    const found = this.#registry.probe(udpPayload, this.bytes, start, end);
    if (found) return this.submit(found, 'content', start, end, promised);
    const protocol = flow && this.#byPort(udpPort, flow);
    if (protocol) this.submit(protocol, udpPort.name, start, end, promised);
    else this.data(start, end, promised);
  }

  recognise(flow: TcpFlow, bytes: Uint8Array, start: number, end: number): Protocol | null | undefined {
    const found = this.#registry.probe(this.#wiring.tcpPayload, bytes, start, end);
    if (found) {
      flow.how = 'content';
      return found;
    }
    const { tcpPort } = this.#wiring;
    const protocol = this.#byPort(tcpPort, flow);
    if (protocol) flow.how = tcpPort.name;
    return protocol;
  }

  /** The lower port is the likelier service. */
  #byPort(table: RouteTable, flow: Flow): Protocol | undefined {
    const [a, b] = flow.ports;
    return this.#registry.lookup(table, Math.min(a, b)) ?? this.#registry.lookup(table, Math.max(a, b));
  }

  message(flow: Flow, protocol: Protocol | null, source: ByteSource, start: number, end: number, promised: number, whole: boolean): void {
    const how = flow instanceof TcpFlow || flow instanceof PipeFlow ? flow.how : '';
    this.#push(protocol ?? this.#wiring.data, source, start, end, promised, how, whole);
  }

  openPipe(name: string): Flow {
    return new PipeFlow(this.flow!, this.#pipes++, name, this.packet.number);
  }

  pipe(pipe: Flow, direction: Direction, start: number, end: number, promised = end): void {
    if (!(pipe instanceof PipeFlow) || end <= start) return;
    pipe.sides[direction].packets++;
    pipe.lastSeconds = this.packet.seconds;
    if (pipe.carries === undefined) {
      pipe.carries = this.#registry.probe(this.#wiring.pipePayload, this.bytes, start, end);
      if (pipe.carries) pipe.how = 'content';
    }
    // What lies in a pipe belongs to the pipe's flow, not to the connection that carries it.
    const { flow, direction: way } = this;
    this.flow = pipe;
    this.direction = direction;
    this.#cutter.feed(pipe, pipe.sides[direction].messages, pipe.carries ?? null, this.source, start, end, promised);
    this.flow = flow;
    this.direction = way;
  }

  closePipe(pipe: Flow, reason: CloseReason): void {
    if (!pipe.closed) this.#close(pipe, reason);
  }

  #close(flow: Flow, reason: CloseReason): void {
    flow.closed = reason;
    if (flow instanceof TcpFlow) this.#assembler.forget(flow);
    else if (flow instanceof PipeFlow) for (const side of flow.sides) this.#cutter.forget(side.messages);
    for (const protocol of this.#ending) protocol.ended!(flow, this);
  }

  reassemble(name: string, fragment: Fragment): ByteSource | undefined {
    const { key, offset, last, start, end } = fragment;
    const spans = this.source.trace(start, end);
    return this.#fragments.add(name, key, offset, last, this.bytes.subarray(start, end), spans, this.packet.seconds);
  }

  // Telling.

  watched<T>(subject: Subject<T>): boolean {
    return this.#observer.watches(subject as Subject<unknown>);
  }

  observe<T>(subject: Subject<T>, value: T): void {
    this.#observer.observed(subject as Subject<unknown>, value, this.packet);
  }

  anchor(field: Field | undefined, start: number, end: number): Anchor {
    return makeAnchor(this.packet, this.layer, field, start, end);
  }
}

function newFlow<F>(at: Endpoints, make: (addresses: [Uint8Array, Uint8Array], ports: [number, number]) => F): F {
  const copy = (from: number): Uint8Array => at.bytes.slice(from, from + at.size);
  return make([copy(at.source), copy(at.destination)], [at.sourcePort, at.destinationPort]);
}

/** The time from `then` to `now`; both parts of a negative one are negative. */
function since(to: { seconds: number; nanoseconds: number }, now: number, nowNs: number, then: number, thenNs: number): void {
  let seconds = now - then;
  let nanoseconds = nowNs - thenNs;
  if (seconds > 0 && nanoseconds < 0) {
    seconds--;
    nanoseconds += 1e9;
  } else if (seconds < 0 && nanoseconds > 0) {
    seconds++;
    nanoseconds -= 1e9;
  }
  to.seconds = seconds;
  to.nanoseconds = nanoseconds;
}
