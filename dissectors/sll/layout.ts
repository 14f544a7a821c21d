import { field, layout, specification, u8, u16, u32 } from '#sdk';
import { ETHER_TYPES } from '../ethernet/keys.ts';

const tcpdump = specification('LINKTYPE', 'https://www.tcpdump.org/linktypes/LINKTYPE_{section}.html');

const PACKET_TYPES = {
  0: 'Unicast to us',
  1: 'Broadcast',
  2: 'Multicast',
  3: 'Unicast to another host',
  4: 'Sent by us',
};
const HARDWARE = { 1: 'Ethernet', 512: 'PPP', 768: 'IPIP', 772: 'Loopback', 778: 'GRE', 801: '802.11', 65534: 'None' };
const PROTOCOLS = { ...ETHER_TYPES, 1: 'Raw 802.3', 4: '802.2 LLC', 12: 'CAN' };

const first = tcpdump('LINUX_SLL');

/** Before the address, version 1. */
export const header = layout(
  { prefix: 'sll', spec: first },
  {
    pkttype: u16('Packet type', { names: PACKET_TYPES }),
    hatype: u16('Link-layer address type', { names: HARDWARE }),
    halen: u16('Link-layer address length'),
  },
);

/** Before the address, version 2. */
export const header2 = layout(
  { prefix: 'sll', spec: tcpdump('LINUX_SLL2') },
  {
    etype: u16('Protocol', { base: 'hex', names: PROTOCOLS }),
    reserved: u16('Reserved', { base: 'hex' }),
    ifindex: u32('Interface index'),
    hatype: u16('Link-layer address type', { names: HARDWARE }),
    pkttype: u8('Packet type', { names: PACKET_TYPES }),
    halen: u8('Link-layer address length'),
  },
);

/** The address has eight bytes' room; what it does not need is not used. */
export const ROOM = 8;
export const mac = field('sll.src.eth', 'Source', 'ether', { size: 6, spec: first });
export const ip = field('sll.src.ipv4', 'Source', 'ipv4', { size: 4, spec: first });
export const other = field('sll.src.other', 'Source', 'bytes', { spec: first });
export const unused = field('sll.unused', 'Unused', 'bytes', { spec: first });
export const etype = field('sll.etype', 'Protocol', 'uint', { size: 2, base: 'hex', names: PROTOCOLS, spec: first });

export const looseFields = [mac, ip, other, unused, etype];
