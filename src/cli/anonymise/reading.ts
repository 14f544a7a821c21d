import { type Field, fieldById } from '../../model/field.ts';
import type { Layer } from '../../model/layer.ts';
import type { Packet } from '../../model/packet.ts';
import type { FrameSpan } from '../../model/source.ts';
import { ALIAS, GENERATED } from '../../model/tree.ts';
import type { Addresses } from './addresses.ts';
import type { Summed } from './checksums.ts';
import type { Sheet } from './sheet.ts';
import type { Words } from './words.ts';

/** Texts that protocols choose between, and numbers written as text that lead to another connection. */
const KEPT_FIELDS = /^(smb\.dialect|smb\.service|smb2\.tag|ntlmssp\.identifier|dcerpc\.cn_sec_addr|wdsc\..*name)/i;
/** Bytes with a meaning of their own. */
const KEPT_BYTES = /reserved|pad|unused|oid|identifier|cksum|vwv|sec_vt|hash$|seq$/i;

/** A piece of TCP's stream: what was sent twice is replaced alike. */
interface Segment {
  readonly seq: number;
  readonly layer: number;
  readonly payload: FrameSpan;
}

/** Reads packets for what has to be replaced: field by field, then what no field is made of. */
export class Reading {
  readonly #sheet: Sheet;
  readonly #words: Words;
  readonly #secrets: Words;
  readonly #addresses: Addresses;
  readonly #sums: Summed[] = [];
  /** Bytes that no deeper layer may have claimed by the end. */
  readonly #opaque: { readonly spans: FrameSpan[]; readonly layer: number }[] = [];
  readonly #streams = new Map<object, [Segment[], Segment[]]>();
  #layers = 0;

  /** `secrets`: knows no word that stays. */
  constructor(sheet: Sheet, words: Words, secrets: Words, addresses: Addresses) {
    this.#sheet = sheet;
    this.#words = words;
    this.#secrets = secrets;
    this.#addresses = addresses;
  }

