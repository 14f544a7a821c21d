import { bit, bits, type Dissection, field, layout, specification, u8, u32 } from '#sdk';
import { readName } from '../dns/keys.ts';
import { ipVersion } from '../ipv4/keys.ts';
import { rfc4861 } from './layout.ts';

const rfc4191 = specification('RFC 4191', 'https://www.rfc-editor.org/rfc/rfc4191#section-{section}');
const rfc8106 = specification('RFC 8106', 'https://www.rfc-editor.org/rfc/rfc8106#section-{section}');
const spec = rfc4861('4.6');

const SOURCE_LINK = 1;
const TARGET_LINK = 2;
const PREFIX = 3;
const REDIRECTED = 4;
const MTU = 5;
const ROUTE = 24;
const NAME_SERVERS = 25;
const SEARCH_LIST = 31;
const IPV6 = 6;
const ADDRESS = 16;

const NAMES = {
  [SOURCE_LINK]: 'Source link-layer address',
  [TARGET_LINK]: 'Target link-layer address',
  [PREFIX]: 'Prefix information',
  [REDIRECTED]: 'Redirected header',
  [MTU]: 'MTU',
  14: 'Nonce',
  [ROUTE]: 'Route Information',
  [NAME_SERVERS]: 'Recursive DNS Server',
  26: 'RA Flags Extension',
  [SEARCH_LIST]: 'DNS Search List',
};

const option = field('icmpv6.opt', 'ICMPv6 Option', 'none', { spec });
const head = layout({ prefix: 'icmpv6.opt', spec }, { type: u8('Type', { names: NAMES }), length: u8('Length') });
const link = field('icmpv6.opt.linkaddr', 'Link-layer address', 'ether', { spec: rfc4861('4.6.1') });
const alias = { alias: true, spec: rfc4861('4.6.1') };
const sourceLink = field('icmpv6.opt.src_linkaddr', 'Source Link-layer address', 'ether', alias);
const targetLink = field('icmpv6.opt.target_linkaddr', 'Target Link-layer address', 'ether', alias);
const reserved = field('icmpv6.opt.reserved', 'Reserved', 'none', { spec });
const prefixLength = field('icmpv6.opt.prefix.length', 'Prefix Length', 'uint', { size: 1, spec: rfc4861('4.6.2') });
const prefix = layout(
  { prefix: 'icmpv6.opt.prefix', spec: rfc4861('4.6.2') },
  {
    flag: u8('Flag', {
      base: 'hex',
      bits: [
        bit('icmpv6.opt.prefix.flag.l', 'On-link flag (L)', 0x80),
        bit('icmpv6.opt.prefix.flag.a', 'Autonomous address-configuration flag (A)', 0x40),
        bit('icmpv6.opt.prefix.flag.r', 'Router address flag (R)', 0x20),
        bits('icmpv6.opt.prefix.flag.reserved', 'Reserved', 0x1f),
      ],
    }),
    valid_lifetime: u32('Valid Lifetime'),
    preferred_lifetime: u32('Preferred Lifetime'),
  },
);
const address = field('icmpv6.opt.prefix', 'Prefix', 'ipv6', { size: ADDRESS, spec: rfc4861('4.6.2') });
/** A route's prefix is as long as its length needs: 0, 8 or 16 bytes. */
const shortPrefix = field('icmpv6.opt.prefix', 'Prefix', 'ipv6', { generated: true, spec: rfc4191('2.3') });
const mtu = field('icmpv6.opt.mtu', 'MTU', 'uint', { size: 4, spec: rfc4861('4.6.4') });
const route = layout(
  { prefix: 'icmpv6.opt', spec: rfc4191('2.3') },
  {
    'route_info.flag': u8('Flag', {
      base: 'hex',
      bits: [
        bits('icmpv6.opt.route_info.flag.route_preference', 'Route Preference', 0x18, {
          names: { 0: 'Medium', 1: 'High', 2: 'Reserved', 3: 'Low' },
        }),
        bits('icmpv6.opt.route_info.flag.reserved', 'Reserved', 0xe7),
      ],
    }),
    route_lifetime: u32('Route Lifetime'),
  },
);
const serversLifetime = field('icmpv6.opt.rdnss.lifetime', 'Lifetime', 'uint', { size: 4, spec: rfc8106('5.1') });
const server = field('icmpv6.opt.rdnss', 'Recursive DNS Server', 'ipv6', { size: ADDRESS, spec: rfc8106('5.1') });
const listLifetime = field('icmpv6.opt.dnssl.lifetime', 'Lifetime', 'uint', { size: 4, spec: rfc8106('5.2') });
const domain = field('icmpv6.opt.dnssl', 'Domain Names', 'string', { generated: true, spec: rfc8106('5.2') });
const padding = field('icmpv6.opt.padding', 'Padding', 'none', { spec: rfc8106('5.2') });
const data = field('icmpv6.opt.data', 'Option data', 'bytes', { spec });

