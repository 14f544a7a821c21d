import { routeTable } from '#sdk';

/** Protocol numbers of IPv4, and of IPv6's next header. */
export const ipProtocol = routeTable('ip.proto');
/** The first four bits, where nothing before an IP header says which version it is. */
export const ipVersion = routeTable('ip.version');

export const IP_PROTOCOLS: Readonly<Record<number, string>> = {
  0: 'IPv6 Hop-by-Hop Option',
  1: 'ICMP',
  2: 'IGMP',
  4: 'IPIP',
  6: 'TCP',
  8: 'EGP',
  9: 'IGRP',
  17: 'UDP',
  27: 'RDP',
  33: 'DCCP',
  41: 'IPv6',
  43: 'Routing Header for IPv6',
  44: 'Fragment Header for IPv6',
  46: 'Reservation Protocol',
  47: 'Generic Routing Encapsulation',
  50: 'Encap Security Payload',
  51: 'Authentication Header',
  58: 'ICMPv6',
  59: 'No Next Header for IPv6',
  60: 'Destination Options for IPv6',
  88: 'EIGRP',
  89: 'OSPF IGP',
  94: 'IPIP',
  97: 'Ethernet within IP',
  103: 'PIM',
  112: 'VRRP',
  115: 'Layer Two Tunneling',
  132: 'SCTP',
  135: 'Mobility Header',
  136: 'UDPlite',
  137: 'MPLS in IP',
};

/** Names of the six and the two bits that both versions share (RFC 2474, RFC 3168). */
export const DSCP = {
  0: 'Default',
  8: 'CS1',
  10: 'AF11',
  16: 'CS2',
  24: 'CS3',
  26: 'AF31',
  32: 'CS4',
  34: 'AF41',
  40: 'CS5',
  46: 'EF PHB',
  48: 'CS6',
  56: 'CS7',
};
export const ECN = {
  0: 'Not ECN-Capable Transport',
  1: 'ECN-Capable Transport codepoint (1)',
  2: 'ECN-Capable Transport codepoint (0)',
  3: 'Congestion Experienced',
};

export { BAD, GOOD, generateStatus, NOT_PRESENT, statusField, UNVERIFIED } from './checksum.ts';
export { checksumRule } from './checksum-rule.ts';
