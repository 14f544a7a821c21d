import { field, layout, specification, u8, u16 } from '#sdk';
import { statusField } from '../ipv4/keys.ts';

export const rfc792 = specification('RFC 792', 'https://www.rfc-editor.org/rfc/rfc792');
const rfc950 = specification('RFC 950', 'https://www.rfc-editor.org/rfc/rfc950');
const rfc1191 = specification('RFC 1191', 'https://www.rfc-editor.org/rfc/rfc1191#section-{section}');
const rfc1256 = specification('RFC 1256', 'https://www.rfc-editor.org/rfc/rfc1256');
const rfc4884 = specification('RFC 4884', 'https://www.rfc-editor.org/rfc/rfc4884#section-{section}');
const spec = rfc792('');

export const ECHO_REPLY = 0;
export const UNREACHABLE = 3;
export const SOURCE_QUENCH = 4;
export const REDIRECT = 5;
export const ECHO = 8;
export const ROUTER_ADVERTISEMENT = 9;
export const TIME_EXCEEDED = 11;
export const PARAMETER_PROBLEM = 12;
export const TIMESTAMP = 13;
export const TIMESTAMP_REPLY = 14;
export const INFORMATION = 15;
export const INFORMATION_REPLY = 16;
export const MASK = 17;
export const MASK_REPLY = 18;
export const TOO_BIG = 4;

export const TYPES: Readonly<Record<number, string>> = {
  [ECHO_REPLY]: 'Echo (ping) reply',
  [UNREACHABLE]: 'Destination unreachable',
  [SOURCE_QUENCH]: 'Source quench (flow control)',
  [REDIRECT]: 'Redirect',
  [ECHO]: 'Echo (ping) request',
  [ROUTER_ADVERTISEMENT]: 'Router advertisement',
  10: 'Router solicitation',
  [TIME_EXCEEDED]: 'Time-to-live exceeded',
  [PARAMETER_PROBLEM]: 'Parameter problem',
  [TIMESTAMP]: 'Timestamp request',
  [TIMESTAMP_REPLY]: 'Timestamp reply',
  [INFORMATION]: 'Information request',
  [INFORMATION_REPLY]: 'Information reply',
  [MASK]: 'Address mask request',
  [MASK_REPLY]: 'Address mask reply',
};

/** What a code means depends on the type (RFC 792, RFC 1122 3.2.2.1, RFC 1812 5.2.7.1). */
export const CODES: Readonly<Record<number, readonly string[]>> = {
  [UNREACHABLE]: [
    'Network unreachable',
    'Host unreachable',
    'Protocol unreachable',
    'Port unreachable',
    'Fragmentation needed',
    'Source route failed',
    'Destination network unknown',
    'Destination host unknown',
    'Source host isolated',
    'Network administratively prohibited',
    'Host administratively prohibited',
    'Network unreachable for TOS',
    'Host unreachable for TOS',
    'Communication administratively filtered',
    'Host precedence violation',
    'Precedence cutoff in effect',
  ],
  [REDIRECT]: [
    'Redirect for network',
    'Redirect for host',
    'Redirect for TOS and network',
    'Redirect for TOS and host',
  ],
  [TIME_EXCEEDED]: ['Time to live exceeded in transit', 'Fragment reassembly time exceeded'],
  [PARAMETER_PROBLEM]: ['Pointer indicates the error', 'Required option missing', 'Bad length'],
};

/** Every message begins with these four bytes. */
export const header = layout(
  { prefix: 'icmp', spec },
  {
    type: u8('Type', { names: TYPES }),
    code: u8('Code'),
    checksum: u16('Checksum', { base: 'hex' }),
  },
);

/** Windows and Linux disagree on the byte order of what they put there; so both are shown. */
export const echo = layout(
  { prefix: 'icmp', spec },
  {
    ident: u16('Identifier (BE)'),
    ident_le: u16('Identifier (LE)', { at: 0, little: true }),
    seq: u16('Sequence Number (BE)'),
    seq_le: u16('Sequence Number (LE)', { at: 2, little: true }),
  },
);

export const checksumStatus = statusField('icmp.checksum.status');
export const unused = field('icmp.unused', 'Unused', 'bytes', { spec });
export const reserved = field('icmp.reserved', 'Reserved', 'bytes', { spec });
export const length = field('icmp.length', 'Length', 'uint', { size: 1, spec: rfc4884('4') });
export const mtu = field('icmp.mtu', 'MTU of next hop', 'uint', { size: 2, spec: rfc1191('4') });
export const gateway = field('icmp.redir_gw', 'Gateway Address', 'ipv4', { size: 4, spec });
export const pointer = field('icmp.pointer', 'Pointer', 'uint', { size: 1, spec });
export const originate = field('icmp.originate_timestamp', 'Originate Timestamp', 'uint', { size: 4, spec });
export const receive = field('icmp.receive_timestamp', 'Receive Timestamp', 'uint', { size: 4, spec });
export const transmit = field('icmp.transmit_timestamp', 'Transmit Timestamp', 'uint', { size: 4, spec });
export const mask = field('icmp.address_mask', 'Address Mask', 'ipv4', { size: 4, spec: rfc950('') });
export const count = field('icmp.num_addrs', 'Number of addresses', 'uint', { size: 1, spec: rfc1256('') });
export const entrySize = field('icmp.addr_entry_size', 'Address entry size', 'uint', { size: 1, spec: rfc1256('') });
export const lifetime = field('icmp.lifetime', 'Lifetime', 'uint', { size: 2, spec: rfc1256('') });
export const router = field('icmp.router_address', 'Router address', 'ipv4', { size: 4, spec: rfc1256('') });
export const preference = field('icmp.pref_level', 'Preference level', 'int', { size: 4, spec: rfc1256('') });
export const responseTo = field('icmp.resp_to', 'Request frame', 'uint', { size: 4, generated: true });
export const responseTime = field('icmp.resptime', 'Response time (ms)', 'float', { generated: true });

export const looseFields = [
  checksumStatus,
  unused,
  reserved,
  length,
  mtu,
  gateway,
  pointer,
  originate,
  receive,
  transmit,
  mask,
  count,
  entrySize,
  lifetime,
  router,
  preference,
  responseTo,
  responseTime,
];
