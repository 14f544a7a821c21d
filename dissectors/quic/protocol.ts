import { bits, field, layout, on, protocol, specification, u8, u32, u32be } from '#sdk';
import { udpPort } from '../udp/keys.ts';

const rfc9000 = specification('RFC 9000', 'https://www.rfc-editor.org/rfc/rfc9000#section-{section}');
const LONG = 0x80;
const FIXED = 0x40;
const TYPES: Readonly<Record<number, string>> = { 0: 'Initial', 1: '0-RTT', 2: 'Handshake', 3: 'Retry' };
const NEGOTIATION = 0;
/** Identifiers of version 1 have at most these bytes (17.2). */
const LONGEST_ID = 20;

const header = layout(
  { prefix: 'quic', spec: rfc9000('17.2') },
  {
    'long.first': u8('First byte', {
      base: 'hex',
      bits: [bits('quic.long.packet_type', 'Packet Type', 0x30, { names: TYPES })],
    }),
    version: u32('Version', { base: 'hex' }),
  },
);
const destination = field('quic.dcid', 'Destination Connection ID', 'bytes', { spec: rfc9000('17.2') });
const source = field('quic.scid', 'Source Connection ID', 'bytes', { spec: rfc9000('17.2') });
const sealed = field('quic.payload', 'Protected payload', 'bytes', { spec: rfc9000('12.1') });

/** Versions that exist: 1, 2, those of drafts, and negotiation. */
function isVersion(version: number): boolean {
  return version <= 1 || version === 0x6b3343cf || version >>> 8 === 0xff0000;
}

/** A long header whose identifiers are there, or a short one. */
function isQuic(b: Uint8Array, at: number, end: number): boolean {
  if (end <= at) return false;
  if ((b[at]! & LONG) === 0) return (b[at]! & FIXED) !== 0;
  if (at + header.size + 1 > end || !isVersion(u32be(b, at + 1))) return false;
  const own = at + header.size + 1 + b[at + header.size]!;
  return own < end && b[at + header.size]! <= LONGEST_ID && b[own]! <= LONGEST_ID && own + 1 + b[own]! <= end;
}

/** QUIC packets, as far as their headers can be read without keys. */
export const quic = protocol({
  name: 'quic',
  label: 'QUIC',
  title: 'QUIC IETF',
  layouts: [header],
  fields: [destination, source, sealed],
  routes: [on(udpPort, 443)],
  accepts: isQuic,
  spec: rfc9000('17.2'),
  carries: () => [],
  dissect(d) {
    if (!d.recording) return;
    if (d.u8(0) & LONG) {
      d.record(header);
      for (const id of [destination, source]) {
        const length = d.u8(0);
        d.skip(1);
        d.take(id, length);
      }
    }
    if (d.left > 0) d.take(sealed, d.left);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const { start, end } = layer;
    if (!isQuic(bytes, start, end)) return;
    const first = bytes[start]!;
    if ((first & LONG) === 0) return out.ascii('Protected Payload');
    const version = u32be(bytes, start + 1);
    out.ascii(version === NEGOTIATION ? 'Version Negotiation' : TYPES[(first >>> 4) & 3]!);
    const to = start + header.size;
    const from = to + 1 + bytes[to]!;
    for (const [key, at] of [
      ['DCID', to],
      ['SCID', from],
    ] as const) {
      if (bytes[at] === 0) continue;
      out.ascii(`, ${key}=`);
      out.hexBytes(bytes, at + 1, at + 1 + bytes[at]!);
    }
  },
});
