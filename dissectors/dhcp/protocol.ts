import { field, layout, on, protocol, specification, u8, u32, u32be } from '#sdk';
import { udpPort } from '../udp/keys.ts';

const rfc2131 = specification('RFC 2131', 'https://www.rfc-editor.org/rfc/rfc2131#section-{section}');
const spec = rfc2131('2');
const REQUEST = 1;
const REPLY = 2;
const header = layout(
  { prefix: 'dhcp', spec },
  {
    type: u8('op', { names: { [REQUEST]: 'Boot Request', [REPLY]: 'Boot Reply' } }),
    'hw.type': u8('htype', { base: 'hex' }),
    'hw.len': u8('hlen'),
    hops: u8('hops'),
    id: u32('xid', { base: 'hex' }),
  },
);
/** DHCP message types (RFC 2132 9.6), as wide as the longest of the usual ones. */
const KINDS: Readonly<Record<number, string>> = {
  1: 'Discover',
  2: 'Offer   ',
  3: 'Request ',
  4: 'Decline ',
  5: 'ACK     ',
  6: 'NAK     ',
  7: 'Release ',
  8: 'Inform  ',
};
const kind = field('dhcp.option.dhcp', 'DHCP Message Type', 'uint', {
  size: 1,
  names: (value) => KINDS[value]?.trimEnd(),
  spec: rfc2131('3.1'),
});
const rest = field('dhcp.rest', 'Fields and options', 'bytes', { spec });

/** Where the options' magic cookie is, and the options after it. */
const COOKIE = 236;
const MAGIC = 0x63825363;
const OPTIONS = 240;
const PAD = 0;
const END = 255;
const MESSAGE_TYPE = 53;
const CLIENT_IDENTIFIER = 61;
const HARDWARE_ADDRESS = 28;
/** Hardware types are below these (IANA's arp-parameters); 255 is RFC 4361's identifier. */
const HARDWARE_TYPES = 48;

/** Position of an option's value, -1 where it is not there: plain BOOTP has none. */
function optionAt(b: Uint8Array, start: number, end: number, option: number): number {
  if (end - start < OPTIONS || u32be(b, start + COOKIE) !== MAGIC) return -1;
  for (let at = start + OPTIONS; at < end && b[at] !== END; ) {
    if (b[at] === PAD) at++;
    else if (at + 2 >= end) return -1;
    else if (b[at] === option) return at + 2;
    else at += 2 + b[at + 1]!;
  }
  return -1;
}

/** Whether a client is identified by its card: a type and six bytes (RFC 2132 9.14). */
const isAddress = (b: Uint8Array, at: number, end: number): boolean =>
  at + 7 <= end && b[at - 1] === 7 && b[at]! > 0 && b[at]! < HARDWARE_TYPES;

/** A request or reply with its whole header, of Ethernet or any hardware with addresses that fit. */
const isMessage = (b: Uint8Array, at: number, end: number): boolean =>
  end - at >= header.size && (b[at] === REQUEST || b[at] === REPLY) && b[at + header.offset['hw.len']]! <= 16;

/** Host configuration: what kind of message it is, and which exchange it belongs to. */
export const dhcp = protocol({
  name: 'dhcp',
  label: 'DHCP',
  title: 'Dynamic Host Configuration Protocol',
  layouts: [header],
  fields: [kind, rest],
  routes: [on(udpPort, 67, 68)],
  accepts: isMessage,
  spec,
  carries: () => [],
  dissect(d) {
    const { at: start } = d;
    d.record(header);
    if (d.left === 0) return;
    const at = optionAt(d.bytes, start, d.end, MESSAGE_TYPE);
    if (at >= 0) d.mark(kind, at, at + 1);
    const client = optionAt(d.bytes, start, d.end, CLIENT_IDENTIFIER);
    if (client >= 0 && isAddress(d.bytes, client, d.end)) d.mark(header.fields['hw.type'], client, client + 1);
    d.take(rest, d.left);
  },
  info(layer, _packet, out) {
    const { source, start, end } = layer;
    const { bytes } = source;
    if (end - start < header.size) return;
    const at = optionAt(bytes, start, end, MESSAGE_TYPE);
    if (at >= 0) {
      out.ascii(`DHCP ${KINDS[bytes[at]!] ?? `Unknown (${bytes[at]})`} - Transaction ID 0x`);
      return out.ascii(u32be(bytes, start + header.offset.id).toString(16));
    }
    if (bytes[start] === REPLY) return out.ascii('Boot Reply');
    out.ascii('Boot Request');
    if (end - start < HARDWARE_ADDRESS + 6) return;
    out.ascii(' from ');
    out.hexBytes(bytes, start + HARDWARE_ADDRESS, start + HARDWARE_ADDRESS + 6, 0x3a);
  },
});
