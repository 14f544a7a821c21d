import { probeTable, routeTable } from '#sdk';

/** EtherTypes (IEEE 802), wherever they are found. */
export const etherType = routeTable('ethertype');
/** What follows an 802.3 length. */
export const llcPayload = probeTable('llc');

/** The EtherType of an Ethernet frame inside another packet. */
export const TRANSPARENT_BRIDGING = 0x6558;

/** Numbers up to this are lengths; types begin at 0x600 (IEEE 802.3 3.2.6). */
export const LONGEST_LENGTH = 1500;

export const ETHER_TYPES: Readonly<Record<number, string>> = {
  0x0800: 'IPv4',
  0x0806: 'ARP',
  0x0842: 'Wake on LAN',
  0x22f0: 'AVTP',
  0x6002: 'DEC DNA Remote Console',
  0x6003: 'DEC DNA Routing',
  0x6004: 'DEC LAT',
  0x6558: 'Transparent Ethernet bridging',
  0x8035: 'RARP',
  0x809b: 'AppleTalk',
  0x80f3: 'AppleTalk ARP',
  0x8100: '802.1Q Virtual LAN',
  0x8137: 'IPX',
  0x86dd: 'IPv6',
  0x8808: 'MAC Control',
  0x8809: 'Slow Protocols',
  0x880b: 'PPP',
  0x8847: 'MPLS label switched packet',
  0x8848: 'MPLS multicast packet',
  0x8863: 'PPPoE Discovery',
  0x8864: 'PPPoE Session',
  0x886d: 'Intel ANS probe',
  0x8870: 'Jumbo LLC',
  0x888e: '802.1X Authentication',
  0x8892: 'PROFINET',
  0x8899: 'Realtek Layer 2 Protocols',
  0x88a2: 'ATA over Ethernet',
  0x88a4: 'EtherCAT',
  0x88a8: '802.1ad Provider Bridge (Q-in-Q)',
  0x88b8: 'IEC 61850 GOOSE',
  0x88ba: 'IEC 61850 sampled values',
  0x88cc: '802.1 Link Layer Discovery Protocol (LLDP)',
  0x88e1: 'HomePlug AV',
  0x88e3: 'Media Redundancy Protocol (MRP)',
  0x88e5: '802.1AE (MACsec)',
  0x88f7: 'Precision Time Protocol (PTP)',
  0x8902: '802.1ag Connectivity Fault Management (CFM)',
  0x8906: 'Fibre Channel over Ethernet',
  0x890d: '802.11 data encapsulation',
  0x9000: 'Loopback',
  0x9100: 'QinQ: old style',
};
