import { type ByteWriter, type Dissection, type Layer, on, protocol, u16be } from '#sdk';
import { pair } from '../icmp/keys.ts';
import { generateStatus, ipProtocol, ipVersion } from '../ipv4/keys.ts';
import * as fields from './layout.ts';
import {
  CODES,
  ECHO,
  ECHO_REPLY,
  HOME_AGENT_REQUEST,
  header,
  LISTENER_DONE,
  LISTENER_QUERY,
  LISTENER_REPORT,
  LISTENER_REPORT_2,
  MOBILE_PREFIX_ADVERTISEMENT,
  NEIGHBOR_ADVERTISEMENT,
  NEIGHBOR_SOLICITATION,
  PARAMETER_PROBLEM,
  REDIRECT,
  ROUTER_ADVERTISEMENT,
  ROUTER_SOLICITATION,
  rfc4443,
  TIME_EXCEEDED,
  TOO_BIG,
  TYPES,
  UNREACHABLE,
} from './layout.ts';
import { dissectOptions, optionFields, optionLayouts } from './options.ts';

const { offset } = header;
const ICMPV6 = 58;
const IPV6 = 6;
const ADDRESS = 16;
/** Where an IPv6 header has it. */
const HOP_LIMIT = 7;
const SOURCE_LINK = 1;

export const icmpv6 = protocol({
  name: 'icmpv6',
  label: 'ICMPv6',
  title: 'Internet Control Message Protocol v6',
  layouts: [...fields.layouts, ...optionLayouts],
  fields: [...fields.looseFields, ...optionFields],
  routes: [on(ipProtocol, ICMPV6)],
  spec: rfc4443('2'),
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const type = d.u8(offset.type);
    d.record(header);
    if (d.wants(fields.checksumStatus))
      generateStatus(d, fields.checksumStatus, ICMPV6, d.layer.start + offset.checksum);
    switch (type) {
      case UNREACHABLE:
      case TIME_EXCEEDED:
        d.take(fields.reserved, 4);
        return quote(d);
      case TOO_BIG:
        d.take(fields.mtu, 4);
        return quote(d);
      case PARAMETER_PROBLEM:
        d.take(fields.pointer, 4);
        return quote(d);
      case ECHO:
      case ECHO_REPLY:
        d.need(fields.echo.size);
        pair(
          d,
          type === ECHO_REPLY,
          d.u16be(fields.echo.offset.identifier),
          d.u16be(fields.echo.offset.sequence_number),
          fields,
        );
        d.record(fields.echo);
        return d.data(d.at, d.end, d.promised);
      case LISTENER_QUERY:
      case LISTENER_REPORT:
      case LISTENER_DONE:
        d.record(fields.listener);
        if (type === LISTENER_QUERY && d.left >= fields.query.size) query(d);
        return;
      case LISTENER_REPORT_2:
        return report(d);
      case ROUTER_SOLICITATION:
        d.take(fields.reserved, 4);
        return dissectOptions(d);
      case ROUTER_ADVERTISEMENT:
        d.record(fields.routerAdvertisement);
        return dissectOptions(d);
      case NEIGHBOR_SOLICITATION:
        d.take(fields.reserved, 4);
        d.take(fields.target, ADDRESS);
        return dissectOptions(d);
      case NEIGHBOR_ADVERTISEMENT:
        d.record(fields.neighborAdvertisement);
        return dissectOptions(d);
      case REDIRECT:
        d.take(fields.reserved, 4);
        d.record(fields.redirect);
        return dissectOptions(d);
    }
    if (type >= HOME_AGENT_REQUEST && type <= MOBILE_PREFIX_ADVERTISEMENT) mobile(d, type);
    else d.data(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < header.size) return;
    const type = bytes[at]!;
    const name = TYPES[type];
    if (name === undefined) {
      out.ascii('Type ');
      out.decimal(type);
    } else out.ascii(name);
    const meaning = CODES[type]?.[bytes[at + 1]!];
    if (meaning !== undefined) {
      out.ascii(' (');
      out.ascii(meaning);
      out.byte(0x29);
    }
    describe(layer, out, type);
  },
});

function describe(layer: Layer, out: ByteWriter, type: number): void {
  const { bytes } = layer.source;
  const at = layer.start + header.size;
  const size = layer.end - at;
  switch (type) {
    case ECHO:
    case ECHO_REPLY:
      if (size < 4) return;
      out.ascii(' id=0x');
      out.hex(u16be(bytes, at), 4);
      out.ascii(', seq=');
      out.decimal(u16be(bytes, at + 2));
      out.ascii(', hop limit=');
      out.decimal(hopLimit(layer));
      return;
    case NEIGHBOR_SOLICITATION:
      if (size < 4 + ADDRESS) return;
      out.ascii(' for ');
      out.ipv6(bytes, at + 4);
      return from(layer, at + 4 + ADDRESS, out);
    case ROUTER_SOLICITATION:
      return from(layer, at + 4, out);
    case ROUTER_ADVERTISEMENT:
      return from(layer, at + fields.routerAdvertisement.size, out);
    case NEIGHBOR_ADVERTISEMENT: {
      if (size < 4 + ADDRESS) return;
      out.byte(0x20);
      out.ipv6(bytes, at + 4);
      const flags = bytes[at]!;
      out.ascii(` (${['rtr', 'sol', 'ovr'].filter((_, i) => flags & (0x80 >> i)).join(', ')})`);
      const option = at + 4 + ADDRESS;
      if (option + 8 > layer.end) return;
      out.ascii(' is at ');
      return out.hexBytes(bytes, option + 2, option + 8, 0x3a);
    }
  }
}

/** The sender's link-layer address, where the first option says it. */
function from(layer: Layer, option: number, out: ByteWriter): void {
  const { bytes } = layer.source;
  if (option + 8 > layer.end || bytes[option] !== SOURCE_LINK) return;
  out.ascii(' from ');
  out.hexBytes(bytes, option + 2, option + 8, 0x3a);
}

function hopLimit(layer: Layer): number {
  let up = layer.parent;
  while (up && up.protocol.name !== 'ipv6') up = up.parent;
  return up ? up.source.bytes[up.start + HOP_LIMIT]! : 0;
}

function quote(d: Dissection): void {
  if (d.left > 0) d.quote(ipVersion, IPV6, d.at, d.end);
}

function query(d: Dissection): void {
  const sources = d.u16be(fields.query.offset.nb_sources);
  d.record(fields.query);
  for (let i = 0; i < sources; i++) d.take(fields.querySource, ADDRESS);
}

function report(d: Dissection): void {
  d.take(fields.reserved, 2);
  const records = d.u16be(0);
  d.take(fields.reportCount, 2);
  const { offset: at } = fields.recordHeader;
  for (let i = 0; i < records; i++) {
    d.need(fields.recordHeader.size);
    const auxiliary = d.u8(at.aux_data_len) * 4;
    const sources = d.u16be(at.nb_sources);
    const node = d.open(fields.record);
    d.record(fields.recordHeader);
    for (let s = 0; s < sources; s++) d.take(fields.recordSource, ADDRESS);
    if (auxiliary > 0) d.take(fields.auxiliary, auxiliary);
    d.close(node);
  }
}

/** Home agent discovery and mobile prefixes (RFC 6275 6.5 to 6.8). */
function mobile(d: Dissection, type: number): void {
  d.take(fields.mobileIdentifier, 2);
  d.take(fields.reserved, 2);
  if (type === MOBILE_PREFIX_ADVERTISEMENT) return dissectOptions(d);
  while (d.left >= ADDRESS) d.take(fields.homeAgent, ADDRESS);
}
