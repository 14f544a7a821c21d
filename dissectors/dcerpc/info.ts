import { type ByteWriter, guidText, type Layer, type Packet, u16be, u16le, u32be, u32le } from '#sdk';
import { writeTokens } from '../ntlmssp/keys.ts';
import { HEADER, isLittle } from './connection/dissect.ts';
import { rpcConnection } from './connection/state.ts';
import * as datagram from './datagram/layout.ts';
import type { RpcInterfaces } from './interfaces.ts';
import { common, FIRST_FRAG, LAST_FRAG } from './layout.ts';
import { FAULTS, NDR, NDR64, PACKET_TYPES, REJECTS, RESULTS } from './tables/names.ts';

/** Where numbers of a bind and its answer lie, from the PDU's start (C706 12.6.4.3, 12.6.4.4). */
const CONTEXTS = HEADER + 8;
const FIRST_CONTEXT = CONTEXTS + 4;
const ADDRESS = HEADER + 8;
const SYNTAX = 20;
const RESULT = 4 + SYNTAX;
/** Of a call: the context's id and what stands beside it. */
const CONTEXT_ID = HEADER + 4;
const OPNUM = HEADER + 6;
const STATUS = HEADER + 8;
/** Contexts that are written out: a line is to be read. */
const MOST = 16;

const SYNTAXES: Readonly<Record<string, string>> = { [NDR]: '32bit NDR', [NDR64]: '64bit NDR' };

/** The list's line of a PDU. */
export function writeInfo(layer: Layer, packet: Packet, out: ByteWriter, interfaces: RpcInterfaces): void {
  const { bytes } = layer.source;
  const at = layer.start;
  if (layer.end - at < HEADER) return out.ascii('[Truncated]');
  const little = isLittle(bytes, at);
  if (bytes[at] === 4) return connectionless(bytes, at, little, out);
  const pdu: Pdu = { bytes, at, end: layer.end, u16: little ? u16le : u16be, u32: little ? u32le : u32be, little };
  const type = bytes[at + common.offset.pkt_type]!;
  const flags = bytes[at + common.offset.cn_flags]!;
  out.ascii(PACKET_TYPES[type] ?? 'Unknown');
  out.ascii(': call_id: ');
  out.decimal(pdu.u32(bytes, at + HEADER - 4));
  out.ascii(', Fragment: ');
  out.ascii(flags & FIRST_FRAG ? (flags & LAST_FRAG ? 'Single' : '1st') : flags & LAST_FRAG ? 'Last' : 'Mid');
  switch (type) {
    case 0:
    case 2:
    case 3:
      call(pdu, type, boundTo(pdu, packet, interfaces), out);
      break;
    case 11:
    case 14:
      proposals(pdu, interfaces, out);
      break;
    case 12:
    case 15:
      results(pdu, out);
      break;
    case 13:
      if (pdu.end - at >= HEADER + 2) reason(pdu, out);
  }
  writeTokens(layer, packet, out);
}

interface Pdu {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly end: number;
  readonly u16: typeof u16le;
  readonly u32: typeof u32le;
  readonly little: boolean;
}

function connectionless(bytes: Uint8Array, at: number, little: boolean, out: ByteWriter): void {
  const { offset } = datagram.body;
  const body = at + datagram.common.size;
  const u16 = little ? u16le : u16be;
  out.ascii(PACKET_TYPES[bytes[at + 1]!] ?? 'Unknown');
  out.ascii(': seq: ');
  out.decimal((little ? u32le : u32be)(bytes, body + offset.dg_seqnum));
  out.ascii(', opnum: ');
  out.decimal(u16(bytes, body + offset.opnum));
  out.ascii(', len: ');
  out.decimal(u16(bytes, body + offset.dg_frag_len));
}

/** What a call's context was bound to: `SRVSVC V3`, '' where that was not captured. */
function boundTo({ bytes, at, end, u16 }: Pdu, { flow }: Packet, interfaces: RpcInterfaces): string {
  const context = end - at < STATUS ? undefined : flow?.peek(rpcConnection)?.contexts.get(u16(bytes, at + CONTEXT_ID));
  if (!context) return '';
  const { uuid, version } = context;
  return ` ${interfaces.find(uuid, version)?.label ?? uuid} V${version}`;
}

/** A request, a response or a fault. */
function call({ bytes, at, end, u16, u32 }: Pdu, type: number, bound: string, out: ByteWriter): void {
  if (end - at < STATUS) return;
  if (type === 0) {
    out.ascii(', opnum: ');
    out.decimal(u16(bytes, at + OPNUM));
  }
  out.ascii(', Ctx: ');
  out.decimal(u16(bytes, at + CONTEXT_ID));
  out.ascii(bound);
  if (type !== 3 || end - at < STATUS + 4) return;
  const status = u32(bytes, at + STATUS);
  out.ascii(', status: ');
  out.ascii(FAULTS[status] ?? `Unknown (0x${status.toString(16).padStart(8, '0')})`);
}

/** `, 2 context items: SRVSVC V3.0 (32bit NDR), SRVSVC V3.0 (64bit NDR)` */
function proposals({ bytes, at, end, u32, little }: Pdu, interfaces: RpcInterfaces, out: ByteWriter): void {
  if (end - at < FIRST_CONTEXT) return;
  const count = bytes[at + CONTEXTS]!;
  out.ascii(`, ${count} context items:`);
  let item = at + FIRST_CONTEXT;
  for (let i = 0; i < count && item + 4 + SYNTAX <= end; i++) {
    if (i === MOST) return out.utf8(', …');
    const transfers = bytes[item + 2]!;
    const uuid = guidText(bytes, item + 4, little);
    const version = u32(bytes, item + 20);
    const major = version & 0xffff;
    const name = interfaces.find(uuid, major)?.label ?? uuid;
    out.ascii(`${i > 0 ? ',' : ''} ${name} V${major}.${version >>> 16} (`);
    item += 4 + SYNTAX;
    for (let j = 0; j < transfers && item + SYNTAX <= end; j++, item += SYNTAX) {
      const syntax = guidText(bytes, item, little);
      out.ascii(`${j > 0 ? ', ' : ''}${SYNTAXES[syntax] ?? syntax}`);
    }
    out.byte(0x29);
  }
}

/** `, max_xmit: 4280 max_recv: 4280, 2 results: Provider rejection, Acceptance` */
function results({ bytes, at, end, u16 }: Pdu, out: ByteWriter): void {
  if (end - at < ADDRESS + 2) return;
  out.ascii(`, max_xmit: ${u16(bytes, at + HEADER)} max_recv: ${u16(bytes, at + HEADER + 2)}`);
  // Aligned to four bytes from the PDU's start.
  const list = (ADDRESS + 2 + u16(bytes, at + ADDRESS) + 3) & ~3;
  if (at + list + 4 > end) return;
  const count = bytes[at + list]!;
  out.ascii(`, ${count} results:`);
  let item = at + list + 4;
  for (let i = 0; i < count && item + RESULT <= end; i++, item += RESULT) {
    if (i === MOST) return out.utf8(', …');
    const result = u16(bytes, item);
    out.ascii(`${i > 0 ? ',' : ''} ${RESULTS[result] ?? `Unknown result (${result})`}`);
  }
}

function reason({ bytes, at, u16 }: Pdu, out: ByteWriter): void {
  const value = u16(bytes, at + HEADER);
  out.ascii(` reason: ${REJECTS[value] ?? `Unknown (${value})`}`);
}
