import { bit, bits, type Dissection, field, layout, on, protocol, specification, u16, u16be } from '#sdk';
import { ETHER_TYPES, etherType } from '../ethernet/keys.ts';
import { ipProtocol } from '../ipv4/keys.ts';

const rfc2784 = specification('RFC 2784', 'https://www.rfc-editor.org/rfc/rfc2784#section-{section}');
const rfc2890 = specification('RFC 2890', 'https://www.rfc-editor.org/rfc/rfc2890#section-{section}');
const rfc2637 = specification('RFC 2637', 'https://www.rfc-editor.org/rfc/rfc2637#section-{section}');

const CHECKSUM = 0x8000;
const ROUTING = 0x4000;
const KEY = 0x2000;
const SEQUENCE = 0x1000;
const ACKNOWLEDGMENT = 0x0080;
const VERSION = 0x0007;

const header = layout(
  { prefix: 'gre', spec: rfc2784('2.1') },
  {
    flags_and_version: u16('Flags and Version', {
      base: 'hex',
      bits: [
        bit('gre.flags.checksum', 'Checksum Bit', CHECKSUM),
        bit('gre.flags.routing', 'Routing Bit', ROUTING),
        bit('gre.flags.key', 'Key Bit', KEY),
        bit('gre.flags.sequence_number', 'Sequence Number Bit', SEQUENCE),
        bit('gre.flags.ack', 'Acknowledgment', ACKNOWLEDGMENT),
        bits('gre.flags.version', 'Version', VERSION, { names: { 0: 'GRE', 1: 'Enhanced GRE' } }),
      ],
    }),
    proto: u16('Protocol Type', { base: 'hex', names: ETHER_TYPES }),
  },
);
const checksum = field('gre.checksum', 'Checksum', 'uint', { size: 2, base: 'hex', spec: rfc2784('2.5') });
const offset = field('gre.offset', 'Offset', 'uint', { size: 2 });
const key = field('gre.key', 'Key', 'uint', { size: 4, base: 'hex', spec: rfc2890('2.1') });
const payloadLength = field('gre.key.payload_length', 'Payload Length', 'uint', { size: 2, spec: rfc2637('4.1') });
const callId = field('gre.key.call_id', 'Call ID', 'uint', { size: 2, spec: rfc2637('4.1') });
const sequence = field('gre.sequence_number', 'Sequence Number', 'uint', { size: 4, spec: rfc2890('2.2') });
const acknowledgment = field('gre.ack_number', 'Acknowledgment Number', 'uint', { size: 4, spec: rfc2637('4.1') });

/** Generic routing encapsulation, and PPTP's enhanced version of it. */
export const gre = protocol({
  name: 'gre',
  label: 'GRE',
  title: 'Generic Routing Encapsulation',
  layouts: [header],
  fields: [checksum, offset, key, payloadLength, callId, sequence, acknowledgment],
  routes: [on(ipProtocol, 47)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const flags = d.u16be(header.offset.flags_and_version);
    const next = d.u16be(header.offset.proto);
    const enhanced = (flags & VERSION) === 1;
    d.record(header);
    if (flags & (CHECKSUM | ROUTING)) {
      d.take(checksum, 2);
      d.take(offset, 2);
    }
    if (flags & KEY && enhanced) {
      d.take(payloadLength, 2);
      d.take(callId, 2);
    } else if (flags & KEY) d.take(key, 4);
    if (flags & SEQUENCE) d.take(sequence, 4);
    if (enhanced && flags & ACKNOWLEDGMENT) d.take(acknowledgment, 4);
    // RFC 1701's source routes, which nobody uses, stand before the payload.
    if (flags & ROUTING) d.data(d.at, d.end, d.promised);
    else if (d.left > 0) d.route(etherType, next, d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    const next = u16be(layer.source.bytes, layer.start + header.offset.proto);
    out.ascii('Encapsulated ');
    const name = ETHER_TYPES[next];
    if (name !== undefined) return out.ascii(name);
    out.ascii('0x');
    out.hex(next, 4);
  },
});
