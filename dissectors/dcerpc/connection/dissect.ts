import { type Dissection, type Framing, LITTLE } from '#sdk';
import * as fields from '../layout.ts';
import { PRIVACY, takeTrailer } from './auth.ts';
import { bind, bindAck, bindNak } from './bind.ts';
import { abandoned, type FindInterface, fault, type Pdu, request, response } from './call.ts';
import { type RpcConnection, rpcConnection } from './state.ts';

const { offset, size } = fields.common;
export const HEADER = size + fields.numbers.size;
const LAST_TYPE = 20;
const CO_CANCEL = 18;
const ORPHANED = 19;

/** Whether the bytes begin a connection-oriented PDU: version, type, data representation and a length that can be. */
export function isPdu(b: Uint8Array, at: number, end: number): boolean {
  if (end - at < HEADER || b[at] !== 5 || b[at + 1]! > 1 || b[at + offset.pkt_type]! > LAST_TYPE) return false;
  const order = b[at + offset.drep]!;
  if ((order & 0xe0) !== 0 || (order & 0x0f) > 1 || b[at + offset.drep + 1]! > 3) return false;
  return fragmentLength(b, at) >= HEADER;
}

export const isLittle = (b: Uint8Array, at: number): boolean => (b[at + offset.drep]! & 0xf0) !== 0;

function fragmentLength(b: Uint8Array, at: number): number {
  const i = at + size;
  return isLittle(b, at) ? b[i]! | (b[i + 1]! << 8) : (b[i]! << 8) | b[i + 1]!;
}

export const framing: Framing = {
  header: HEADER,
  measure: (b, at, end) => (isPdu(b, at, end) ? fragmentLength(b, at) : 0),
};

/** One connection-oriented PDU (C706 12.6). */
export function dissectConnection(d: Dissection, find: FindInterface): void {
  const start = d.at;
  const type = d.u8(offset.pkt_type);
  const flags = d.u8(offset.cn_flags);
  d.need(HEADER);
  const little = isLittle(d.bytes, start);
  const order = little ? LITTLE : 0;
  d.record(fields.common);
  d.mark(fields.floatingPoint, start + offset.drep + 1, start + offset.drep + 2);
  const length = little ? d.u16le(0) : d.u16be(0);
  const authLength = little ? d.u16le(2) : d.u16be(2);
  const callId = little ? d.u32le(4) : d.u32be(4);
  d.record(fields.numbers, order);
  if (length - HEADER > d.left) d.generate(fields.missing, length - HEADER - d.left);
  d.limitTo(length - HEADER, 'dcerpc.cn_frag_len');
  const connection = d.quoted ? undefined : d.flow?.state(rpcConnection);
  const pdu: Pdu = { start, flags, little, fragmentLength: length, authLength, callId };
  switch (type) {
    case 0:
      return request(d, connection, pdu, find);
    case 2:
      return response(d, connection, pdu);
    case 3:
      return fault(d, connection, pdu);
    case 11:
    case 14:
      bind(d, connection, callId, order);
      break;
    case 12:
    case 15:
      bindAck(d, connection, callId, order, start);
      break;
    case 13:
      return bindNak(d, connection, callId, order);
    case 16:
      // Four bytes of padding (MS-RPCE 2.2.2.10), where the trailer does not follow at once.
      if (authLength + 8 < d.left) d.skip(4);
      break;
    default:
      break;
  }
  const auth = takeTrailer(d, start, length, authLength, little, true);
  if (auth && connection) connection.authentication = { type: auth.type, level: auth.level };
  if ((type === 11 || type === 14) && connection && auth?.level !== PRIVACY) guard(d, connection, find);
  if (connection && (type === CO_CANCEL || type === ORPHANED)) abandoned(d, connection, callId, type === ORPHANED);
}

/** An interface whose arguments may hold passwords is bound: before any of them is sent. */
function guard(d: Dissection, { contexts }: RpcConnection, find: FindInterface): void {
  for (const { uuid, version } of contexts.values()) if (find(uuid, version)?.guarded) return d.guard();
}
