import type { Cursor } from '../bytes/cursor.ts';
import type { Anchor } from './anchor.ts';
import type { Field, FieldGroup } from './field.ts';
import type { CloseReason, Direction, Flow, StateKey } from './flow.ts';
import type { Layer } from './layer.ts';
import type { Layout } from './layout.ts';
import type { limits } from './limits.ts';
import type { AddressKind, Packet } from './packet.ts';
import type { Protocol } from './protocol.ts';
import type { ProbeTable, RouteTable } from './routes.ts';
import type { ByteSource } from './source.ts';
import type { Subject } from './subject.ts';
import type { GeneratedValue } from './tree.ts';

/** A TCP segment's place in its stream. */
export interface Segment {
  seq: number;
  ack: number;
  flags: number;
  /** Payload, as positions in the source's bytes. */
  start: number;
  end: number;
  /** Where the payload would end had the frame been captured whole. */
  promised: number;
  /** Whether to say which frame had these bytes before. */
  recalled: boolean;
}

/** A piece of a larger datagram. */
export interface Fragment {
  /** What the pieces of one datagram share. */
  readonly key: string;
  /** Offset in the datagram. */
  readonly offset: number;
  readonly last: boolean;
  readonly start: number;
  readonly end: number;
}

/**
 * What a dissector is given: a cursor over its layer's bytes, and the places where what it finds goes. A dissector reads,
 * records and hands on; it neither judges nor formats. Reads that run short end the layer, not the packet.
 */
export interface Dissection extends Cursor {
  readonly packet: Packet;
  readonly layer: Layer;
  readonly source: ByteSource;
  /** The conversation that the innermost transport belongs to. */
  readonly flow: Flow | undefined;
  readonly direction: Direction;
  /** Inside an ICMP error: no state, no columns. */
  readonly quoted: boolean;
  /** False for bytes of a stream that are no whole message: the middle of one whose beginning was lost. */
  readonly whole: boolean;
  /** False where no field of this protocol is asked for: work that only feeds fields can be left out. */
  readonly recording: boolean;
  /** Nothing but some fields is asked for: the list is not shown, and nobody watches. */
  readonly partial: boolean;

  /** Whether anybody wants this field. */
  wants(field: Field): boolean;
  /** Whether anybody wants a field of the group. */
  wantsAny(group: FieldGroup): boolean;
  /** Those fields of the group that somebody wants. */
  wantedOf(group: FieldGroup): readonly Field[];
  /** Records a layout's fields at the cursor and moves past them; what fits of it is recorded when it runs short. */
  record(layout: Layout, flags?: number): void;
  /** Records `length` bytes as one field and moves past them. */
  take(field: Field, length: number, flags?: number): void;
  /** Records a field over given positions; the cursor stays. */
  mark(field: Field, start: number, end: number, flags?: number): void;
  /** Records a value that was worked out; gives its node, -1 where nobody asks for the field. */
  generate(field: Field, value: GeneratedValue, start?: number, end?: number): number;
  /** The same of a number, and of the bits that it is made of. */
  generateBits(field: Field, value: number, bits: readonly Field[]): void;
  /** Begins a subtree at the cursor; `close` ends it there. */
  open(field: Field): number;
  close(node: number): void;
  /**
   * Lets `act` read a part of the layer's bytes, which `limit` names, and comes back. Gives what stopped it, undefined
   * where nothing did; subtrees that it left open end where it stopped.
   */
  within(start: number, end: number, limit: string, act: (d: Dissection) => void): unknown;
  /** Narrows the layer's window to `length` bytes from the cursor, as the field of that abbreviation says. */
  limitTo(length: number, limit: string): void;

  /** Source and Destination columns: positions of the two addresses, -1 for one that is not there. */
  addresses(kind: AddressKind, source: number, destination: number): void;

  /** Tells what the address of `size` bytes is called; wanted where `packet.names` is there. */
  called(bytes: Uint8Array, at: number, size: 4 | 16, name: string): void;

