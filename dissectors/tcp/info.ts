import { type ByteWriter, encoded, type Layer, type Packet, u16be, u32be } from '#sdk';
import { connection } from './connection.ts';
import { ACK, FIN, header, PSH, RST, SYN, URG } from './layout.ts';
import {
  END,
  LARGEST_SHIFT,
  NO_OPERATION,
  SACK,
  SACK_PERMITTED,
  SEGMENT_SIZE,
  TIMESTAMPS,
  WINDOW_SCALE,
} from './options.ts';
import { DUPLICATE_ACK, KEEP_ALIVE, REMARKS, REPEATED } from './remarks.ts';
import { scaledWindow } from './window.ts';

const { offset } = header;

/** In the order in which Wireshark lists them. */
const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [FIN, 'FIN'],
  [SYN, 'SYN'],
  [RST, 'RST'],
  [PSH, 'PSH'],
  [ACK, 'ACK'],
  [URG, 'URG'],
  [0x40, 'ECE'],
  [0x80, 'CWR'],
  [0x100, 'AE'],
];
/** By the flags, as far as they were met. */
const flagLists: Uint8Array[] = [];
const ACKED = encoded(' Ack=');
const WINDOW = encoded(' Win=');
const LENGTH = encoded(' Len=');
const TIMESTAMP = encoded(' TSval=');
const ECHOED = encoded(' TSecr=');
const SEGMENT = encoded(' [TCP segment of a reassembled PDU]');
/** Of such a segment, nothing waits. */
const NOTHING_NEW = REPEATED | KEEP_ALIVE;

/** What went wrong with the connection, as its dissection noted: before whatever the list says of the packet. */
export function remark({ note }: Layer, { flow, direction }: Packet, out: ByteWriter): void {
  if (!flow || typeof note !== 'number' || note === 0) return;
  for (const { bit, mark } of REMARKS) {
    if (!(note & bit)) continue;
    out.raw(mark);
    if (bit !== DUPLICATE_ACK) continue;
    const { ackFrame, repeats } = flow.state(connection).sides[direction];
    out.decimal(ackFrame);
    out.byte(0x23);
    out.decimal(repeats);
    out.ascii('] ');
  }
}

/** The list's line: `59856 → 80 [SYN] Seq=0 Win=65535 Len=0 MSS=1460 …`. */
export function writeInfo(layer: Layer, packet: Packet, out: ByteWriter): void {
  const { bytes } = layer.source;
  const at = layer.start;
  if (layer.end - at < header.size) return out.ascii('[Truncated]');
  out.decimal(u16be(bytes, at + offset.srcport));
  out.arrow();
  out.decimal(u16be(bytes, at + offset.dstport));
  const word = u16be(bytes, at + offset.flags);
  const size = (word >> 12) * 4;
  const seqBase = baseOf(layer, packet, false);
  const ackBase = baseOf(layer, packet, true);
  out.raw(flagLists[word & 0x1ff] ?? listFlags(word & 0x1ff));
  out.decimal((u32be(bytes, at + offset.seq) - seqBase) >>> 0);
  if (word & ACK) {
    out.raw(ACKED);
    out.decimal((u32be(bytes, at + offset.ack) - ackBase) >>> 0);
  }
  out.raw(WINDOW);
  const window = u16be(bytes, at + offset.window_size_value);
  out.decimal(packet.flow ? scaledWindow(packet.flow, packet.direction, word, window) : window);
  out.raw(LENGTH);
  out.decimal(Math.max(0, layer.promised - at - size));
  if (size > header.size) writeOptions(bytes, at + header.size, Math.min(at + size, layer.end), ackBase, out);
  if (layer.end - at > size && packet.flow?.recognised && !(Number(layer.note) & NOTHING_NEW) && waits(layer, packet))
    out.raw(SEGMENT);
}

/** Nothing of the frame was handed on: what it brings waits for more. */
function waits(layer: Layer, packet: Packet): boolean {
  for (let i = packet.layerCount - 1; i >= 0; i--) {
    const inner = packet.layer(i);
    if (inner === layer) return true;
    if (inner.parent === layer) return false;
  }
  return false;
}

/** What follows the title in the tree's heading. */
export function writeSummary(layer: Layer, packet: Packet, out: ByteWriter): void {
  const { bytes } = layer.source;
  const at = layer.start;
  if (layer.end - at < header.size) return;
  const word = u16be(bytes, at + offset.flags);
  out.ascii(', Src Port: ');
  out.decimal(u16be(bytes, at + offset.srcport));
  out.ascii(', Dst Port: ');
  out.decimal(u16be(bytes, at + offset.dstport));
  out.ascii(', Seq: ');
  out.decimal((u32be(bytes, at + offset.seq) - baseOf(layer, packet, false)) >>> 0);
  if (word & ACK) {
    out.ascii(', Ack: ');
    out.decimal((u32be(bytes, at + offset.ack) - baseOf(layer, packet, true)) >>> 0);
  }
  out.ascii(', Len: ');
  out.decimal(Math.max(0, layer.promised - at - (word >> 12) * 4));
}

function listFlags(flags: number): Uint8Array {
  const names = FLAG_NAMES.filter(([bit]) => flags & bit).map(([, name]) => name);
  const list = encoded(` [${names.join(', ') || '<None>'}] Seq=`);
  flagLists[flags] = list;
  return list;
}

/** First sequence number of the sender or of its peer, 0 for a quoted segment. */
function baseOf(layer: Layer, { flow, direction }: Packet, peer: boolean): number {
  if (!flow || layer.quoted) return 0;
  return flow.sides[peer === (direction === 0) ? 1 : 0].base;
}

function writeOptions(bytes: Uint8Array, from: number, end: number, ackBase: number, out: ByteWriter): void {
  for (let at = from; at < end; ) {
    const option = bytes[at]!;
    if (option === END) return;
    if (option === NO_OPERATION) {
      at++;
      continue;
    }
    const length = at + 1 < end ? bytes[at + 1]! : 0;
    if (length < 2 || at + length > end) return;
    if (option === TIMESTAMPS && length === 10) {
      out.raw(TIMESTAMP);
      out.decimal(u32be(bytes, at + 2));
      out.raw(ECHOED);
      out.decimal(u32be(bytes, at + 6));
    } else if (option === SEGMENT_SIZE && length === 4) {
      out.ascii(' MSS=');
      out.decimal(u16be(bytes, at + 2));
    } else if (option === WINDOW_SCALE && length === 3) {
      out.ascii(' WS=');
      out.decimal(2 ** Math.min(LARGEST_SHIFT, bytes[at + 2]!));
    } else if (option === SACK_PERMITTED) out.ascii(' SACK_PERM');
    else if (option === SACK) {
      for (let block = at + 2; block + 8 <= at + length; block += 8) {
        out.ascii(' SLE=');
        out.decimal((u32be(bytes, block) - ackBase) >>> 0);
        out.ascii(' SRE=');
        out.decimal((u32be(bytes, block + 4) - ackBase) >>> 0);
      }
    }
    at += length;
  }
}
