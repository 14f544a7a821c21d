import type { Dissection } from '../../model/dissection.ts';
import { type Field, field } from '../../model/field.ts';
import type { Protocol } from '../../model/protocol.ts';
import { specification } from '../../model/spec.ts';

/** What a node of a stub is. */
export type Role =
  | 'parameter' // a parameter's nodes, shown without a heading of their own
  | 'referent' // a segment: what a pointer points to
  | 'structure'
  | 'union'
  | 'array'
  | 'pointer'
  | 'uint'
  | 'int'
  | 'bool'
  | 'float'
  | 'guid'
  | 'filetime'
  | 'narrow' // text of one byte a character
  | 'wide' // UTF-16
  | 'bytes'
  | 'context'
  | 'aside'; // counts, tags, padding, rests: no value of the call's

/** Writes a structure as text: a SID. */
export type StructureText = (bytes: Uint8Array, start: number, end: number, little: boolean) => string | undefined;

/** Records what lies in a field's bytes; the window is theirs. */
export type ReadInside = (d: Dissection) => void;

/** All that is known of a node beforehand. */
export interface Definition {
  readonly index: number;
  /** Undefined where the node itself is not shown. */
  readonly field: Field | undefined;
  readonly role: Role;
  /** Member, parameter or arm, '' for elements. */
  readonly name: string;
  readonly bits: readonly Field[];
  readonly aliases: readonly Field[];
  readonly secret: boolean;
  readonly carries: Protocol | ReadInside | undefined;
  readonly text: StructureText | undefined;
  /** A counted string: the member that is all its value. */
  readonly value: string | undefined;
}

const c706 = specification('C706', 'https://pubs.opengroup.org/onlinepubs/9629399/chap14.htm');
const count = (abbrev: string, label: string): Field =>
  field(`dcerpc.array.${abbrev}`, label, 'uint', { spec: c706('14.3.3') });

/** Fields that every interface shares. */
const shared = {
  maximum: count('max_count', 'Max Count'),
  offset: count('offset', 'Offset'),
  actual: count('actual_count', 'Actual Count'),
  chunk: field('dcerpc.pipe.chunk', 'Chunk Count', 'uint', { spec: c706('14.3.9') }),
  closing: field('dcerpc.pipe.closing', 'Negated Chunk Count', 'int'),
  elements: field('dcerpc.array.buffer', 'Further elements', 'bytes'),
  afterNull: field('dcerpc.string.rest', 'After the null', 'bytes', { spec: c706('14.3.4') }),
  padding: field('dcerpc.ndr_padding', 'NDR-Padding', 'bytes', { spec: c706('14.2.2') }),
  leftOver: field('dcerpc.stub.left_over', 'Left over', 'bytes'),
  notRead: field('dcerpc.stub.not_read', 'Not read', 'bytes'),
  attributes: field('dcerpc.context.attributes', 'Attributes', 'uint', { size: 4, base: 'hex' }),
  uuid: field('dcerpc.context.uuid', 'UUID', 'guid', { size: 16 }),
} as const;

export type SharedName = keyof typeof shared;

/** For a protocol's dictionary. */
export const ndrFields: readonly Field[] = Object.values(shared);

const plain = { name: '', bits: [], aliases: [], secret: false, carries: undefined, text: undefined, value: undefined };

/** The definitions at the beginning of every interface's table. */
export const SHARED: readonly Definition[] = [
  { index: 0, field: undefined, role: 'referent', ...plain },
  ...Object.values(shared).map((it, i): Definition => ({ index: i + 1, field: it, role: 'aside', ...plain })),
];

export const REFERENT = 0;
export const INDEX = Object.fromEntries(Object.keys(shared).map((key, i) => [key, i + 1])) as Readonly<
  Record<SharedName, number>
>;