  packet(packet: Packet): void {
    const sums: Summed[] = [];
    for (const { source, start, end, width } of packet.secrets) {
      const bytes = source.bytes.subarray(start, end);
      const by = width === 2 ? wide(this.#secrets, bytes) : narrow(this.#secrets, bytes);
      this.#sheet.put(source.trace(start, end), by);
    }
    for (let l = 0; l < packet.layerCount; l++) {
      const layer = packet.layer(l);
      const id = ++this.#layers;
      // What was worked out of bytes is not in the file: the bytes it was worked out of are their own layer's.
      if (l === 0 || layer.source.derived) continue;
      this.#sheet.own(layer.source.trace(layer.start, layer.end), id);
      const last = this.#fields(packet, layer, id);
      const rest = layer.source.trace(Math.max(last, layer.start), layer.end);
      if (layer.protocol.name === 'tcp') this.#segment(packet, layer, id);
      else this.#opaque.push({ spans: rest, layer: id });
      const sum = this.#sum(packet, layer);
      if (sum) sums.push(sum);
    }
    // What lies within is summed first.
    this.#sums.push(...sums.reverse());
  }

  sums(): readonly Summed[] {
    return this.#sums;
  }

  /** What belongs to nobody deeper, and what was sent again. */
  finish(): void {
    for (const { spans, layer } of this.#opaque) {
      for (const span of spans) this.#untouched(span, layer);
    }
    for (const sides of this.#streams.values()) for (const side of sides) this.#again(side);
    for (const sides of this.#streams.values())
      for (const side of sides) for (const { payload, layer } of side) this.#untouched(payload, layer);
  }

  /** Replaces what fields hold; gives where the last of them ends. */
  #fields(packet: Packet, layer: Layer, id: number): number {
    const { tree } = packet;
    let last = layer.start;
    for (let node = layer.firstNode + 1; node < layer.endNode; node++) {
      if (tree.next(node) > node + 1) continue;
      const [start, end] = [tree.start(node), tree.end(node)];
      if (start < 0 || end <= start) continue;
      const field = fieldById(tree.id(node));
      const generated = (tree.flags(node) & GENERATED) !== 0;
      const spans = layer.source.trace(start, end);
      const bytes = layer.source.bytes.subarray(start, end);
      if (end <= layer.end && !generated) last = Math.max(last, end);
      if ((tree.flags(node) & ALIAS) !== 0) continue;
      if (field.kind === 'bytes') {
        if (!KEPT_BYTES.test(field.abbrev)) this.#opaque.push({ spans, layer: id });
        continue;
      }
      const shown = generated ? tree.value(node) : undefined;
      const by = generated && typeof shown !== 'string' ? undefined : this.#replaced(field, bytes, shown as string);
      if (by) this.#sheet.put(spans, by);
      else if (!generated) this.#sheet.touch(spans);
    }
    return last;
  }

  /** `shown`: what was made of the bytes, where they are not shown as they are. */
  #replaced(field: Field, bytes: Uint8Array, shown: string | undefined): Uint8Array | undefined {
    switch (field.kind) {
      case 'ipv4':
        return bytes.length === 4 ? this.#addresses.ipv4(bytes) : undefined;
      case 'ipv6':
        return bytes.length === 16 ? this.#addresses.ipv6(bytes) : undefined;
      case 'ether':
        return bytes.length === 6 ? this.#addresses.ether(bytes) : undefined;
      case 'string': {
        if (KEPT_FIELDS.test(field.abbrev)) return undefined;
        const half = encodedName(bytes);
        if (half >= 0) return this.#netbios(bytes, half);
        if (shown === undefined)
          return field.encoding === 'utf-16le' ? wide(this.#words, bytes) : narrow(this.#words, bytes);
        // A name with its suffix, or without what it is filled up with.
        const name = shown.replace(/<[0-9a-f]{2}>.*$/i, '').trimEnd();
        return name !== '' && Buffer.from(bytes).toString('latin1').startsWith(name)
          ? narrow(this.#words, bytes)
          : undefined;
      }
      default:
        return undefined;
    }
  }

  /** A name in its first-level encoding (RFC 1001 14.1): fifteen characters and the suffix, which stays. */
  #netbios(bytes: Uint8Array, at: number): Uint8Array {
    const name = Array.from({ length: 15 }, (_, i) => ((bytes[at + 2 * i]! - A) << 4) | (bytes[at + 2 * i + 1]! - A));
    const out = bytes.slice();
    this.#words.replace(name).forEach((unit, i) => {
      out[at + 2 * i] = A + (unit >> 4);
      out[at + 2 * i + 1] = A + (unit & 15);
    });
    return out;
  }