  /** Hands a payload on by a number, else as data. Payloads are dissected when this layer is done, in order. */
  route(table: RouteTable, value: number, start: number, end: number, promised?: number): void;
  /** Whether anything is asked for of what a number leads to: work for nobody can be left out. */
  asksFor(table: RouteTable, value: number): boolean;
  /** Whether more is asked for of this layer's protocol and of what it carries than these fields. */
  asksBeyond(fields: ReadonlySet<Field>): boolean;
  /** Hands a payload on by its content, else as data. */
  probe(table: ProbeTable, start: number, end: number, promised?: number): void;
  /** Hands a payload to a protocol; `how` says why. */
  submit(protocol: Protocol, how: string, start: number, end: number, promised?: number): void;
  data(start: number, end: number, promised?: number): void;
  /** The payload holds a further message of this protocol, which begins at `start`: a layer beside this one. */
  beside(start: number): void;
  /** Hands on a payload quoted in an error message. */
  quote(table: RouteTable, value: number, start: number, end: number, promised?: number): void;

  /**
   * The conversation of a datagram or segment, found by addresses and ports; sets `flow` and `direction`. `opening` is
   * the sequence number of a segment that opens one.
   */
  converse(
    transport: 'tcp' | 'udp' | 'icmp',
    sourcePort: number,
    destinationPort: number,
    opening?: number,
  ): Flow | undefined;
  /** The conversation whose packet is quoted, where it was captured. */
  quotedFlow(transport: 'tcp' | 'udp', sourcePort: number, destinationPort: number): Flow | undefined;
  /**
   * Takes a TCP segment into its stream; what becomes whole is handed on. Gives the frame whose bytes it repeats, 0 where
   * it repeats none or nobody knows.
   */
  segment(segment: Segment): number;
  /** Hands a datagram's payload on: by what its flow is known to carry, its content, its ports. */
  datagram(start: number, end: number, promised?: number): void;
  /** A named pipe's own flow, on the conversation under way. Its owner keeps it by file id. */
  openPipe(name: string): Flow;
  /** Bytes written to the pipe (the conversation's direction) or read from it: its messages are handed on. */
  pipe(pipe: Flow, direction: Direction, start: number, end: number, promised?: number): void;
  closePipe(pipe: Flow, reason: CloseReason): void;
  /** Takes a piece of a datagram; gives the whole once it is there. */
  reassemble(name: string, fragment: Fragment): ByteSource | undefined;
  /** Adds bytes of this layer to a message that comes in pieces; undefined begins one. */
  gather(name: string, whole: ByteSource | undefined, start: number, end: number): ByteSource;
  /** Pieces that were gathered one by one, as one message. */
  join(name: string, pieces: readonly ByteSource[]): ByteSource;
  /** Bytes that were worked out of a part of this layer, by `name` (base64, decompression), to be handed on. */
  derive(name: string, bytes: Uint8Array, start: number, end: number): ByteSource;
  /** Hands on what was gathered. */
  submitFrom(
    source: ByteSource,
    protocol: Protocol,
    how: string,
    start?: number,
    end?: number,
    promised?: number,
  ): void;
  /** Continues this layer's hand-over in another source (a reassembled datagram), by content or by a number. */
  probeFrom(source: ByteSource, table: ProbeTable): void;
  routeFrom(source: ByteSource, table: RouteTable, value: number): void;

  /** State of the whole capture, for what ties its flows together: a session's channels, a mapper's answers. */
  shared<T>(key: StateKey<T>): T;

  /** Whether anybody watches any subject: without it and `recording`, only the list's columns are wanted. */
  readonly watching: boolean;
  /** Whether anybody watches the subject. */
  watched<T>(subject: Subject<T>): boolean;
  /** Tells those who watch it. */
  observe<T>(subject: Subject<T>, value: T): void;
  /** Says that these bytes are a password or a key; `width` bytes a character. They are shown as stars. */
  conceal(start: number, end: number, width: 1 | 2): void;
  /** Says that what this flow carries may hold passwords: messages that are not whole are shown as stars. */
  guard(): void;
  /** Runs when the packet is done: what its inner layers found is known by then. */
  later(act: () => void): void;
  /** Says that something was dropped because a limit was reached. */
  reached(limit: keyof typeof limits): void;
  /** A lasting reference to bytes of this layer. */
  anchor(field: Field | undefined, start: number, end: number): Anchor;
}
