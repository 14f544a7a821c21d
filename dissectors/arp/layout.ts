import { field, layout, specification, u8, u16 } from '#sdk';
import { ETHER_TYPES } from '../ethernet/keys.ts';

const rfc826 = specification('RFC 826', 'https://www.rfc-editor.org/rfc/rfc826');
const rfc5227 = specification('RFC 5227', 'https://www.rfc-editor.org/rfc/rfc5227#section-{section}');
const spec = rfc826('');

export const REQUEST = 1;
export const REPLY = 2;
export const REVERSE_REQUEST = 3;
export const REVERSE_REPLY = 4;

/** IANA's hardware types and operation codes. */
const HARDWARE = {
  1: 'Ethernet',
  6: 'IEEE 802',
  7: 'ARCNET',
  15: 'Frame Relay',
  16: 'ATM',
  20: 'Serial Line',
  24: 'IEEE 1394',
  32: 'InfiniBand',
};
export const OPERATIONS: Readonly<Record<number, string>> = {
  [REQUEST]: 'request',
  [REPLY]: 'reply',
  [REVERSE_REQUEST]: 'reverse request',
  [REVERSE_REPLY]: 'reverse reply',
  8: 'inverse request',
  9: 'inverse reply',
};

export const header = layout(
  { prefix: 'arp', spec },
  {
    'hw.type': u16('Hardware type', { names: HARDWARE }),
    'proto.type': u16('Protocol type', { base: 'hex', names: ETHER_TYPES }),
    'hw.size': u8('Hardware size'),
    'proto.size': u8('Protocol size'),
    opcode: u16('Opcode', { names: OPERATIONS }),
  },
);

/** Addresses have the sizes that the header names; those of Ethernet and IPv4 have fields of their own. */
export const senderMac = field('arp.src.hw_mac', 'Sender MAC address', 'ether', { size: 6, spec });
export const senderHardware = field('arp.src.hw', 'Sender hardware address', 'bytes', { spec });
export const senderIp = field('arp.src.proto_ipv4', 'Sender IP address', 'ipv4', { size: 4, spec });
export const senderProtocol = field('arp.src.proto', 'Sender protocol address', 'bytes', { spec });
export const targetMac = field('arp.dst.hw_mac', 'Target MAC address', 'ether', { size: 6, spec });
export const targetHardware = field('arp.dst.hw', 'Target hardware address', 'bytes', { spec });
export const targetIp = field('arp.dst.proto_ipv4', 'Target IP address', 'ipv4', { size: 4, spec });
export const targetProtocol = field('arp.dst.proto', 'Target protocol address', 'bytes', { spec });

export const gratuitous = field('arp.isgratuitous', 'Is gratuitous', 'bool', { generated: true });
export const probe = field('arp.isprobe', 'Is probe', 'bool', { generated: true, spec: rfc5227('1.1') });
export const announcement = field('arp.isannouncement', 'Is announcement', 'bool', {
  generated: true,
  spec: rfc5227('1.1'),
});

export const looseFields = [
  senderMac,
  senderHardware,
  senderIp,
  senderProtocol,
  targetMac,
  targetHardware,
  targetIp,
  targetProtocol,
  gratuitous,
  probe,
  announcement,
];