  #bytes(spans: readonly FrameSpan[]): void {
    for (const { frame, offset, length } of spans) {
      const bytes = this.#sheet.before[frame - 1]!.subarray(offset, offset + length);
      this.#sheet.put([{ frame, offset, length: bytes.length }], narrow(this.#words, bytes));
    }
  }

  /** Of a run the bytes that are the layer's own and that no field is made of. */
  #untouched({ frame, offset, length }: FrameSpan, layer: number): void {
    const end = Math.min(offset + length, this.#sheet.before[frame - 1]!.length);
    for (let at = offset; at < end; at++) {
      const from = at;
      while (at < end && this.#sheet.untouched(frame, at) && this.#sheet.ownedBy(frame, at, layer)) at++;
      if (at > from) this.#bytes([{ frame, offset: from, length: at - from }]);
    }
  }

  #segment(packet: Packet, layer: Layer, id: number): void {
    const { bytes, frame } = layer.source;
    const header = (bytes[layer.start + 12]! >> 4) * 4;
    const start = layer.start + header;
    if (!packet.flow || frame === 0 || layer.quoted || start >= layer.end || layer.end - layer.start < 20) return;
    const [payload] = layer.source.trace(start, layer.end);
    const seq = new DataView(bytes.buffer, bytes.byteOffset).getUint32(layer.start + 4);
    const sides = this.#streams.get(packet.flow) ?? [[], []];
    this.#streams.set(packet.flow, sides);
    sides[packet.direction].push({ seq, layer: id, payload: payload! });
  }

  /** Bytes that were sent before, at the same place in the stream, become what those became. */
  #again(side: readonly Segment[]): void {
    const { before, after } = this.#sheet;
    const sorted = [...side].sort((a, b) => a.seq - b.seq);
    for (const [i, one] of sorted.entries()) {
      for (const other of sorted.slice(i + 1)) {
        const shift = other.seq - one.seq;
        if (shift >= one.payload.length) break;
        const length = Math.min(one.payload.length - shift, other.payload.length);
        for (let k = 0; k < length; k++) {
          const [f, a] = [one.payload.frame, one.payload.offset + shift + k];
          const [g, b] = [other.payload.frame, other.payload.offset + k];
          if (before[f - 1]![a] !== before[g - 1]![b]) continue;
          const [here, there] = [this.#read(f, a, one.layer), this.#read(g, b, other.layer)];
          // What was read of one of them decides; of two that were read, the one that came first.
          if (!here && !there) continue;
          if (here && (!there || f < g)) this.#sheet.force(g, b, after[f - 1]![a]!);
          else this.#sheet.force(f, a, after[g - 1]![b]!);
        }
      }
    }
  }

  /** Whether a field is made of the byte, or a layer above TCP has it. */
  #read(frame: number, offset: number, layer: number): boolean {
    return !this.#sheet.untouched(frame, offset) || !this.#sheet.ownedBy(frame, offset, layer);
  }

  #sum(packet: Packet, layer: Layer): Summed | undefined {
    const { name } = layer.protocol;
    const { tree } = packet;
    let at: FrameSpan[] | undefined;
    for (let node = layer.firstNode; node < layer.endNode && !at; node++) {
      const { abbrev } = fieldById(tree.id(node));
      if (abbrev === `${name}.checksum` && tree.start(node) >= 0)
        at = layer.source.trace(tree.start(node), tree.end(node));
    }
    if (!at) return undefined;
    const { source, start, end, parent } = layer;
    const sum = { at, addresses: [], constant: 0, optional: name === 'udp' };
    if (name === 'ip') return { ...sum, covered: source.trace(start, start + (source.bytes[start]! & 15) * 4) };
    const covered = source.trace(start, end);
    const protocol = PROTOCOLS[name];
    if (protocol === undefined || !parent) return { ...sum, covered };
    const [from, length] = parent.protocol.name === 'ip' ? [12, 8] : [8, 32];
    const addresses = parent.source.trace(parent.start + from, parent.start + from + length);
    return { ...sum, covered, addresses, constant: protocol + end - start };
  }
}

const narrow = (words: Words, bytes: Uint8Array): Uint8Array => Uint8Array.from(words.replace([...bytes]));

function wide(words: Words, bytes: Uint8Array): Uint8Array {
  const units = Array.from({ length: bytes.length >> 1 }, (_, i) => bytes[2 * i]! | (bytes[2 * i + 1]! << 8));
  const out = bytes.slice();
  words.replace(units).forEach((unit, i) => {
    out[2 * i] = unit & 255;
    out[2 * i + 1] = unit >> 8;
  });
  return out;
}

/** Protocols whose checksum takes in the addresses. */
const PROTOCOLS: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmpv6: 58 };

const A = 0x41;

/** Where 32 letters from A to P are, -1 where they are not. */
function encodedName(bytes: Uint8Array): number {
  if (bytes.length < 32 || bytes.length > 36) return -1;
  const at = bytes[0] === 0x20 ? 1 : 0;
  if (at + 32 > bytes.length) return -1;
  return bytes.subarray(at, at + 32).every((byte) => byte >= A && byte < A + 16) ? at : -1;
}
