import { LAST_POSITION } from '../../bytes/cursor.ts';
import { NO_BYTES } from '../../bytes/read.ts';
import type { Fragment } from '../../model/dissection.ts';
import type { Field } from '../../model/field.ts';
import type { Direction, Flow, StateKey } from '../../model/flow.ts';
import { Layer } from '../../model/layer.ts';
import type { Observer } from '../../model/observer.ts';
import type { AddressKind } from '../../model/packet.ts';
import type { Protocol } from '../../model/protocol.ts';
import type { ProbeTable, RouteTable } from '../../model/routes.ts';
import { ByteSource } from '../../model/source.ts';
import { FragmentTable } from '../../streams/fragments.ts';
import type { Question } from '../question.ts';
import { Reach } from '../reach.ts';
import type { Registry } from '../registry.ts';
import type { Wiring } from '../wiring.ts';
import { Telling } from './telling.ts';

/** What a layer hands on: payloads that wait until it is done, each a layer to be. */
export abstract class HandingOn extends Telling {
  flow: Flow | undefined;
  direction: Direction = 0;
  whole = true;
  protected readonly registry: Registry;
  protected readonly wiring: Wiring;
  protected readonly reach: Reach;
  /** Layers of this packet, made once and used again; and those of them that wait. */
  protected readonly pool: Layer[] = [];
  protected pooled = 0;
  protected readonly pending: Layer[] = [];
  protected pendingCount = 0;
  /** Where the addresses of the datagram under way lie. */
  protected addressBytes = NO_BYTES;
  protected addressSize = 0;
  protected sourceAt = 0;
  protected destinationAt = 0;
  private readonly fragments = new FragmentTable((limit) => this.reached(limit));
  private readonly kept: unknown[] = [];

  constructor(registry: Registry, wiring: Wiring, question: Question, observer: Observer) {
    super(question, observer);
    this.registry = registry;
    this.wiring = wiring;
    // Whatever nobody claims is data.
    this.reach = new Reach(registry, question, observer.watching || question.asks(wiring.data));
  }

  get partial(): boolean {
    return !this.reach.all;
  }

  /** A payload that waits until its parent layer is done: a layer to be. */
  protected push(
    protocol: Protocol,
    source: ByteSource,
    start: number,
    end: number,
    promised: number,
    how: string,
    whole: boolean,
  ): void {
    if (!this.reach.of(protocol)) return;
    let layer = this.pool[this.pooled];
    if (!layer) {
      layer = new Layer();
      this.pool.push(layer);
    }
    this.pooled++;
    layer.protocol = protocol;
    layer.source = source;
    layer.start = start | 0;
    layer.end = end | 0;
    layer.promised = Math.min(promised, LAST_POSITION) | 0;
    layer.how = how;
    layer.quoted = this.quoted;
    layer.whole = whole;
    layer.flow = this.flow;
    layer.direction = this.direction;
    layer.beside = -1;
    this.pending[this.pendingCount++] = layer;
  }

  route(table: RouteTable, value: number, start: number, end: number, promised = end): void {
    const protocol = this.registry.lookup(table, value);
    if (protocol) this.submit(protocol, table.name, start, end, promised);
    else this.data(start, end, promised);
  }

  asksFor(table: RouteTable, value: number): boolean {
    const protocol = this.registry.lookup(table, value);
    return protocol !== undefined && this.question.asks(protocol);
  }

  asksBeyond(fields: ReadonlySet<Field>): boolean {
    return this.reach.beyond(this.layer.protocol, fields);
  }

  probe(table: ProbeTable, start: number, end: number, promised = end): void {
    const protocol = this.registry.probe(table, this.bytes, start, end);
    if (protocol) this.submit(protocol, 'content', start, end, promised);
    else this.data(start, end, promised);
  }

  submit(protocol: Protocol, how: string, start: number, end: number, promised = end): void {
    this.push(protocol, this.source, start, end, promised, how, true);
  }

  beside(start: number): void {
    if (start > this.layer.start) this.layer.beside = start;
  }

  data(start: number, end: number, promised = end): void {
    if (end > start) this.push(this.wiring.data, this.source, start, end, promised, '', true);
  }

  quote(table: RouteTable, value: number, start: number, end: number, promised = end): void {
    this.quoted = true;
    this.route(table, value, start, end, promised);
  }

  probeFrom(source: ByteSource, table: ProbeTable): void {
    const protocol = this.registry.probe(table, source.bytes, source.base, source.end) ?? this.wiring.data;
    this.push(protocol, source, source.base, source.end, source.end, 'content', true);
  }

  routeFrom(source: ByteSource, table: RouteTable, value: number): void {
    const protocol = this.registry.lookup(table, value) ?? this.wiring.data;
    this.push(protocol, source, source.base, source.end, source.end, table.name, true);
  }

  gather(name: string, whole: ByteSource | undefined, start: number, end: number): ByteSource {
    const to = whole ?? new ByteSource(name, NO_BYTES, 0, 0);
    const length = to.end + end - start;
    if (length > to.bytes.length) {
      const grown = new Uint8Array(Math.max(length, to.bytes.length * 2));
      grown.set(to.bytes.subarray(0, to.end));
      to.bytes = grown;
    }
    to.bytes.set(this.bytes.subarray(start, end), to.end);
    if (end > start) this.source.traceInto(to.pieces, start, end);
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

  derive(name: string, bytes: Uint8Array, start: number, end: number): ByteSource {
    const derived = new ByteSource(name, bytes, 0, bytes.length, 0, true);
    this.source.traceInto(derived.pieces, start, end);
    return derived;
  }

  submitFrom(
    source: ByteSource,
    protocol: Protocol,
    how: string,
    start = source.base,
    end = source.end,
    promised = end,
  ): void {
    this.push(protocol, source, start, end, promised, how, true);
  }

  reassemble(name: string, fragment: Fragment): ByteSource | undefined {
    const { key, offset, last, start, end } = fragment;
    const spans = this.source.trace(start, end);
    return this.fragments.add(name, key, offset, last, this.bytes.subarray(start, end), spans, this.packet.seconds);
  }

  shared<T>(key: StateKey<T>): T {
    this.kept[key.index] ??= key.make();
    return this.kept[key.index] as T;
  }

  addresses(kind: AddressKind, source: number, destination: number): void {
    this.addressSize = kind === 'ipv4' ? 4 : kind === 'ipv6' ? 16 : 6;
    this.addressBytes = this.bytes;
    this.sourceAt = source;
    this.destinationAt = destination;
    if (this.quoted) return;
    const { packet } = this;
    packet.addressKind = kind;
    packet.addressBytes = this.bytes;
    packet.sourceAddress = source;
    packet.destinationAddress = destination;
  }
}
