import { type Dissection, type Layer, layout, on, protocol, u8, u16, u16be, u32 } from '#sdk';
import { IP_PROTOCOLS, ipProtocol } from '../ipv4/keys.ts';
import { header as fixedHeader, rfc8200 } from './layout.ts';

const spec = rfc8200('4.5');

const header = layout(
  { prefix: 'ipv6.fraghdr', spec },
  {
    nxt: u8('Next header', { names: IP_PROTOCOLS }),
    reserved_octet: u8('Reserved octet', { base: 'hex' }),
    offset: u16('Offset', { mask: 0xfff8 }),
    reserved_bits: u16('Reserved bits', { at: 2, mask: 0x0006 }),
    more: { label: 'More Fragments', kind: 'bool', size: 2, at: 2, mask: 0x0001, names: { 0: 'No', 1: 'Yes' } },
    ident: u32('Identification', { base: 'hex' }),
  },
);
const { offset } = header;

export const fragment = protocol({
  name: 'ipv6.fraghdr',
  label: 'IPv6',
  title: 'IPv6 Fragment Header',
  layouts: [header],
  routes: [on(ipProtocol, 44)],
  spec,
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const next = d.u8(offset.nxt);
    const word = d.u16be(offset.offset);
    const ident = d.u32be(offset.ident);
    d.record(header);
    // An atomic fragment is a whole datagram (RFC 6946).
    if ((word & 0xfff9) === 0) return d.route(ipProtocol, next, d.at, d.end, d.promised);
    let up = d.layer.parent;
    while (up && up.protocol.name !== 'ipv6') up = up.parent;
    if (d.quoted || !up || !whole(d, up)) return d.data(d.at, d.end, d.promised);
    const from = up.start + fixedHeader.offset.src;
    const datagram = d.reassemble('reassembled IPv6', {
      key: `6,${up.source.bytes.subarray(from, from + 32)},${ident}`,
      offset: word & 0xfff8,
      last: (word & 1) === 0,
      start: d.at,
      end: d.end,
    });
    if (datagram) d.routeFrom(datagram, ipProtocol, next);
    else d.data(d.at, d.end);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < header.size) return out.ascii('Bogus IPv6');
    const word = u16be(bytes, at + offset.offset);
    out.ascii('IPv6 fragment (off=');
    out.decimal(word & 0xfff8);
    out.ascii(word & 1 ? ' more=y ident=0x' : ' more=n ident=0x');
    out.hexBytes(bytes, at + offset.ident, at + offset.ident + 4);
    out.ascii(' nxt=');
    out.decimal(bytes[at]!);
    out.byte(0x29);
  },
});

/** Whether all of the fragment was captured, as the length in the fixed header has it. */
const whole = (d: Dissection, { source, start }: Layer): boolean =>
  start + fixedHeader.size + u16be(source.bytes, start + fixedHeader.offset.plen) <= d.end;
