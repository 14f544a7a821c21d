import { bit, bits, bytes, field, ipv6, layout, specification, u8, u16, u32 } from '#sdk';
import { statusField } from '../ipv4/keys.ts';

export const rfc4443 = specification('RFC 4443', 'https://www.rfc-editor.org/rfc/rfc4443#section-{section}');
export const rfc4861 = specification('RFC 4861', 'https://www.rfc-editor.org/rfc/rfc4861#section-{section}');
const rfc2710 = specification('RFC 2710', 'https://www.rfc-editor.org/rfc/rfc2710#section-{section}');
const rfc3810 = specification('RFC 3810', 'https://www.rfc-editor.org/rfc/rfc3810#section-{section}');
const rfc6275 = specification('RFC 6275', 'https://www.rfc-editor.org/rfc/rfc6275#section-{section}');

export const UNREACHABLE = 1;
export const TOO_BIG = 2;
export const TIME_EXCEEDED = 3;
export const PARAMETER_PROBLEM = 4;
export const ECHO = 128;
export const ECHO_REPLY = 129;
export const LISTENER_QUERY = 130;
export const LISTENER_REPORT = 131;
export const LISTENER_DONE = 132;
export const ROUTER_SOLICITATION = 133;
export const ROUTER_ADVERTISEMENT = 134;
export const NEIGHBOR_SOLICITATION = 135;
export const NEIGHBOR_ADVERTISEMENT = 136;
export const REDIRECT = 137;
export const LISTENER_REPORT_2 = 143;
export const HOME_AGENT_REQUEST = 144;
export const MOBILE_PREFIX_ADVERTISEMENT = 147;

export const TYPES: Readonly<Record<number, string>> = {
  [UNREACHABLE]: 'Destination Unreachable',
  [TOO_BIG]: 'Packet Too Big',
  [TIME_EXCEEDED]: 'Time Exceeded',
  [PARAMETER_PROBLEM]: 'Parameter Problem',
  [ECHO]: 'Echo (ping) request',
  [ECHO_REPLY]: 'Echo (ping) reply',
  [LISTENER_QUERY]: 'Multicast Listener Query',
  [LISTENER_REPORT]: 'Multicast Listener Report',
  [LISTENER_DONE]: 'Multicast Listener Done',
  [ROUTER_SOLICITATION]: 'Router Solicitation',
  [ROUTER_ADVERTISEMENT]: 'Router Advertisement',
  [NEIGHBOR_SOLICITATION]: 'Neighbor Solicitation',
  [NEIGHBOR_ADVERTISEMENT]: 'Neighbor Advertisement',
  [REDIRECT]: 'Redirect',
  138: 'Router Renumbering',
  [LISTENER_REPORT_2]: 'Multicast Listener Report Message v2',
  [HOME_AGENT_REQUEST]: 'Home Agent Address Discovery Request',
  145: 'Home Agent Address Discovery Reply',
  146: 'Mobile Prefix Solicitation',
  [MOBILE_PREFIX_ADVERTISEMENT]: 'Mobile Prefix Advertisement',
  155: 'RPL Control',
};

export const CODES: Readonly<Record<number, readonly string[]>> = {
  [UNREACHABLE]: [
    'no route to destination',
    'Administratively prohibited',
    'Beyond scope of source address',
    'Address unreachable',
    'Port unreachable',
    'Source address failed ingress/egress policy',
    'Reject route to destination',
    'Error in Source Routing Header',
  ],
  [TIME_EXCEEDED]: ['hop limit exceeded in transit', 'fragment reassembly time exceeded'],
  [PARAMETER_PROBLEM]: [
    'erroneous header field encountered',
    'unrecognized Next Header type encountered',
    'unrecognized IPv6 option encountered',
  ],
};

export const header = layout(
  { prefix: 'icmpv6', spec: rfc4443('2.1') },
  {
    type: u8('Type', { names: TYPES }),
    code: u8('Code'),
    checksum: u16('Checksum', { base: 'hex' }),
  },
);
export const checksumStatus = statusField('icmpv6.checksum.status');
export const reserved = field('icmpv6.reserved', 'Reserved', 'bytes', { spec: rfc4443('2.1') });

export const echo = layout(
  { prefix: 'icmpv6.echo', spec: rfc4443('4.1') },
  { identifier: u16('Identifier', { base: 'hex' }), sequence_number: u16('Sequence') },
);
export const responseTo = field('icmpv6.resp_to', 'Response to', 'uint', { size: 4, generated: true });
export const responseTime = field('icmpv6.resptime', 'Response time (ms)', 'float', { generated: true });
export const mtu = field('icmpv6.mtu', 'MTU', 'uint', { size: 4, spec: rfc4443('3.2') });
export const pointer = field('icmpv6.pointer', 'Pointer', 'uint', { size: 4, spec: rfc4443('3.4') });
export const mobileIdentifier = field('icmpv6.mip6.identifier', 'Identifier', 'uint', {
  size: 2,
  spec: rfc6275('6.5'),
});
const mobile = { size: 16, spec: rfc6275('6.6') };
export const homeAgent = field('icmpv6.mip6.home_agent_address', 'Home Agent Address', 'ipv6', mobile);

