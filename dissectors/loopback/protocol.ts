import { type Dissection, field, LITTLE, on, protocol, specification, u32be, u32le } from '#sdk';
import { etherType, LONGEST_LENGTH } from '../ethernet/keys.ts';
import { linkType } from '../frame/keys.ts';
import { addressFamily } from './keys.ts';

const tcpdump = specification('LINKTYPE', 'https://www.tcpdump.org/linktypes.html');

/** IPv6 is 23 on Windows, 24 on NetBSD and OpenBSD, 28 on FreeBSD, 30 on Darwin, 10 on Linux. */
const FAMILIES = { 2: 'IP', 10: 'IPv6', 23: 'IPv6', 24: 'IPv6', 28: 'IPv6', 30: 'IPv6' };
const family = field('null.family', 'Family', 'uint', { size: 4, names: FAMILIES, spec: tcpdump('') });
const HIGH = 0xffff0000;

/**
 * BSD loopback. The family is in the byte order of the machine that captured (LINKTYPE_LOOP: the network's); whatever
 * that was, a family is a small number.
 */
export const loopback = protocol({
  name: 'null',
  label: 'NULL',
  title: 'Null/Loopback',
  fields: [family],
  routes: [on(linkType, 0, 108)],
  dissect(d: Dissection) {
    const big = d.u32be(0);
    const little = (big & HIGH) !== 0;
    const value = little ? d.u32le(0) : big;
    d.take(family, 4, little ? LITTLE : 0);
    if (value > LONGEST_LENGTH) d.route(etherType, value, d.at, d.end, d.promised);
    else d.route(addressFamily, value, d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    if (layer.end - layer.start < 4) return;
    const big = u32be(bytes, layer.start);
    out.ascii('Family ');
    out.decimal(big & HIGH ? u32le(bytes, layer.start) : big);
  },
});
