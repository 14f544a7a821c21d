import { type Dissection, type Field, on, protocol, u16be, u32be, writeNamed } from '#sdk';
import { etherType } from '../ethernet/keys.ts';
import { linkType } from '../frame/keys.ts';
import { IP_PROTOCOLS, ipProtocol, ipVersion } from '../ipv4/keys.ts';
import { addressFamily } from '../loopback/keys.ts';
import { surplus, wantsSurplus } from '../padding/keys.ts';
import { pppProtocol } from '../ppp/keys.ts';
import {
  commonVersion,
  destination,
  type Embedded,
  either,
  embeddedFields,
  header,
  rfc8200,
  source,
} from './layout.ts';

const { offset } = header;
const SIX_TO_FOUR = 0x2002;
const TEREDO = 0x20010000;

export const ipv6 = protocol({
  name: 'ipv6',
  label: 'IPv6',
  title: 'Internet Protocol Version 6',
  layouts: [header],
  fields: embeddedFields,
  routes: [
    on(etherType, 0x86dd),
    on(ipProtocol, 41),
    on(ipVersion, 6),
    on(linkType, 229),
    on(pppProtocol, 0x0057),
    on(addressFamily, 10, 23, 24, 28, 30),
  ],
  spec: rfc8200('3'),
  dissect(d: Dissection) {
    if (d.u8(0) >> 4 !== 6) return other(d);
    if (d.left < header.size) return d.record(header);
    const start = d.at;
    const { end, promised } = d;
    const length = d.u16be(offset.plen);
    const next = d.u8(offset.nxt);
    d.addresses('ipv6', start + offset.src, start + offset.dst);
    // 0: a jumbogram, or a datagram that the sender's card was to cut up. What is there is what it is.
    if (length > 0) d.limitTo(header.size + length, 'ipv6.plen');
    d.record(header);
    if (d.recording) {
      embedded(d, start + offset.src, source);
      embedded(d, start + offset.dst, destination);
    }
    d.route(ipProtocol, next, d.at, d.end, d.promised);
    if (d.end < end && !d.quoted && wantsSurplus(d)) d.route(surplus, 0, d.end, end, promised);
  },
  summary(layer, { names }, out) {
    const { bytes } = layer.source;
    if (layer.end - layer.start < header.size) return;
    out.ascii(', Src: ');
    writeNamed(out, names, bytes, layer.start + offset.src, 16);
    out.ascii(', Dst: ');
    writeNamed(out, names, bytes, layer.start + offset.dst, 16);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return out.ascii('Bogus IPv6');
    const number = layer.source.bytes[layer.start + offset.nxt]!;
    out.ascii(IP_PROTOCOLS[number] ?? 'Unknown');
    out.ascii(' (');
    out.decimal(number);
    out.byte(0x29);
  },
});

/** Announced as IPv6 and none: only the version is shown. */
function other(d: Dissection): void {
  d.mark(header.fields.version, d.at, d.at + 1);
  d.mark(commonVersion, d.at, d.at + 1);
  d.data(d.at, d.end, d.promised);
}

/** An IPv4 address inside an IPv6 one: 6to4 (RFC 3056 2), Teredo (RFC 4380 4). */
function embedded(d: Dissection, at: number, fields: Embedded): void {
  const { bytes } = d;
  if (u16be(bytes, at) === SIX_TO_FOUR) {
    both(d, fields, 'gateway', bytes.slice(at + 2, at + 6), at + 2, 4);
    both(d, fields, 'site', u16be(bytes, at + 6), at + 6, 2);
  } else if (u32be(bytes, at) === TEREDO) {
    both(d, fields, 'server', bytes.slice(at + 4, at + 8), at + 4, 4);
    // The client's side is written inverted, lest a translator on the way changes it.
    both(d, fields, 'port', u16be(bytes, at + 10) ^ 0xffff, at + 10, 2);
    const client = bytes.slice(at + 12, at + 16).map((byte) => byte ^ 0xff);
    both(d, fields, 'client', client, at + 12, 4);
  }
}

function both(
  d: Dissection,
  fields: Embedded,
  which: keyof Embedded,
  value: number | Uint8Array,
  at: number,
  size: number,
): void {
  const shown = typeof value === 'number' ? value : value.join('.');
  for (const field of [fields[which], either[which]] satisfies Field[]) d.generate(field, shown, at, at + size);
}
