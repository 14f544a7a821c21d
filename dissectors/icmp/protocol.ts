import { type Dissection, type Layer, on, onesSum, protocol, u16be, u16le } from '#sdk';
import { BAD, GOOD, ipProtocol, ipVersion, UNVERIFIED } from '../ipv4/keys.ts';
import { pair } from './echo.ts';
import * as fields from './layout.ts';
import {
  CODES,
  ECHO,
  ECHO_REPLY,
  echo,
  header,
  INFORMATION,
  INFORMATION_REPLY,
  MASK,
  MASK_REPLY,
  PARAMETER_PROBLEM,
  REDIRECT,
  ROUTER_ADVERTISEMENT,
  SOURCE_QUENCH,
  TIME_EXCEEDED,
  TIMESTAMP,
  TIMESTAMP_REPLY,
  TOO_BIG,
  TYPES,
  UNREACHABLE,
} from './layout.ts';

const { offset } = header;
const IPV4 = 4;
/** Where an IPv4 header has it. */
const TIME_TO_LIVE = 8;

/** The internet control message protocol (RFC 792) with its additions. */
export const icmp = protocol({
  name: 'icmp',
  label: 'ICMP',
  title: 'Internet Control Message Protocol',
  layouts: [header, echo],
  fields: fields.looseFields,
  routes: [on(ipProtocol, 1)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const type = d.u8(offset.type);
    const code = d.u8(offset.code);
    d.record(header);
    if (d.wants(fields.checksumStatus)) {
      const whole = d.promised === d.end && !d.quoted;
      const good = whole && onesSum(d.bytes, d.layer.start, d.end) === 0xffff;
      const at = d.layer.start + offset.checksum;
      d.generate(fields.checksumStatus, !whole ? UNVERIFIED : good ? GOOD : BAD, at, at + 2);
    }
    switch (type) {
      case UNREACHABLE:
      case TIME_EXCEEDED:
      case PARAMETER_PROBLEM:
        return failure(d, type, code);
      case SOURCE_QUENCH:
        d.take(fields.unused, 4);
        return quote(d, 0);
      case REDIRECT:
        d.take(fields.gateway, 4);
        return quote(d, 0);
      case ROUTER_ADVERTISEMENT:
        return routers(d);
      case ECHO:
      case ECHO_REPLY:
        d.need(echo.size);
        pair(d, type === ECHO_REPLY, d.u16be(echo.offset.ident), d.u16be(echo.offset.seq), fields);
        d.record(echo);
        break;
      case INFORMATION:
      case INFORMATION_REPLY:
        d.record(echo);
        break;
      case TIMESTAMP:
      case TIMESTAMP_REPLY:
        d.record(echo);
        d.take(fields.originate, 4);
        d.take(fields.receive, 4);
        d.take(fields.transmit, 4);
        break;
      case MASK:
      case MASK_REPLY:
        d.record(echo);
        d.take(fields.mask, 4);
        break;
      default:
        if (d.left >= 4) d.take(fields.reserved, 4);
    }
    d.data(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < header.size) return;
    const type = bytes[at]!;
    const code = bytes[at + 1]!;
    const name = TYPES[type];
    if (name === undefined) {
      out.ascii('Type ');
      out.decimal(type);
    } else out.ascii(name);
    const meaning = CODES[type]?.[code];
    if (meaning !== undefined) {
      out.ascii(' (');
      out.ascii(meaning);
      out.byte(0x29);
    }
    if (!(type === ECHO || type === ECHO_REPLY || (type >= TIMESTAMP && type <= MASK_REPLY))) return;
    if (layer.end - at < header.size + echo.size) return;
    out.ascii(type === ECHO_REPLY ? '    id=0x' : '  id=0x');
    out.hex(u16be(bytes, at + 4), 4);
    out.ascii(', seq=');
    out.decimal(u16be(bytes, at + 6));
    out.byte(0x2f);
    out.decimal(u16le(bytes, at + 6));
    out.ascii(', ttl=');
    out.decimal(timeToLive(layer));
  },
});

/** What could not be delivered. Between the header and the quotation are four bytes, of which later RFCs took some. */
function failure(d: Dissection, type: number, code: number): void {
  const words = d.u8(1);
  if (type === PARAMETER_PROBLEM) d.take(fields.pointer, 1);
  else if (words > 0) d.take(fields.unused, 1);
  if (words > 0) d.take(fields.length, 1);
  const rest = d.layer.start + header.size + 4 - d.at;
  if (type === UNREACHABLE && code === TOO_BIG) {
    if (rest > 2) d.take(fields.unused, rest - 2);
    d.take(fields.mtu, 2);
  } else d.take(fields.unused, rest);
  quote(d, words * 4);
}

/** The beginning of the datagram that the message is about; `length` bytes of it, where that is said. */
function quote(d: Dissection, length: number): void {
  const end = length > 0 && length < d.left ? d.at + length : d.end;
  if (d.at < end) d.quote(ipVersion, IPV4, d.at, end, end);
  d.data(end, d.end, d.promised);
}

/** RFC 1256: addresses of routers and how much each would like to be chosen. */
function routers(d: Dissection): void {
  const count = d.u8(0);
  const size = d.u8(1) * 4;
  d.take(fields.count, 1);
  d.take(fields.entrySize, 1);
  d.take(fields.lifetime, 2);
  for (let i = 0; i < count && size >= 8; i++) {
    const next = d.at + size;
    d.take(fields.router, 4);
    d.take(fields.preference, 4);
    d.skip(next - d.at);
  }
}

function timeToLive(layer: Layer): number {
  let up = layer.parent;
  while (up && up.protocol.name !== 'ip') up = up.parent;
  return up ? up.source.bytes[up.start + TIME_TO_LIVE]! : 0;
}
