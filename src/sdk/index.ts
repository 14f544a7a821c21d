/** The one module a dissector may import, beside other protocols' exported keys. */
export { addressText } from '../bytes/address.ts';
export { onesSum, pseudoHeaderSum, type TransportPdu, transportSum } from '../bytes/checksum.ts';
export { Cursor } from '../bytes/cursor.ts';
export { sha512 } from '../bytes/digest.ts';
export { guid as guidText } from '../bytes/guid.ts';
export { equal, joined, joinedExactly, u16be, u16le, u32be, u32le } from '../bytes/read.ts';
export { after } from '../bytes/sequence.ts';
export { decodeText, escapeText, nullTerminated } from '../bytes/text.ts';
export { isoTime } from '../bytes/time.ts';
export { ByteWriter, encoded } from '../bytes/writer.ts';
export { type IdlSchema, readIdl } from '../decode/idl/index.ts';
export {
  type ArgumentVisitor,
  type NdrInputs,
  type NdrInterface,
  type NdrObservation,
  type NdrObservationKind,
  type NdrPlace,
  type NdrProcedure,
  NdrStub,
  ndrFields,
  ndrInterface,
  type PlainScalar,
  type PlainValue,
  type Refinement,
  type Refinements,
  type StubOptions,
} from '../decode/ndr/index.ts';
export { lz77, lz77Huffman, lznt1, Output } from '../decode/xca/index.ts';
export type { Anchor } from '../model/anchor.ts';
export type { Dissection, Fragment, Segment } from '../model/dissection.ts';
export { type Field, type FieldGroup, type FieldOptions, field, fieldGroup, nameOf } from '../model/field.ts';
export type { FindingData } from '../model/finding.ts';
export { type CloseReason, type Direction, type Flow, type StateKey, stateKey } from '../model/flow.ts';
export type { Layer } from '../model/layer.ts';
export {
  bit,
  bits,
  bytes,
  ether,
  filetime,
  guid,
  ipv4,
  ipv6,
  type Layout,
  layout,
  type Part,
  u8,
  u16,
  u24,
  u32,
  u64,
  without,
} from '../model/layout.ts';
export { limits } from '../model/limits.ts';
export { writeNamed } from '../model/names.ts';
export type { Packet } from '../model/packet.ts';
export { type LaterFields, type Protocol, protocol } from '../model/protocol.ts';
export { type Requirement, readRequirements } from '../model/requirement.ts';
export { type Framing, on, probeTable, recognised, routeTable, UNTOLD } from '../model/routes.ts';
export {
  client,
  type Example,
  type Hidden,
  hiddenIn,
  pduRule,
  type Report,
  server,
  subjectRule,
  type Turn,
  UNDECIDED,
} from '../model/rule.ts';
export type { ByteSource } from '../model/source.ts';
export { cite, type SpecReference, specification } from '../model/spec.ts';
export { type Subject, subject } from '../model/subject.ts';
export { ALIAS, DEFERRED, GENERATED, type GeneratedValue, type Instant, LITTLE } from '../model/tree.ts';
export { limitReached, type StreamTrouble, streamTrouble } from '../model/trouble.ts';
export type { PduView } from '../model/view.ts';
export { idlFile } from './idl-file.ts';
