import { bit, bits, type Field, field, ipv4, layout, specification, u8, u16 } from '#sdk';
import { SUFFIXES } from '../nbss/keys.ts';

export const rfc1002 = specification('RFC 1002', 'https://www.rfc-editor.org/rfc/rfc1002#section-{section}');
const spec = rfc1002('4.4.1');

export const DIRECT_UNIQUE = 0x10;
const DIRECT_GROUP = 0x11;
export const BROADCAST = 0x12;
export const ERROR = 0x13;
export const QUERY = 0x14;
export const NEGATIVE_RESPONSE = 0x16;

export const TYPES: Readonly<Record<number, string>> = {
  [DIRECT_UNIQUE]: 'Direct_unique datagram',
  [DIRECT_GROUP]: 'Direct_group datagram',
  [BROADCAST]: 'Broadcast datagram',
  [ERROR]: 'Datagram error',
  [QUERY]: 'Datagram query request',
  0x15: 'Datagram positive query response',
  [NEGATIVE_RESPONSE]: 'Datagram negative query response',
};

const NODES = { 0: 'B node', 1: 'P node', 2: 'M node', 3: 'NBDD' };
const ERRORS = {
  0x82: 'Destination name not present',
  0x83: 'Invalid source name format',
  0x84: 'Invalid destination name format',
};
const YES = { 0: 'No', 1: 'Yes' };

/** What every datagram begins with. */
export const header = layout(
  { prefix: 'nbdgm', spec },
  {
    type: u8('Message Type', { names: TYPES }),
    flags: u8('Flags', {
      base: 'hex',
      bits: [
        bit('nbdgm.next', 'More fragments follow', 0x01, { names: YES }),
        bit('nbdgm.first', 'This is first fragment', 0x02, { names: YES }),
        bits('nbdgm.node_type', 'Node Type', 0x0c, { names: NODES }),
      ],
    }),
    dgram_id: u16('Datagram ID', { base: 'hex' }),
    'src.ip': ipv4('Source IP'),
    'src.port': u16('Source Port'),
  },
);

/** Before the names of those datagrams that carry data. */
export const body = layout(
  { prefix: 'nbdgm', spec: rfc1002('4.4.2') },
  { dgram_len: u16('Datagram length'), pkt_offset: u16('Packet offset') },
);

export const sourceName = field('nbdgm.source_name', 'Source name', 'string', {
  generated: true,
  spec: rfc1002('4.4.2'),
});
export const destinationName = field('nbdgm.destination_name', 'Destination name', 'string', {
  generated: true,
  spec: rfc1002('4.4.2'),
});
/** The names' last bytes, which say what they are for. */
const nameType = (key: string, label: string): Field =>
  field(`nbdgm.${key}`, label, 'uint', {
    generated: true,
    base: 'hex',
    digits: 2,
    names: SUFFIXES,
    spec: rfc1002('4.1'),
  });
export const sourceType = nameType('source_type', 'Source name type');
export const destinationType = nameType('destination_type', 'Destination name type');
export const errorCode = field('nbdgm.error_code', 'Error code', 'uint', {
  size: 1,
  base: 'hex',
  names: ERRORS,
  spec: rfc1002('4.4.3'),
});

export const looseFields = [sourceName, sourceType, destinationName, destinationType, errorCode];
