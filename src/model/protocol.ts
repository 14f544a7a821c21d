import type { ByteWriter } from '../bytes/writer.ts';
import type { Dissection } from './dissection.ts';
import { type Field, field } from './field.ts';
import type { CloseReason, Flow } from './flow.ts';
import type { Layer } from './layer.ts';
import type { Layout } from './layout.ts';
import type { Packet } from './packet.ts';
import type { Framing, Probe, ProbeTable, Route, RouteTable } from './routes.ts';
import type { SpecReference } from './spec.ts';
import type { Subject } from './subject.ts';

/** Everything the engine and the writers know of a protocol: its folder's one export. */
export interface Protocol {
  /** Filter name: 'nbss'. */
  readonly name: string;
  /** The Protocol column: 'NBSS'. */
  readonly label: string;
  /** Heading in the tree: 'NetBIOS Session Service'. */
  readonly title: string;
  /** The heading's field; its presence is the filter `nbss`. */
  readonly heading: Field;
  readonly layouts: readonly Layout[];
  /** Fields outside layouts. */
  readonly fields: readonly Field[];
  readonly routes: readonly Route[];
  /** What bytes must look like where only a port says whose they are; anything goes unless given. */
  readonly accepts: Probe | undefined;
  /** Set where the protocol lies in a byte stream as messages. */
  readonly framing: Framing | undefined;
  readonly dissect: (d: Dissection) => void;
  /** Writes the Info column for a layer of this protocol; reads the bytes again, because nothing is formatted early. */
  readonly info: ((layer: Layer, packet: Packet, out: ByteWriter) => void) | undefined;
  /** Writes what stands before the Info column, whichever protocol speaks there. */
  readonly remark: Protocol['info'];
  /** Writes what follows the title in the tree's heading: ', Src Port: 1025, …'. */
  readonly summary: ((layer: Layer, packet: Packet, out: ByteWriter) => void) | undefined;
  /** Hears that a flow has ended, so that what its state still holds can be told. */
  readonly ended: ((flow: Flow, teller: Teller) => void) | undefined;
  readonly spec: SpecReference | undefined;
  /**
   * All that its payloads may be. Where nothing is asked for of the protocol or of these, nothing of it is read; where
   * it does not say, it always is.
   */
  readonly carries: (() => readonly Carried[]) | undefined;
  /** What carries it has fields that depend on it: it is read wherever that is. */
  readonly informs: boolean;
  /** It lies in a field of what carries it, as security tokens and padding do: outputs that nest layers write it there. */
  readonly inside: boolean;
  /** Fields that are made when they are first needed: an interface's, from its IDL. */
  readonly later: LaterFields | undefined;
}

/** Where a payload goes: whatever a table leads to, or one protocol. */
export type Carried = RouteTable | ProbeTable | Protocol;

export interface LaterFields {
  /** Whether a field of this abbreviation may be among them. */
  may(abbrev: string): boolean;
  readonly made: boolean;
  /** Makes them. */
  fields(): readonly Field[];
}

/** Takes what is observed outside a packet. */
export interface Teller {
  watched<T>(subject: Subject<T>): boolean;
  observe<T>(subject: Subject<T>, value: T): void;
  /** Ends a pipe that the flow carried. */
  closePipe(pipe: Flow, reason: CloseReason): void;
}

export interface ProtocolOptions {
  name: string;
  label: string;
  title: string;
  layouts?: readonly Layout[];
  fields?: readonly Field[];
  routes?: readonly Route[];
  accepts?: Probe;
  framing?: Framing;
  dissect: Protocol['dissect'];
  info?: NonNullable<Protocol['info']>;
  remark?: NonNullable<Protocol['info']>;
  summary?: NonNullable<Protocol['summary']>;
  ended?: NonNullable<Protocol['ended']>;
  spec?: SpecReference;
  carries?: () => readonly Carried[];
  informs?: boolean;
  inside?: boolean;
  later?: LaterFields;
}

/** Every field that the protocol may record. */
export const fieldsOf = (protocol: Protocol): Field[] => [
  ...firstFieldsOf(protocol),
  ...(protocol.later?.fields() ?? []),
];

/** Those of them that are there from the start. */
export function firstFieldsOf(protocol: Protocol): Field[] {
  const fields = [protocol.heading];
  for (const { root, items } of protocol.layouts) {
    if (root) fields.push(root);
    for (const { field, children } of items) {
      fields.push(field);
      for (const child of children) fields.push(child.field);
    }
  }
  fields.push(...protocol.fields);
  return fields;
}

export function protocol(options: ProtocolOptions): Protocol {
  const {
    name,
    label,
    title,
    dissect,
    info,
    remark,
    summary,
    accepts,
    framing,
    ended,
    spec,
    carries,
    informs = false,
    inside = false,
    later,
  } = options;
  return {
    name,
    label,
    title,
    heading: field(name, title, 'protocol', spec ? { spec } : {}),
    layouts: options.layouts ?? [],
    fields: options.fields ?? [],
    routes: options.routes ?? [],
    accepts,
    framing,
    dissect,
    info,
    remark,
    summary,
    ended,
    spec,
    carries,
    informs,
    inside,
    later,
  };
}
