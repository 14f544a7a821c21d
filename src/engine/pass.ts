import { Cursor, Short } from '../bytes/cursor.ts';
import { interpret, wordOf } from '../decode/interpret.ts';
import type { Anchor } from '../model/anchor.ts';
import type { Dissection, Fragment, Segment } from '../model/dissection.ts';
import type { Field, Kind } from '../model/field.ts';
import { type CloseReason, type Direction, Flow, Side, type StateKey } from '../model/flow.ts';
import type { CaptureInterface, FrameBatch } from '../model/frame.ts';
import { Layer } from '../model/layer.ts';
import type { Layout } from '../model/layout.ts';
import { limits } from '../model/limits.ts';
import type { Observer } from '../model/observer.ts';
import { type AddressKind, Packet } from '../model/packet.ts';
import type { Protocol } from '../model/protocol.ts';
import type { ProbeTable, RouteTable } from '../model/routes.ts';
import { ByteSource } from '../model/source.ts';
import type { Subject } from '../model/subject.ts';
import { DEFERRED, GENERATED, type GeneratedValue, WORDS } from '../model/tree.ts';
import { limitReached, type StreamTrouble, streamTrouble } from '../model/trouble.ts';
import { makeAnchor } from '../model/view.ts';
import { Conversations, type Endpoints } from '../streams/conversations.ts';
import { FragmentTable } from '../streams/fragments.ts';
import { MessageCutter, type MessageStream } from '../streams/messages.ts';
import { PipeFlow } from '../streams/pipe.ts';
import { RST, type StreamListener, TcpAssembler, TcpFlow, TcpSide } from '../streams/tcp.ts';
import type { Question } from './question.ts';
import { Reach } from './reach.ts';
import type { Registry } from './registry.ts';
import type { Wiring } from './wiring.ts';

