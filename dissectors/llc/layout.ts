import { bit, type Field, field, layout, specification, u8, u24 } from '#sdk';
import { ETHER_TYPES } from '../ethernet/keys.ts';

const iso8802 = specification('ISO/IEC 8802-2', 'https://www.iso.org/standard/30174.html');
const spec = iso8802('3');

export const SNAP = 0xaa;

export const SAPS: Readonly<Record<number, string>> = {
  0x00: 'NULL LSAP',
  0x02: 'LLC Sub-Layer Management',
  0x04: 'SNA Path Control',
  0x06: 'TCP/IP',
  0x42: 'Spanning Tree BPDU',
  0x80: 'XNS',
  0x98: 'ARP',
  0xaa: 'SNAP',
  0xbc: 'Banyan Vines',
  0xe0: 'NetWare',
  0xf0: 'NetBIOS',
  0xf4: 'IBM Net Management',
  0xfe: 'ISO Network Layer',
};

const sapNames = (value: number): string | undefined => SAPS[value & 0xfe];

export const addresses = layout(
  { prefix: 'llc', spec },
  {
    dsap: u8('DSAP', {
      base: 'hex',
      names: sapNames,
      bits: [bit('llc.dsap.ig', 'IG Bit', 0x01, { names: { 0: 'Individual', 1: 'Group' } })],
    }),
    ssap: u8('SSAP', {
      base: 'hex',
      names: sapNames,
      bits: [bit('llc.ssap.cr', 'CR Bit', 0x01, { names: { 0: 'Command', 1: 'Response' } })],
    }),
  },
);

/** Unnumbered frames have one byte of control, the others two, of which the first says what it is. */
const control = { base: 'hex', digits: 4, spec: iso8802('5.2') } as const;
export const control8 = field('llc.control', 'Control', 'uint', { size: 1, ...control });
export const control16 = field('llc.control', 'Control', 'uint', { size: 2, little: true, ...control });

export const APPLE = 0x080007;
const CISCO = 0x00000c;
const ORGANISATIONS = { 0x000000: 'Encapsulated Ethernet', [CISCO]: 'Cisco Systems', [APPLE]: 'Apple' };
const CISCO_NUMBERS = {
  0x0102: 'DRiP',
  0x0104: 'PAgP',
  0x010b: 'PVSTP+',
  0x0111: 'UDLD',
  0x2000: 'CDP',
  0x2003: 'VTP',
  0x2004: 'DTP',
};
const ieee802 = specification('IEEE 802', 'https://standards.ieee.org/ieee/802/4064/');

/** The subnetwork access protocol: whose numbers follow, and the number. */
export const snap = layout(
  { prefix: 'llc', spec: ieee802('9.5') },
  { oui: u24('Organization Code', { names: ORGANISATIONS }) },
);
export const etherTypeField = field('llc.type', 'Type', 'uint', { size: 2, base: 'hex', names: ETHER_TYPES });
const number = { size: 2, base: 'hex' } as const;
const unknownId = field('llc.pid', 'Protocol ID', 'uint', number);
const ciscoId = field('llc.cisco_pid', 'PID', 'uint', { ...number, names: CISCO_NUMBERS });
const appleId = field('llc.apple_atalk_pid', 'PID', 'uint', { ...number, names: ETHER_TYPES });

/** An organisation's numbers are its own. */
export const protocolId = (organisation: number): Field =>
  organisation === CISCO ? ciscoId : organisation === APPLE ? appleId : unknownId;

export const looseFields = [control8, control16, etherTypeField, unknownId, ciscoId, appleId];
