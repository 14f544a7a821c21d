import { bytes, type Dissection, field, layout, on, protocol, specification, u8, u32, u32be } from '#sdk';
import { IP_PROTOCOLS, ipProtocol } from '../ipv4/keys.ts';

const rfc4302 = specification('RFC 4302', 'https://www.rfc-editor.org/rfc/rfc4302#section-{section}');

const header = layout(
  { prefix: 'ah', spec: rfc4302('2') },
  {
    next_header: u8('Next header', { names: IP_PROTOCOLS }),
    length: u8('Length'),
    reserved: bytes('Reserved', 2),
    spi: u32('AH SPI', { base: 'hex' }),
    sequence: u32('AH Sequence'),
  },
);
const check = field('ah.icv', 'AH ICV', 'bytes', { spec: rfc4302('2.6') });

/** IPsec's authentication header: what follows it is in the clear. */
export const ah = protocol({
  name: 'ah',
  label: 'AH',
  title: 'Authentication Header',
  layouts: [header],
  fields: [check],
  routes: [on(ipProtocol, 51)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const next = d.u8(header.offset.next_header);
    // In words of four bytes, less two (RFC 4302 2.2).
    const size = (d.u8(header.offset.length) + 2) * 4;
    d.record(header);
    if (size > header.size) d.take(check, size - header.size);
    d.route(ipProtocol, next, d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    out.ascii('AH (SPI=0x');
    out.hex(u32be(layer.source.bytes, layer.start + header.offset.spi), 8);
    out.byte(0x29);
  },
});
