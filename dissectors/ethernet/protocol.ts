import { type Dissection, on, protocol, u16be } from '#sdk';
import { linkType } from '../frame/keys.ts';
import { surplus, wantsSurplus } from '../padding/keys.ts';
import { ETHER_TYPES, etherType, LONGEST_LENGTH, llcPayload, TRANSPARENT_BRIDGING } from './keys.ts';
import { header, length, notGroup, type } from './layout.ts';

const GROUP = 0x01;

export const ethernet = protocol({
  name: 'eth',
  label: 'Ethernet',
  title: 'Ethernet II',
  layouts: [header],
  fields: [notGroup, type, length],
  routes: [on(linkType, 1), on(etherType, TRANSPARENT_BRIDGING)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const source = d.at + header.offset.src;
    d.addresses('ether', source, d.at + header.offset.dst);
    d.record(header);
    if (d.recording && d.bytes[source]! & GROUP) d.generate(notGroup, true, source, source + 6);
    const next = d.u16be(0);
    if (next > LONGEST_LENGTH) {
      d.take(type, 2);
      d.route(etherType, next, d.at, d.end, d.promised);
      return;
    }
    d.take(length, 2);
    const { end, promised } = d;
    // A length that goes past the frame's end says nothing of what is missing.
    if (d.at + next <= promised) d.limitTo(next, length.abbrev);
    d.probe(llcPayload, d.at, d.end, d.promised);
    if (d.end < end && wantsSurplus(d)) d.route(surplus, 0, d.end, end, promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start + header.size;
    const value = at + 2 <= layer.end ? u16be(bytes, at) : 0;
    if (value <= LONGEST_LENGTH) return out.ascii('802.3 frame');
    const name = ETHER_TYPES[value];
    if (name !== undefined) return out.ascii(name);
    out.ascii('Type 0x');
    out.hex(value, 4);
  },
  summary(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < header.size) return;
    out.ascii(', Src: ');
    out.hexBytes(bytes, at + header.offset.src, at + header.offset.src + 6, 0x3a);
    out.ascii(', Dst: ');
    out.hexBytes(bytes, at + header.offset.dst, at + header.offset.dst + 6, 0x3a);
  },
});
