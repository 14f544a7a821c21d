import { bigUint, uint } from '../bytes/read.ts';
import type { Anchor } from './anchor.ts';
import { type Field, fieldById, shiftOf } from './field.ts';
import type { Layer } from './layer.ts';
import type { Packet } from './packet.ts';
import { UNDECIDED } from './rule.ts';
import { ALIAS, GENERATED, type GeneratedValue, LITTLE } from './tree.ts';

/** The number of the node's bytes, with the field's mask applied. */
export function nodeUint(field: Field, bytes: Uint8Array, start: number, end: number, flags: number): number {
  const whole = uint(bytes, start, Math.min(end, start + 6), (flags & LITTLE) !== 0 || field.little);
  return field.mask === 0 ? whole : (whole & field.mask) >>> shiftOf(field.mask);
}

export const nodeBigUint = (field: Field, bytes: Uint8Array, start: number, end: number, flags: number): bigint =>
  bigUint(bytes, start, end, (flags & LITTLE) !== 0 || field.little);

/**
 * One PDU as rules see it: the subtree of a layout's heading, or a whole layer. A field that is not there, because the
 * bytes ended before it, makes the rule undecided; `has` asks first.
 */
export class PduView {
  readonly packet: Packet;
  readonly layer: Layer;
  /** First node and the node after the last. */
  readonly first: number;
  readonly last: number;

  constructor(packet: Packet, layer: Layer, first: number, last: number) {
    this.packet = packet;
    this.layer = layer;
    this.first = first;
    this.last = last;
  }

  /** The field that heads this PDU: which of the watched ones it is. */
  get heading(): Field {
    return fieldById(this.packet.tree.id(this.first));
  }

  /** The whole layer's fields: its header, and what else was found beside this PDU. */
  get whole(): PduView {
    return new PduView(this.packet, this.layer, this.layer.firstNode, this.layer.endNode);
  }

  /** The layer of a protocol that this one lies in. */
  around(protocol: string): PduView | undefined {
    for (let up = this.layer.parent; up; up = up.parent) {
      if (up.protocol.name === protocol) return new PduView(this.packet, up, up.firstNode, up.endNode);
    }
    return undefined;
  }

  /** What the layer holds before this PDU. */
  get header(): PduView {
    return new PduView(this.packet, this.layer, this.layer.firstNode + 1, this.first);
  }

  /** What lies below one of its fields. */
  below(field: Field): PduView {
    const node = this.#must(field);
    return new PduView(this.packet, this.layer, node + 1, this.packet.tree.next(node));
  }

  /** The fields that lie side by side in this view and are in the bytes, in order. */
  *fields(): Generator<Field> {
    const { tree } = this.packet;
    for (let node = this.first; node < this.last; node = tree.next(node)) {
      if ((tree.flags(node) & (GENERATED | ALIAS)) === 0) yield fieldById(tree.id(node));
    }
  }

  node(field: Field): number {
    const { tree } = this.packet;
    for (let node = this.first; node < this.last; node++) if (tree.id(node) === field.id) return node;
    return -1;
  }

  has(field: Field): boolean {
    return this.node(field) >= 0;
  }

  uint(field: Field): number {
    const node = this.#must(field);
    const { tree } = this.packet;
    return nodeUint(field, this.layer.source.bytes, tree.start(node), tree.end(node), tree.flags(node));
  }

  /** The bytes themselves: a view into the packet, to be read before the rule returns. */
  bytes(field: Field): Uint8Array {
    const node = this.#must(field);
    return this.layer.source.bytes.subarray(this.packet.tree.start(node), this.packet.tree.end(node));
  }

  /** A value that was worked out. */
  value(field: Field): GeneratedValue {
    return this.packet.tree.value(this.#must(field));
  }

  /** A lasting reference to a field, or to `length` of its bytes from `offset` on. */
  anchor(field: Field | undefined, offset = 0, length = Number.POSITIVE_INFINITY): Anchor {
    const node = field ? this.node(field) : this.first;
    const { tree } = this.packet;
    const at = node >= 0 && tree.start(node) >= 0 ? node : this.first;
    const start = tree.start(at) + offset;
    return makeAnchor(this.packet, this.layer, field, start, Math.min(tree.end(at), start + length));
  }

  /** How many bytes of the layer follow a field. */
  bytesAfter(field: Field): number {
    return this.layer.end - this.packet.tree.end(this.#must(field));
  }

  #must(field: Field): number {
    const node = this.node(field);
    if (node < 0) throw UNDECIDED;
    return node;
  }
}

const KEPT = 64;
const ROW = 16;

export function makeAnchor(packet: Packet, layer: Layer, field: Field | undefined, start: number, end: number): Anchor {
  const path: string[] = [];
  for (let up: Layer | undefined = layer; up; up = up.parent) path.unshift(up.protocol.name);
  let index = 0;
  while (index < packet.layerCount && packet.layer(index) !== layer) index++;
  const { source } = layer;
  const offset = start - source.base;
  const last = Math.min(end, start + KEPT);
  const rowsAt = offset - (offset % ROW);
  const from = source.base + rowsAt;
  const rows = source.bytes.slice(from, Math.min(source.end, from + Math.ceil((last - from) / ROW) * ROW));
  packet.keep(source, from, rows);
  return {
    file: packet.file,
    frame: packet.number,
    layer: path.join('/'),
    layerIndex: index,
    field,
    spans: source.trace(start, end),
    bytes: rows.subarray(start - from, last - from),
    rows,
    rowsAt,
    offset,
    within: source.name,
    position: packet.position,
  };
}