// Neighbour discovery.

export const target = field('icmpv6.nd.ns.target_address', 'Target Address', 'ipv6', {
  size: 16,
  spec: rfc4861('4.3'),
});

export const routerAdvertisement = layout(
  { prefix: 'icmpv6.nd.ra', spec: rfc4861('4.2') },
  {
    cur_hop_limit: u8('Cur hop limit'),
    flag: u8('Flags', {
      base: 'hex',
      bits: [
        bit('icmpv6.nd.ra.flag.m', 'Managed address configuration', 0x80),
        bit('icmpv6.nd.ra.flag.o', 'Other configuration', 0x40),
        bit('icmpv6.nd.ra.flag.h', 'Home Agent', 0x20),
        bits('icmpv6.nd.ra.flag.prf', 'Default Router Preference', 0x18, {
          names: { 0: 'Medium', 1: 'High', 2: 'Reserved', 3: 'Low' },
        }),
        bit('icmpv6.nd.ra.flag.p', 'Proxy', 0x04),
        bits('icmpv6.nd.ra.flag.rsv', 'Reserved', 0x03),
      ],
    }),
    router_lifetime: u16('Router lifetime (s)'),
    reachable_time: u32('Reachable time (ms)'),
    retrans_timer: u32('Retrans timer (ms)'),
  },
);

export const neighborAdvertisement = layout(
  { prefix: 'icmpv6.nd.na', spec: rfc4861('4.4') },
  {
    flag: u32('Flags', {
      base: 'hex',
      bits: [
        bit('icmpv6.nd.na.flag.r', 'Router', 0x80000000),
        bit('icmpv6.nd.na.flag.s', 'Solicited', 0x40000000),
        bit('icmpv6.nd.na.flag.o', 'Override', 0x20000000),
        bits('icmpv6.nd.na.flag.rsv', 'Reserved', 0x1fffffff),
      ],
    }),
    target_address: ipv6('Target Address'),
  },
);

export const redirect = layout(
  { prefix: 'icmpv6.rd.na', spec: rfc4861('4.5') },
  {
    target_address: ipv6('Target Address'),
    destination_address: ipv6('Destination Address'),
  },
);

// Multicast listener discovery.

export const listener = layout(
  { prefix: 'icmpv6.mld', spec: rfc2710('3') },
  {
    maximum_response_delay: u16('Maximum Response Delay (ms)'),
    reserved: bytes('Reserved', 2, { abbrev: 'icmpv6.reserved' }),
    multicast_address: ipv6('Multicast Address'),
  },
);

/** What version 2 appends to a query. */
export const query = layout(
  { prefix: 'icmpv6.mld', spec: rfc3810('5.1') },
  {
    flag: u8('Flags', {
      base: 'hex',
      bits: [
        bit('icmpv6.mld.flag.s', 'Suppress Router-side Processing', 0x08),
        bits('icmpv6.mld.flag.qrv', "Querier's Robustness Variable", 0x07),
        bits('icmpv6.mld.flag.reserved', 'Reserved', 0xf0),
      ],
    }),
    qqi: u8("Querier's Query Interval Code"),
    nb_sources: u16('Number of Sources'),
  },
);
export const querySource = field('icmpv6.mld.source_address', 'Source Address', 'ipv6', {
  size: 16,
  spec: rfc3810('5.1'),
});

const RECORDS = {
  1: 'Include',
  2: 'Exclude',
  3: 'Changed to include',
  4: 'Changed to exclude',
  5: 'Allow new sources',
  6: 'Block old sources',
};
export const reportCount = field('icmpv6.mldr.nb_mcast_records', 'Number of Multicast Address Records', 'uint', {
  size: 2,
  spec: rfc3810('5.2'),
});
export const record = field('icmpv6.mldr.mar', 'Multicast Address Record', 'none', { spec: rfc3810('5.2') });
export const recordHeader = layout(
  { prefix: 'icmpv6.mldr.mar', spec: rfc3810('5.2') },
  {
    record_type: u8('Record Type', { names: RECORDS }),
    aux_data_len: u8('Aux Data Len'),
    nb_sources: u16('Number of Sources'),
    multicast_address: ipv6('Multicast Address'),
  },
);
export const recordSource = field('icmpv6.mldr.mar.source_address', 'Source Address', 'ipv6', {
  size: 16,
  spec: rfc3810('5.2'),
});
export const auxiliary = field('icmpv6.mldr.mar.auxiliary_data', 'Auxiliary Data', 'bytes', { spec: rfc3810('5.2') });

export const layouts = [
  header,
  echo,
  routerAdvertisement,
  neighborAdvertisement,
  redirect,
  listener,
  query,
  recordHeader,
];
export const looseFields = [
  checksumStatus,
  reserved,
  responseTo,
  responseTime,
  mtu,
  pointer,
  mobileIdentifier,
  homeAgent,
  target,
  querySource,
  reportCount,
  record,
  recordSource,
  auxiliary,
];