const DIVISIBLE: ReadonlySet<Kind> = new Set(['none', 'bytes', 'string']);

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
  readonly #wanted: Uint8Array;
  readonly #reach: Reach;
  readonly #observer: Observer;
  /** Our own bugs are thrown, not contained. */
  readonly #strict: boolean;
  /** Layers of this packet, made once and used again; and those of them that wait. */
  readonly #pool: Layer[] = [];
  #pooled = 0;
  readonly #pending: Layer[] = [];
  #pendingCount = 0;
  readonly #ending: readonly Protocol[];
  #closing: Flow | undefined;
  /** Subtrees of the layer under way that are not closed yet. */
  readonly #open: number[] = [];
  #pipes = 0;
  readonly #shared: unknown[] = [];
  /** The payload of the segment under way. */
  readonly #payload: [number, number] = [0, 0];
  readonly #comparing: boolean;
  readonly #later: (() => void)[] = [];
  readonly #tcp: Conversations<TcpFlow>;
  readonly #udp: Conversations<Flow>;
  /** Echo requests and their replies, by their identifier. */
  readonly #icmp: Conversations<Flow>;
  readonly #cutter = new MessageCutter<TcpFlow | PipeFlow>(this);
  readonly #assembler = new TcpAssembler(this, this.#cutter);
  readonly #fragments = new FragmentTable();
  readonly #first = { seconds: 0, nanoseconds: 0 };
  #addressSize = 0;

  constructor(registry: Registry, wiring: Wiring, question: Question, observer = NO_OBSERVER, strict = false) {
    super();
    this.#registry = registry;
    this.#wiring = wiring;
    this.#question = question;
    this.#wanted = question.wanted;
    this.#observer = observer;
    // Whatever nobody claims is data.
    this.#reach = new Reach(registry, question, observer.watching || question.asks(wiring.data));
    this.#strict = strict;
    this.watching = observer.watching;
    this.#comparing = observer.watches(streamTrouble as Subject<unknown>);
    this.#ending = registry.protocols.filter((protocol) => protocol.ended);
    this.#tcp = new Conversations(
      (at, stream) =>
        newFlow(at, (a, p) => new TcpFlow('tcp', stream, a, p, [new TcpSide(), new TcpSide()], this.packet.number)),
      (flow) => this.#evict(flow),
    );
    const stateless = (transport: 'udp' | 'icmp') =>
      new Conversations<Flow>(
        (at, stream) =>
          newFlow(at, (a, p) => new Flow(transport, stream, a, p, [new Side(), new Side()], this.packet.number)),
        (flow) => this.#evict(flow),
      );
    this.#udp = stateless('udp');
    this.#icmp = stateless('icmp');
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
    this.#pooled = 0;
    this.#cutter.recycle();
    this.#push(
      this.#wiring.frame,
      source,
      source.base,
      source.end,
      Math.max(source.end, source.base + packet.wire),
      'capture',
      true,
    );
    this.#run(this.#pending[0]!, undefined);
    if (this.#later.length > 0) for (const act of this.#later.splice(0)) act();
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

  /** A payload that waits until its parent layer is done: a layer to be. */
  #push(
    protocol: Protocol,
    source: ByteSource,
    start: number,
    end: number,
    promised: number,
    how: string,
    whole: boolean,
  ): void {
    if (!this.#reach.of(protocol)) return;
    let layer = this.#pool[this.#pooled];
    if (!layer) {
      layer = new Layer();
      this.#pool.push(layer);
    }
    this.#pooled++;
    layer.protocol = protocol;
    layer.source = source;
    layer.start = start;
    layer.end = end;
    layer.promised = promised;
    layer.how = how;
    layer.quoted = this.quoted;
    layer.whole = whole;
    layer.flow = this.flow;
    layer.direction = this.direction;
    layer.beside = -1;
    this.#pending[this.#pendingCount++] = layer;
  }

  /** Dissects a layer, then what it hands on, depth first. */
  #run(layer: Layer, parent: Layer | undefined): void {
    const { protocol, source, start, end } = layer;
    const { tree } = this.packet;
    this.packet.push(layer);
    layer.parent = parent;
    layer.outcome = 'complete';
    layer.trouble = '';
    layer.depth = parent ? parent.depth + 1 : 0;
    layer.note = undefined;
    this.layer = layer;
    this.source = source;
    this.bytes = source.bytes;
    this.at = start;
    this.end = end;
    this.promised = layer.promised;
    this.limit = 'frame';
    this.whole = layer.whole;
    this.quoted = layer.quoted;
    this.flow = layer.flow;
    this.direction = layer.direction;
    this.recording = this.#question.asks(protocol);
    layer.firstNode = tree.count;
    const node =
      this.recording && this.#wanted[protocol.heading.id] ? tree.add(wordOf(protocol.heading), start, end) : -1;
    const first = this.#pendingCount;
    if (this.#open.length > 0) this.#open.length = 0;
    try {
      protocol.dissect(this);
    } catch (signal) {
      this.#failed(layer, signal);
    }
    if (node >= 0) this.#end(node, layer.end);
    layer.endNode = tree.count;
    const last = this.#pendingCount;
    if (last === first) return;
    if (layer.depth >= limits.layers) this.reached('layers');
    else for (let i = first; i < last; i++) this.#runAll(this.#pending[i]!, layer);
    this.#pendingCount = first;
  }

  /** A payload, and the messages of the same protocol that it says lie beside it. */
  #runAll(child: Layer, parent: Layer): void {
    const { end, promised } = child;
    let layer = child;
    for (let more: number = limits.messagesBeside; ; more--) {
      const handed = this.#pendingCount;
      this.#run(layer, parent);
      this.#pendingCount = handed;
      if (layer.beside < 0 || layer.beside >= end) return;
      if (more === 0) return this.reached('messagesBeside');
      this.quoted = layer.quoted;
      this.flow = layer.flow;
      this.direction = layer.direction;
      this.#push(layer.protocol, layer.source, layer.beside, end, promised, layer.how, layer.whole);
      layer = this.#pending[--this.#pendingCount]!;
    }
  }

  #failed(layer: Layer, signal: unknown): void {
    // What was under way ends with what there was of it.
    for (let node = this.#open.pop(); node !== undefined; node = this.#open.pop()) this.#end(node, this.at);
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
    return this.#wanted[field.id] === 1;
  }

  record(layout: Layout, flags = 0): void {
    if (this.at + layout.size > this.end) {
      if (this.recording) interpret(this.packet.tree, layout, this.#wanted, this.at, this.end, flags);
      this.#runOut(layout.size);
    }
    if (this.recording) this.#question.recorder(layout)(this.packet.tree, this.at, flags);
    this.at += layout.size;
  }

  take(field: Field, length: number, flags = 0): void {
    if (length < 0 || this.at + length > this.end) {
      // What is there of a text is that text's beginning; a part of a number or an address is none.
      if (this.end > this.at && DIVISIBLE.has(field.kind)) this.mark(field, this.at, this.end, flags);
      this.#runOut(length);
    }
    if (this.recording && this.#wanted[field.id]) {
      this.packet.tree.add(wordOf(field) | flags, this.at, this.at + length);
    }
    this.at += length;
  }

  /** Gives up where some of it was recorded: the subtrees under way, however they are closed, reach to the last byte. */
  #runOut(needed: number): never {
    try {
      return this.fail(needed);
    } finally {
      this.at = this.end;
    }
  }

  mark(field: Field, start: number, end: number, flags = 0): void {
    if (this.recording && this.#wanted[field.id]) this.packet.tree.add(wordOf(field) | flags, start, end);
  }

  generate(field: Field, value: GeneratedValue, start = -1, end = -1): void {
    if (this.recording && this.#wanted[field.id]) this.packet.tree.generate(wordOf(field), value, start, end);
  }

  open(field: Field): number {
    if (!this.recording || !this.#wanted[field.id]) return -1;
    const node = this.packet.tree.add(wordOf(field), this.at, this.at);
    this.#open.push(node);
    return node;
  }

  close(node: number): void {
    if (node < 0) return;
    this.#end(node, this.at);
    this.#open.pop();
  }

  /** Ends a subtree; what it holds of bytes that lie elsewhere, because an offset leads there, is marked as such. */
  #end(node: number, end: number): void {
    const { tree } = this.packet;
    tree.close(node, end);
    const start = tree.start(node);
    for (let child = node + 1; child < tree.count; child = tree.next(child)) {
      if (tree.flags(child) & GENERATED || (tree.start(child) >= start && tree.end(child) <= end)) continue;
      tree.words[child * WORDS]! |= DEFERRED;
    }
  }

  limitTo(length: number, limit: string): void {
    const end = this.at + length;
    if (end <= this.end) {
      this.end = end;
      this.layer.end = end;
    }
    // A length does not make a frame longer than it was; but an error message quotes only a datagram's beginning.
    this.promised = this.quoted ? end : Math.min(end, this.promised);
    this.layer.promised = this.promised;
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
  /** Made once: it is asked for with every segment. */
  readonly #endpoints: Endpoints = {
    bytes: this.#addressBytes,
    source: 0,
    destination: 0,
    size: 0,
    sourcePort: 0,
    destinationPort: 0,
  };
  #sourceAt = 0;
  #destinationAt = 0;

  // Handing on.

  route(table: RouteTable, value: number, start: number, end: number, promised = end): void {
    const protocol = this.#registry.lookup(table, value);
    if (protocol) this.submit(protocol, table.name, start, end, promised);
    else this.data(start, end, promised);
  }

  asksFor(table: RouteTable, value: number): boolean {
    const protocol = this.#registry.lookup(table, value);
    return protocol !== undefined && this.#question.asks(protocol);
  }

  asksBeyond(fields: ReadonlySet<Field>): boolean {
    return this.#reach.beyond(this.layer.protocol, fields);
  }

  probe(table: ProbeTable, start: number, end: number, promised = end): void {
    const protocol = this.#registry.probe(table, this.bytes, start, end);
    if (protocol) this.submit(protocol, 'content', start, end, promised);
    else this.data(start, end, promised);
  }

  submit(protocol: Protocol, how: string, start: number, end: number, promised = end): void {
    this.#push(protocol, this.source, start, end, promised, how, true);
  }

  beside(start: number): void {
    if (start > this.layer.start) this.layer.beside = start;
  }

  data(start: number, end: number, promised = end): void {
    if (end > start) this.#push(this.#wiring.data, this.source, start, end, promised, '', true);
  }

  quote(table: RouteTable, value: number, start: number, end: number, promised = end): void {
    this.quoted = true;
    this.route(table, value, start, end, promised);
  }

  probeFrom(source: ByteSource, table: ProbeTable): void {
    const protocol = this.#registry.probe(table, source.bytes, source.base, source.end) ?? this.#wiring.data;
    this.#push(protocol, source, source.base, source.end, source.end, 'content', true);
  }

  routeFrom(source: ByteSource, table: RouteTable, value: number): void {
    const protocol = this.#registry.lookup(table, value) ?? this.#wiring.data;
    this.#push(protocol, source, source.base, source.end, source.end, table.name, true);
  }

  // Conversations.

  converse(
    transport: 'tcp' | 'udp' | 'icmp',
    sourcePort: number,
    destinationPort: number,
    opening = -1,
  ): Flow | undefined {
    if (this.#addressSize === 0) return undefined;
    const at = this.#endpoints;
    at.bytes = this.#addressBytes;
    at.source = this.#sourceAt;
    at.destination = this.#destinationAt;
    at.size = this.#addressSize;
    at.sourcePort = sourcePort;
    at.destinationPort = destinationPort;
    const plain = transport === 'udp' ? this.#udp : this.#icmp;
    const table: Conversations<TcpFlow> | Conversations<Flow> = transport === 'tcp' ? this.#tcp : plain;
    const flow =
      transport === 'tcp'
        ? this.#tcp.find(at, opening < 0 ? undefined : (old, direction) => this.#reopened(old, direction, opening))
        : plain.find(at);
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

  segment(segment: Segment): number {
    const flow = this.flow as TcpFlow;
    this.#payload[0] = segment.start;
    this.#payload[1] = segment.end;
    const repeated = this.#assembler.accept(
      flow,
      this.direction,
      segment,
      this.source,
      this.packet.number,
      this.#comparing,
    );
    if (flow.closed) return repeated;
    if (segment.flags & RST) flow.closed = 'rst';
    else if (flow.sides[0].finished && flow.sides[1].finished) flow.closed = 'fin';
    // What this very segment carries comes first.
    if (flow.closed) this.#closing = flow;
    return repeated;
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
      return this.#reach.of(found) ? found : null;
    }
    const { tcpPort } = this.#wiring;
    const protocol = this.#byPort(tcpPort, flow);
    if (!protocol) return undefined;
    flow.how = tcpPort.name;
    return this.#reach.of(protocol) ? protocol : null;
  }

  /** The lower port is the likelier service. */
  #byPort(table: RouteTable, flow: Flow): Protocol | undefined {
    const [a, b] = flow.ports;
    return this.#registry.lookup(table, Math.min(a, b)) ?? this.#registry.lookup(table, Math.max(a, b));
  }

  message(
    flow: TcpFlow | PipeFlow,
    stream: MessageStream,
    protocol: Protocol | null,
    source: ByteSource,
    start: number,
    end: number,
    promised: number,
    whole: boolean,
  ): void {
    // An acknowledgment may set messages free that its receiver sent before.
    const { direction } = this;
    this.direction = flow.sides[0].messages === stream ? 0 : 1;
    this.#push(protocol ?? this.#wiring.data, source, start, end, promised, flow.how, whole);
    this.direction = direction;
  }

  trouble(flow: TcpFlow, side: TcpSide, kind: StreamTrouble['kind'], bytes: number, frame: number): void {
    if (!this.watched(streamTrouble)) return;
    const [start, end] = this.#payload;
    this.observe(streamTrouble, {
      kind,
      flow,
      direction: flow.sides[0] === side ? 0 : 1,
      anchor: this.anchor(undefined, start, end),
      bytes,
      frame,
    });
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

  #evict(flow: Flow): void {
    this.reached('flows');
    if (!flow.closed) this.#close(flow, 'limit');
  }

  #close(flow: Flow, reason: CloseReason): void {
    flow.closed = reason;
    if (flow instanceof TcpFlow) this.#assembler.forget(flow);
    else if (flow instanceof PipeFlow) for (const side of flow.sides) this.#cutter.forget(side.messages);
    for (const protocol of this.#ending) {
      try {
        protocol.ended!(flow, this);
      } catch (error) {
        if (this.#strict) throw error;
      }
    }
  }

  gather(name: string, whole: ByteSource | undefined, start: number, end: number): ByteSource {
    const to = whole ?? new ByteSource(name, new Uint8Array(0), 0, 0);
    const length = to.end + end - start;
    if (length > to.bytes.length) {
      const grown = new Uint8Array(Math.max(length, to.bytes.length * 2));
      grown.set(to.bytes.subarray(0, to.end));
      to.bytes = grown;
    }
    to.bytes.set(this.bytes.subarray(start, end), to.end);
    for (const span of this.source.trace(start, end)) to.pieces.push(span);
    to.end = length;
    return to;
  }

  join(name: string, pieces: readonly ByteSource[]): ByteSource {
    const whole = new Uint8Array(pieces.reduce((n, piece) => n + piece.end, 0));
    const joined = new ByteSource(name, whole, 0, whole.length);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece.bytes.subarray(0, piece.end), at);
      joined.pieces.push(...piece.pieces);
      at += piece.end;
    }
    return joined;
  }

  submitFrom(source: ByteSource, protocol: Protocol, how: string, start = source.base, end = source.end): void {
    this.#push(protocol, source, start, end, end, how, true);
  }

  reassemble(name: string, fragment: Fragment): ByteSource | undefined {
    const { key, offset, last, start, end } = fragment;
    const spans = this.source.trace(start, end);
    const { dropped } = this.#fragments;
    const whole = this.#fragments.add(
      name,
      key,
      offset,
      last,
      this.bytes.subarray(start, end),
      spans,
      this.packet.seconds,
    );
    if (this.#fragments.dropped > dropped) this.reached('datagrams');
    return whole;
  }

  shared<T>(key: StateKey<T>): T {
    this.#shared[key.index] ??= key.make();
    return this.#shared[key.index] as T;
  }

  // Telling.

  watched<T>(subject: Subject<T>): boolean {
    return this.#observer.watches(subject as Subject<unknown>);
  }

  observe<T>(subject: Subject<T>, value: T): void {
    this.#observer.observed(subject as Subject<unknown>, value, this.packet);
  }

  conceal(start: number, end: number, width: 1 | 2): void {
    if (end > start && !this.quoted) this.packet.secrets.push({ source: this.source, start, end, width });
  }

  later(act: () => void): void {
    this.#later.push(act);
  }

  reached(limit: keyof typeof limits): void {
    if (this.watched(limitReached))
      this.observe(limitReached, { limit, anchor: this.anchor(undefined, this.layer.start, this.layer.end) });
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
function since(
  to: { seconds: number; nanoseconds: number },
  now: number,
  nowNs: number,
  then: number,
  thenNs: number,
): void {
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
