import { type Dissection, on, protocol } from '#sdk';
import { linkType } from '../frame/keys.ts';
import { ETHER_TYPES, etherType, llcPayload } from './keys.ts';
import { header, length, type } from './layout.ts';

/** Lengths end here, types begin at 0x600 (IEEE 802.3 3.2.6). */
const LONGEST = 1500;

export const ethernet = protocol({
  name: 'eth',
  label: 'Ethernet',
  title: 'Ethernet II',
  layouts: [header],
  fields: [type, length],
  routes: [on(linkType, 1)],
  dissect(d: Dissection) {
    d.need(header.size);
    d.addresses('ether', d.at + header.offset.src, d.at + header.offset.dst);
    d.record(header);
    const next = d.u16be(0);
    if (next > LONGEST) {
      d.take(type, 2);
      d.route(etherType, next, d.at, d.end, d.promised);
      return;
    }
    d.take(length, 2);
    d.limitTo(next, length.abbrev);
    d.probe(llcPayload, d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start + header.size;
    const value = at + 2 <= layer.end ? (bytes[at]! << 8) | bytes[at + 1]! : 0;
    out.ascii(ETHER_TYPES[value] ?? `Type 0x${value.toString(16).padStart(4, '0')}`);
  },
});
