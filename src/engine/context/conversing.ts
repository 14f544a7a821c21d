import type { Segment } from '../../model/dissection.ts';
import { empty } from '../../model/empty.ts';
import { type CloseReason, type Direction, Flow, Side } from '../../model/flow.ts';
import { limits } from '../../model/limits.ts';
import type { Observer } from '../../model/observer.ts';
import type { Protocol } from '../../model/protocol.ts';
import type { RouteTable } from '../../model/routes.ts';
import type { ByteSource } from '../../model/source.ts';
import type { Subject } from '../../model/subject.ts';
import { type StreamTrouble, streamTrouble } from '../../model/trouble.ts';
import { Conversations, type Endpoints } from '../../streams/conversations.ts';
import { MessageCutter, type MessageStream } from '../../streams/messages.ts';
import { PipeFlow } from '../../streams/pipe.ts';
import { RST, type StreamListener, TcpAssembler, TcpFlow, TcpSide } from '../../streams/tcp.ts';
import type { Question } from '../question.ts';
import type { Registry } from '../registry.ts';
import type { Wiring } from '../wiring.ts';
import { HandingOn } from './handing-on.ts';

/** Conversations, streams and pipes: which flow a layer belongs to, and what becomes whole of its bytes. */
export abstract class Conversing extends HandingOn implements StreamListener {
  protected readonly tcpFlows: Conversations<TcpFlow>;
  protected readonly udpFlows: Conversations<Flow>;
  protected readonly cutter = new MessageCutter<TcpFlow | PipeFlow>(this);
  /** The flow that ends with this frame. */
  protected closing: Flow | undefined;
  /** Echo requests and their replies, by their identifier. */
  private readonly echoes: Conversations<Flow>;
  private readonly assembler = new TcpAssembler(this, this.cutter);
  private readonly ending: readonly Protocol[];
  private readonly comparing: boolean;
  private pipes = 0;
  /** The segment under way opens a connection between the ports of another. */
  private reopened = false;
  /** The payload of the segment under way. */
  private readonly payload: [number, number] = [0, 0];
  /** Of it, what lies in messages that are whole with it. */
  private readonly told: (readonly [number, number])[] = [];
  /** Made once: it is asked for with every segment. */
  private readonly endpoints: Endpoints = {
    bytes: this.addressBytes,
    source: 0,
    destination: 0,
    size: 0,
    sourcePort: 0,
    destinationPort: 0,
  };

  constructor(registry: Registry, wiring: Wiring, question: Question, observer: Observer) {
    super(registry, wiring, question, observer);
    this.comparing = observer.watches(streamTrouble as Subject<unknown>);
    this.ending = registry.protocols.filter((protocol) => protocol.ended);
    this.tcpFlows = new Conversations(
      (at, stream) =>
        newFlow(at, (a, p) => new TcpFlow('tcp', stream, a, p, [new TcpSide(), new TcpSide()], this.packet.number)),
      (flow) => this.evict(flow),
    );
    const stateless = (transport: 'udp' | 'icmp') =>
      new Conversations<Flow>(
        (at, stream) =>
          newFlow(at, (a, p) => new Flow(transport, stream, a, p, [new Side(), new Side()], this.packet.number)),
        (flow) => this.evict(flow),
      );
    this.udpFlows = stateless('udp');
    this.echoes = stateless('icmp');
  }

  converse(
    transport: 'tcp' | 'udp' | 'icmp',
    sourcePort: number,
    destinationPort: number,
    opening?: number,
  ): Flow | undefined {
    if (this.addressSize === 0) return undefined;
    const at = this.endpointsOf(sourcePort, destinationPort);
    const plain = transport === 'udp' ? this.udpFlows : this.echoes;
    const table: Conversations<TcpFlow> | Conversations<Flow> = transport === 'tcp' ? this.tcpFlows : plain;
    const flow =
      transport === 'tcp'
        ? this.tcpFlows.find(at, opening === undefined ? undefined : this.reopening(opening))
        : plain.find(at);
    if (this.reopened) {
      flow.reused = true;
      this.reopened = false;
    }
    this.flow = flow;
    this.direction = table.direction;
    this.packet.flow = flow;
    this.packet.direction = table.direction;
    flow.lastSeconds = this.packet.seconds;
    flow.sides[table.direction].packets++;
    return flow;
  }

