import { type Dissection, layout, on, protocol, specification, u32, u32be } from '#sdk';
import { etherType } from '../ethernet/keys.ts';
import { ipVersion } from '../ipv4/keys.ts';
import { pppProtocol } from '../ppp/keys.ts';

const rfc3032 = specification('RFC 3032', 'https://www.rfc-editor.org/rfc/rfc3032#section-{section}');
const BOTTOM = 0x100;

const entry = layout(
  { prefix: 'mpls', spec: rfc3032('2.1') },
  {
    label: u32('MPLS Label', { mask: 0xfffff000 }),
    exp: u32('MPLS Experimental Bits', { at: 0, mask: 0xe00 }),
    bottom: u32('MPLS Bottom Of Label Stack', { at: 0, mask: BOTTOM }),
    ttl: u32('MPLS TTL', { at: 0, mask: 0xff }),
  },
);

/** A stack of MPLS labels. Nothing says what follows it; IP shows itself by its version. */
export const mpls = protocol({
  name: 'mpls',
  label: 'MPLS',
  title: 'MultiProtocol Label Switching',
  layouts: [entry],
  routes: [on(etherType, 0x8847, 0x8848), on(pppProtocol, 0x0281, 0x0283)],
  dissect(d: Dissection) {
    let bottom = 0;
    while (!bottom) {
      bottom = d.u32be(0) & BOTTOM;
      d.record(entry);
    }
    if (d.left > 0) d.route(ipVersion, d.u8(0) >> 4, d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < entry.size) return;
    out.ascii('MPLS label ');
    out.decimal(u32be(layer.source.bytes, layer.start) >>> 12);
  },
});
