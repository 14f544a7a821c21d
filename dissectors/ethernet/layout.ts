import { bit, ether, field, layout, specification } from '#sdk';
import { ETHER_TYPES } from './keys.ts';

const ieee8023 = specification('IEEE 802.3', 'https://standards.ieee.org/ieee/802.3/10422/');
const spec = ieee8023('3.2');

const LOCAL = { 0: 'Globally unique address (factory default)', 1: 'Locally administered address' };
const GROUP = { 0: 'Individual address (unicast)', 1: 'Group address (multicast/broadcast)' };
/** The two low bits of an address' first byte, drawn in its first three. */
const local = (abbrev: string, alias = false) => bit(abbrev, 'LG bit', 0x020000, { size: 3, names: LOCAL, alias });
const group = (abbrev: string, alias = false) => bit(abbrev, 'IG bit', 0x010000, { size: 3, names: GROUP, alias });
const marks = (which: string) => [
  field('eth.addr', 'Address', 'ether', { size: 6, alias: true }),
  local(`eth.${which}.lg`),
  local('eth.lg', true),
  group(`eth.${which}.ig`),
  group('eth.ig', true),
];

export const header = layout(
  { prefix: 'eth', spec },
  { dst: ether('Destination', { bits: marks('dst') }), src: ether('Source', { bits: marks('src') }) },
);

export const type = field('eth.type', 'Type', 'uint', { size: 2, base: 'hex', names: ETHER_TYPES, spec });
export const length = field('eth.len', 'Length', 'uint', { size: 2, spec });
/** A frame has one sender (IEEE 802.3 3.2.3). */
export const notGroup = field('eth.src_not_group', 'Source address is a group address', 'none', {
  generated: true,
  spec,
});