  quotedFlow(transport: 'tcp' | 'udp', sourcePort: number, destinationPort: number): Flow | undefined {
    if (this.addressSize === 0) return undefined;
    const table = transport === 'tcp' ? this.tcpFlows : this.udpFlows;
    return table.peek(this.endpointsOf(sourcePort, destinationPort));
  }

  private endpointsOf(sourcePort: number, destinationPort: number): Endpoints {
    const at = this.endpoints;
    at.bytes = this.addressBytes;
    at.source = this.sourceAt;
    at.destination = this.destinationAt;
    at.size = this.addressSize;
    at.sourcePort = sourcePort;
    at.destinationPort = destinationPort;
    return at;
  }

  /** A SYN with another sequence number begins a new connection between the same ports. */
  private reopening(seq: number): (old: TcpFlow, direction: Direction) => boolean {
    return (old, direction) => {
      const side = old.sides[direction];
      this.reopened = side.based && side.base !== seq;
      if (this.reopened && !old.closed) this.endFlow(old, 'idle');
      return this.reopened;
    };
  }

  segment(segment: Segment): number {
    const flow = this.flow as TcpFlow;
    this.payload[0] = segment.start;
    this.payload[1] = segment.end;
    empty(this.told);
    const repeated = this.assembler.accept(
      flow,
      this.direction,
      segment,
      this.source,
      segment.recalled ? this.packet.number : 0,
      this.comparing,
    );
    if (flow.guarded) this.coverUntold(segment);
    if (flow.closed) return repeated;
    if (segment.flags & RST) flow.closed = 'rst';
    else if (flow.sides[0].finished && flow.sides[1].finished) flow.closed = 'fin';
    // What this very segment carries comes first.
    if (flow.closed) this.closing = flow;
    return repeated;
  }

  /** Stars for what of the segment is in no whole message yet, or was in one before: nobody can say what of it is secret. */
  private coverUntold({ start, end }: Segment): void {
    let at = start;
    const told = this.told.toSorted((a, b) => a[0] - b[0]);
    for (const [from, to] of [...told, [end, end] as const]) {
      if (from > at) this.conceal(at, Math.min(from, end), 1);
      at = Math.max(at, to);
    }
  }

  /** A whole message was handed on: where its bytes lie in this frame. */
  private tell(source: ByteSource, start: number, end: number): void {
    const { base, bytes, frame } = this.source;
    if (source.bytes === bytes && source.base === base) this.told.push([start, end]);
    else
      for (const piece of source.trace(start, end))
        if (frame > 0 && piece.frame === frame)
          this.told.push([base + piece.offset, base + piece.offset + piece.length]);
  }

  guard(): void {
    const { flow } = this;
    if (!flow) return;
    flow.guarded = true;
    flow.connection.guarded = true;
  }

  datagram(start: number, end: number, promised = end): void {
    const { flow } = this;
    const { udpPayload, udpPort } = this.wiring;
    const found = this.registry.probe(udpPayload, this.bytes, start, end, flow);
    if (found) return this.submit(found, 'content', start, end, promised);
    const protocol = flow && this.byPort(udpPort, flow, this.bytes, start, end);
    if (protocol) this.submit(protocol, udpPort.name, start, end, promised);
    else this.data(start, end, promised);
  }

  recognise(flow: TcpFlow, bytes: Uint8Array, start: number, end: number): Protocol | null | undefined {
    const found = this.registry.probe(this.wiring.tcpPayload, bytes, start, end);
    if (found) {
      flow.how = 'content';
      return this.reach.of(found) ? found : null;
    }
    const { tcpPort } = this.wiring;
    const protocol = this.byPort(tcpPort, flow, bytes, start, end);
    if (!protocol) return undefined;
    flow.how = tcpPort.name;
    return this.reach.of(protocol) ? protocol : null;
  }

