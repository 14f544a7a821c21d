import { bit, type Dissection, field, layout, on, protocol, specification, u8, u16, u24 } from '#sdk';
import { ETHER_TYPES, etherType } from '../ethernet/keys.ts';
import { udpPort } from '../udp/keys.ts';

const rfc8926 = specification('RFC 8926', 'https://www.rfc-editor.org/rfc/rfc8926#section-{section}');

const header = layout(
  { prefix: 'geneve', spec: rfc8926('3.4') },
  {
    version: u8('Version', { mask: 0xc0 }),
    opt_len: u8('Options Length (4-byte units)', { at: 0, mask: 0x3f, abbrev: 'geneve.option.length' }),
    flags: u8('Flags', {
      base: 'hex',
      bits: [
        bit('geneve.flags.oam', 'Operations, Administration and Management Frame', 0x80),
        bit('geneve.flags.critical', 'Critical Options Present', 0x40),
      ],
    }),
    proto_type: u16('Protocol Type', { base: 'hex', names: ETHER_TYPES }),
    vni: u24('Virtual Network Identifier (VNI)', { base: 'hex' }),
    reserved: u8('Reserved', { base: 'hex' }),
  },
);
const options = field('geneve.options', 'Options', 'bytes', { spec: rfc8926('3.5') });

/** Generic network virtualization encapsulation. */
export const geneve = protocol({
  name: 'geneve',
  label: 'Geneve',
  title: 'Generic Network Virtualization Encapsulation',
  layouts: [header],
  fields: [options],
  routes: [on(udpPort, 6081)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const size = (d.u8(0) & 0x3f) * 4;
    const next = d.u16be(header.offset.proto_type);
    d.record(header);
    if (size > 0) d.take(options, size);
    d.route(etherType, next, d.at, d.end, d.promised);
  },
});
