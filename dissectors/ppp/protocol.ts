import { type Dissection, field, on, protocol, specification } from '#sdk';
import { etherType } from '../ethernet/keys.ts';
import { linkType } from '../frame/keys.ts';
import { pppoePayload } from '../pppoe/keys.ts';
import { pppProtocol } from './keys.ts';

const rfc1661 = specification('RFC 1661', 'https://www.rfc-editor.org/rfc/rfc1661#section-{section}');
const rfc1662 = specification('RFC 1662', 'https://www.rfc-editor.org/rfc/rfc1662#section-{section}');

const PROTOCOLS = {
  0x0021: 'Internet Protocol version 4',
  0x002d: 'Van Jacobson Compressed TCP/IP',
  0x002f: 'Van Jacobson Uncompressed TCP/IP',
  0x003d: 'Multilink Protocol',
  0x0053: 'Encryption',
  0x0057: 'Internet Protocol version 6',
  0x00fd: 'Compressed datagram',
  0x8021: 'Internet Protocol Control Protocol',
  0x8053: 'Encryption Control Protocol',
  0x8057: 'IPv6 Control Protocol',
  0x80fd: 'Compression Control Protocol',
  0xc021: 'Link Control Protocol',
  0xc023: 'Password Authentication Protocol',
  0xc025: 'Link Quality Report',
  0xc223: 'Challenge Handshake Authentication Protocol',
  0xc227: 'Extensible Authentication Protocol',
};
const names = (value: number): string | undefined => PROTOCOLS[value as keyof typeof PROTOCOLS];

const ALL_STATIONS = 0xff;
const UNNUMBERED = 0x03;
const address = field('ppp.address', 'Address', 'uint', { size: 1, base: 'hex', spec: rfc1662('3.1') });
const control = field('ppp.control', 'Control', 'uint', { size: 1, base: 'hex', spec: rfc1662('3.1') });
const number = field('ppp.protocol', 'Protocol', 'uint', { base: 'hex', digits: 4, names, spec: rfc1661('2') });

/** HDLC's address and control, which the peers may agree to leave out (RFC 1661 6.6). */
const headerLength = (bytes: Uint8Array, at: number, end: number): number =>
  end - at >= 2 && bytes[at] === ALL_STATIONS && bytes[at + 1] === UNNUMBERED ? 2 : 0;

/** The point-to-point protocol, on serial lines with HDLC's two bytes before it or without them. */
export const ppp = protocol({
  name: 'ppp',
  label: 'PPP',
  title: 'Point-to-Point Protocol',
  fields: [address, control, number],
  routes: [on(linkType, 9, 50), on(etherType, 0x880b), on(pppoePayload, 0)],
  dissect(d: Dissection) {
    if (headerLength(d.bytes, d.at, d.end) > 0) {
      d.take(address, 1);
      d.take(control, 1);
    }
    // The low bit ends the number: a compressed one has a single byte (RFC 1661 6.5).
    const compressed = (d.u8(0) & 1) !== 0;
    const value = compressed ? d.u8(0) : d.u16be(0);
    d.take(number, compressed ? 1 : 2);
    d.route(pppProtocol, value, d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const at = layer.start + headerLength(bytes, layer.start, layer.end);
    if (at + 2 > layer.end) return;
    const value = bytes[at]! & 1 ? bytes[at]! : (bytes[at]! << 8) | bytes[at + 1]!;
    out.ascii(names(value) ?? 'PPP protocol ');
    if (names(value) !== undefined) return;
    out.ascii('0x');
    out.hex(value, 4);
  },
});
