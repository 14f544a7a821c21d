import { bit, type Dissection, layout, on, protocol, specification, u8, u16, u24 } from '#sdk';
import { etherType, TRANSPARENT_BRIDGING } from '../ethernet/keys.ts';
import { udpPort } from '../udp/keys.ts';

const rfc7348 = specification('RFC 7348', 'https://www.rfc-editor.org/rfc/rfc7348#section-{section}');

const header = layout(
  { prefix: 'vxlan', spec: rfc7348('5') },
  {
    flags: u16('Flags', { base: 'hex', bits: [bit('vxlan.flag_i', 'VXLAN Network ID (VNI)', 0x0800)] }),
    gbp: u16('Group Policy ID'),
    vni: u24('VXLAN Network Identifier (VNI)'),
    reserved8: u8('Reserved'),
  },
);

/** Ethernet in UDP; also what clouds mirror traffic with. */
export const vxlan = protocol({
  name: 'vxlan',
  label: 'VXLAN',
  title: 'Virtual eXtensible Local Area Network',
  layouts: [header],
  routes: [on(udpPort, 4789)],
  dissect(d: Dissection) {
    d.record(header);
    d.route(etherType, TRANSPARENT_BRIDGING, d.at, d.end, d.promised);
  },
});
