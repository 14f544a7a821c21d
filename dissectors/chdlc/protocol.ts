import { type Dissection, layout, on, protocol, specification, u8, u16, u16be } from '#sdk';
import { ETHER_TYPES, etherType } from '../ethernet/keys.ts';
import { linkType } from '../frame/keys.ts';

const linktypes = specification('LINKTYPE', 'https://www.tcpdump.org/linktypes.html');

const header = layout(
  { prefix: 'chdlc', spec: linktypes('C_HDLC') },
  {
    address: u8('Address', { base: 'hex', names: { 0x0f: 'Unicast', 0x8f: 'Multicast' } }),
    control: u8('Control', { base: 'hex' }),
    protocol: u16('Protocol', { base: 'hex', names: ETHER_TYPES }),
  },
);

/** Cisco's HDLC framing of serial lines: an EtherType where PPP has its own numbers. */
export const chdlc = protocol({
  name: 'chdlc',
  label: 'CHDLC',
  title: 'Cisco HDLC',
  layouts: [header],
  routes: [on(linkType, 104)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const next = d.u16be(header.offset.protocol);
    d.record(header);
    d.route(etherType, next, d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    const next = u16be(layer.source.bytes, layer.start + header.offset.protocol);
    const name = ETHER_TYPES[next];
    if (name !== undefined) return out.ascii(name);
    out.ascii('Protocol 0x');
    out.hex(next, 4);
  },
});