export const optionLayouts = [head, prefix, route];
export const optionFields = [
  option,
  link,
  sourceLink,
  targetLink,
  reserved,
  prefixLength,
  address,
  shortPrefix,
  mtu,
  serversLifetime,
  server,
  listLifetime,
  domain,
  padding,
  data,
];

/** Options to the message's end: type, length in units of eight bytes, value (RFC 4861 4.6). */
export function dissectOptions(d: Dissection): void {
  while (d.left > 0) {
    d.need(head.size);
    const type = d.u8(head.offset.type);
    const size = d.u8(head.offset.length) * 8;
    const node = d.open(option);
    const end = d.at + size;
    d.record(head);
    // A length of zero would never end.
    if (size === 0) {
      d.close(node);
      return;
    }
    d.need(end - d.at);
    value(d, type, end);
    if (d.at < end) d.take(data, end - d.at);
    d.close(node);
  }
}

function value(d: Dissection, type: number, end: number): void {
  const size = end - d.at;
  switch (type) {
    case SOURCE_LINK:
    case TARGET_LINK:
      d.mark(link, d.at, end);
      return d.take(type === SOURCE_LINK ? sourceLink : targetLink, size);
    case PREFIX:
      d.take(prefixLength, 1);
      d.record(prefix);
      d.take(reserved, 4);
      return d.take(address, ADDRESS);
    case REDIRECTED:
      d.take(reserved, 6);
      d.quote(ipVersion, IPV6, d.at, end);
      return d.skip(end - d.at);
    case MTU:
      d.take(reserved, 2);
      return d.take(mtu, 4);
    case ROUTE:
      d.take(prefixLength, 1);
      d.record(route);
      return routePrefix(d, end);
    case NAME_SERVERS:
      d.take(reserved, 2);
      d.take(serversLifetime, 4);
      while (end - d.at >= ADDRESS) d.take(server, ADDRESS);
      return;
    case SEARCH_LIST:
      d.take(reserved, 2);
      d.take(listLifetime, 4);
      return searchList(d, end);
  }
}

/** Names that refer to nothing before them, then zeros to a multiple of eight bytes (RFC 8106 5.2). */
function searchList(d: Dissection, end: number): void {
  while (d.at < end) {
    if (d.u8(0) === 0) return d.take(padding, end - d.at);
    const name = readName(d.bytes, d.at, end, d.at);
    if (!name) return;
    d.generate(domain, name.text, d.at, name.end);
    d.skip(name.end - d.at);
  }
}

function routePrefix(d: Dissection, end: number): void {
  const size = end - d.at;
  if (size >= ADDRESS) return d.take(address, ADDRESS);
  if (d.wants(shortPrefix)) {
    const groups: string[] = [];
    for (let i = 0; i < size; i += 2) groups.push(d.u16be(i).toString(16));
    d.generate(shortPrefix, `${groups.join(':')}::`, d.at, end);
  }
  d.skip(size);
}
