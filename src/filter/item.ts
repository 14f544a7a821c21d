import { uint } from '../bytes/read.ts';
import { readValue } from '../decode/value.ts';
import type { Field } from '../model/field.ts';
import type { Packet } from '../model/packet.ts';
import { GENERATED, type Instant } from '../model/tree.ts';
import { nodeUint } from '../model/view.ts';
import { byteString } from './lexer.ts';
import { instant } from './time.ts';
import type { Item } from './type.ts';

/** The value of a node, read from the bytes now. */
export type Reader = (packet: Packet, node: number, layer: number) => Item;

const latin1 = (bytes: Uint8Array, start: number, end: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');

const nanoseconds = (it: Instant): bigint => BigInt(it.seconds) * 1_000_000_000n + BigInt(it.nanoseconds);

/**
 * Length of a protocol's header, for those that Wireshark lets end with it: slices and lengths go by it. What they carry
 * may not have been read.
 */
const HEADERS: Readonly<Record<string, (bytes: Uint8Array, at: number) => number>> = {
  eth: () => 14,
  vlan: () => 4,
  sll: () => 16,
  ip: (bytes, at) => (bytes[at]! & 15) * 4,
  ipv6: () => 40,
  tcp: (bytes, at) => (bytes[at + 12]! >> 4) * 4,
  udp: () => 8,
};

/** Where a protocol's own bytes end. */
export function headerEnd(packet: Packet, node: number, layer: number): number {
  const { protocol, source } = packet.layer(layer);
  const end = packet.tree.end(node);
  const start = packet.tree.start(node);
  const length = HEADERS[protocol.name]?.(source.bytes, start);
  return length === undefined ? end : Math.min(end, start + length);
}

/**
 * How a filter reads values of a field: equal to `readValue`, less the texts on the way. Of a protocol's bytes the header,
 * or the `whole` with what it carries.
 */
export function readerOf(field: Field, whole = false): Reader {
  const value = (packet: Packet, node: number, layer: number) =>
    readValue(field, packet.tree, node, packet.layer(layer).source.bytes);
  const bytesOf = (packet: Packet, layer: number): Uint8Array => packet.layer(layer).source.bytes;
  /** What was worked out is no bytes to be read. */
  const read =
    (
      fromBytes: (bytes: Uint8Array, start: number, end: number, flags: number) => Item,
      worked: (it: unknown) => Item,
    ): Reader =>
    (packet, node, layer) => {
      const { tree } = packet;
      const flags = tree.flags(node);
      if (flags & GENERATED) return worked(tree.value(node));
      return fromBytes(bytesOf(packet, layer), tree.start(node), tree.end(node), flags);
    };
  switch (field.kind) {
    case 'uint':
    case 'bool':
      return (packet, node, layer) => {
        const { tree } = packet;
        const flags = tree.flags(node);
        if (flags & GENERATED) return number(tree.value(node));
        const start = tree.start(node);
        const end = tree.end(node);
        if (end - start > 6) return number(value(packet, node, layer));
        return nodeUint(field, bytesOf(packet, layer), start, end, flags);
      };
    case 'bytes':
    case 'ether':
    case 'ipv6':
      return read(latin1, (it) => (it instanceof Uint8Array ? latin1(it, 0, it.length) : String(it)));
    case 'protocol':
      return (packet, node, layer) => {
        const { tree } = packet;
        const start = tree.start(node);
        return start < 0
          ? ''
          : latin1(bytesOf(packet, layer), start, whole ? tree.end(node) : headerEnd(packet, node, layer));
      };
    case 'ipv4':
      return read((bytes, start, end) => uint(bytes, start, Math.min(end, start + 4), false), number);
    case 'guid':
      return (packet, node, layer) =>
        String(value(packet, node, layer))
          .replaceAll('-', '')
          .replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
    case 'string':
      return (packet, node, layer) => {
        const text = value(packet, node, layer);
        return byteString(typeof text === 'string' ? text : String(text ?? ''));
      };
    case 'filetime':
      return (packet, node, layer) => instant(String(value(packet, node, layer)));
    case 'time':
    case 'unixtime':
    case 'duration':
      return (packet, node, layer) => nanoseconds(value(packet, node, layer) as Instant);
    default:
      return (packet, node, layer) => number(value(packet, node, layer));
  }
}

function number(value: unknown): Item {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  return value === true ? 1 : value === false ? 0 : Number(value);
}