  /** The lower port is the likelier service; what its bytes cannot be, it is not. */
  private byPort(table: RouteTable, flow: Flow, b: Uint8Array, start: number, end: number): Protocol | undefined {
    const [first, second] = flow.ports;
    const found =
      this.registry.lookup(table, Math.min(first, second)) ?? this.registry.lookup(table, Math.max(first, second));
    return found?.accepts === undefined || found.accepts(b, start, end) ? found : undefined;
  }

  passesOver(flow: Flow, protocol: Protocol, bytes: Uint8Array, at: number, to: number): boolean {
    if (flow.guarded || !this.reach.onlyForPayload(protocol)) return false;
    const { header, payload } = protocol.framing!;
    const found = this.registry.probe(payload!, bytes, at + header, to);
    return found !== undefined && !this.reach.of(found);
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
    if (whole && flow.guarded && flow.transport === 'tcp') this.tell(source, start, end);
    this.push(protocol ?? this.wiring.data, source, start, end, promised, flow.how, whole);
    this.direction = direction;
  }

  trouble(flow: TcpFlow, side: TcpSide, kind: StreamTrouble['kind'], bytes: number, frame: number): void {
    if (!this.watched(streamTrouble)) return;
    const [start, end] = this.payload;
    this.observe(streamTrouble, {
      kind,
      flow,
      direction: flow.sides[0] === side ? 0 : 1,
      anchor: this.anchor(undefined, start, end),
      bytes,
      frame,
    });
  }

  silent(flow: Flow): boolean {
    return this.packet.seconds - flow.lastSeconds > limits.streamSeconds;
  }

  dropped(flow: TcpFlow | PipeFlow, stream: MessageStream): void {
    flow.sides[flow.sides[0].messages === stream ? 0 : 1].gaps++;
  }

  openPipe(name: string): Flow {
    return new PipeFlow(this.flow!, this.pipes++, name, this.packet.number);
  }

  pipe(pipe: Flow, direction: Direction, start: number, end: number, promised = end): void {
    if (!(pipe instanceof PipeFlow) || end <= start) return;
    pipe.sides[direction].packets++;
    pipe.lastSeconds = this.packet.seconds;
    if (pipe.carries === undefined) {
      pipe.carries = this.registry.probe(this.wiring.pipePayload, this.bytes, start, end);
      if (pipe.carries) pipe.how = 'content';
    }
    // What lies in a pipe belongs to the pipe's flow, not to the connection that carries it.
    const { flow, direction: way } = this;
    this.flow = pipe;
    this.direction = direction;
    this.cutter.feed(pipe, pipe.sides[direction].messages, pipe.carries ?? null, this.source, start, end, promised);
    this.flow = flow;
    this.direction = way;
  }

  closePipe(pipe: Flow, reason: CloseReason): void {
    if (!pipe.closed) this.endFlow(pipe, reason);
  }

  private evict(flow: Flow): void {
    this.reached('flows');
    if (!flow.closed) this.endFlow(flow, 'limit');
  }

  protected endFlow(flow: Flow, reason: CloseReason): void {
    flow.closed = reason;
    if (flow instanceof TcpFlow) this.assembler.forget(flow);
    else if (flow instanceof PipeFlow) for (const side of flow.sides) this.cutter.forget(side.messages);
    for (const protocol of this.ending) {
      try {
        protocol.ended!(flow, this);
      } catch (error) {
        if (this.packet.strict) throw error;
      }
    }
  }
}

function newFlow<F>(at: Endpoints, make: (addresses: [Uint8Array, Uint8Array], ports: [number, number]) => F): F {
  const copy = (from: number): Uint8Array => at.bytes.slice(from, from + at.size);
  return make([copy(at.source), copy(at.destination)], [at.sourcePort, at.destinationPort]);
}
