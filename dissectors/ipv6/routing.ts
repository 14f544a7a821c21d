import { type Dissection, field, layout, on, protocol, specification, u8 } from '#sdk';
import { IP_PROTOCOLS, ipProtocol } from '../ipv4/keys.ts';
import { header as fixedHeader, rfc8200 } from './layout.ts';
import { octets } from './options.ts';

const rfc5095 = specification('RFC 5095', 'https://www.rfc-editor.org/rfc/rfc5095');
const rfc6275 = specification('RFC 6275', 'https://www.rfc-editor.org/rfc/rfc6275#section-{section}');

const SOURCE_ROUTE = 0;
const MOBILE = 2;
const TYPES = { [SOURCE_ROUTE]: 'Source Route', [MOBILE]: 'Mobile IPv6', 3: 'RPL Source Route', 4: 'Segment Routing' };
const ADDRESS = 16;

const header = layout(
  { prefix: 'ipv6.routing', spec: rfc8200('4.4') },
  {
    nxt: u8('Next Header', { names: IP_PROTOCOLS }),
    len: u8('Length'),
    type: u8('Type', { names: TYPES }),
    segleft: u8('Segments Left'),
  },
);
const lengthInOctets = octets('ipv6.routing');
const reserved = field('ipv6.routing.src.reserved', 'Reserved', 'bytes', { spec: rfc5095('') });
const address = field('ipv6.routing.src.addr', 'Address', 'ipv6', { size: ADDRESS, spec: rfc5095('') });
const mobileReserved = field('ipv6.routing.mipv6.reserved', 'Reserved', 'bytes', { spec: rfc6275('6.4') });
const home = field('ipv6.routing.mipv6.home_address', 'Home Address', 'ipv6', { size: ADDRESS, spec: rfc6275('6.4') });
const unknown = field('ipv6.routing.unknown_data', 'Type-Specific Data', 'bytes', { spec: rfc8200('4.4') });

export const routing = protocol({
  name: 'ipv6.routing',
  label: 'IPv6',
  title: 'IPv6 Routing Header',
  layouts: [header],
  fields: [lengthInOctets, reserved, address, mobileReserved, home, unknown],
  routes: [on(ipProtocol, 43)],
  spec: rfc8200('4.4'),
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const start = d.at;
    const next = d.u8(header.offset.nxt);
    const size = (d.u8(header.offset.len) + 1) * 8;
    const type = d.u8(header.offset.type);
    const left = d.u8(header.offset.segleft);
    const end = start + size;
    d.record(header);
    d.generate(lengthInOctets, size, start + header.offset.len, start + header.offset.len + 1);
    d.need(end - d.at);
    const list = type === SOURCE_ROUTE || type === MOBILE;
    if (list) d.take(type === MOBILE ? mobileReserved : reserved, 4);
    const first = d.at;
    while (list && end - d.at >= ADDRESS) d.take(type === MOBILE ? home : address, ADDRESS);
    if (list && left > 0 && d.at > first) destined(d, d.at - ADDRESS);
    if (d.at < end) d.take(unknown, end - d.at);
    d.route(ipProtocol, next, d.at, d.end, d.promised);
  },
});

/** On its way the datagram bears the next stop's address; sums and conversations know the last one's (RFC 8200 8.1). */
function destined(d: Dissection, last: number): void {
  const { parent } = d.layer;
  if (parent?.protocol.name === 'ipv6') d.addresses('ipv6', parent.start + fixedHeader.offset.src, last);
}
