import { type Dissection, layout, on, protocol, specification, u8, u16 } from '#sdk';
import { etherType } from '../ethernet/keys.ts';
import { surplus, wantsSurplus } from '../padding/keys.ts';
import { pppoePayload } from './keys.ts';

const rfc2516 = specification('RFC 2516', 'https://www.rfc-editor.org/rfc/rfc2516#section-{section}');

const CODES: Readonly<Record<number, string>> = {
  0x00: 'Session Data',
  0x07: 'Active Discovery Offer (PADO)',
  0x09: 'Active Discovery Initiation (PADI)',
  0x19: 'Active Discovery Request (PADR)',
  0x65: 'Active Discovery Session-confirmation (PADS)',
  0xa7: 'Active Discovery Terminate (PADT)',
};

const header = layout(
  { prefix: 'pppoe', spec: rfc2516('4') },
  {
    version: u8('Version', { mask: 0xf0 }),
    type: u8('Type', { at: 0, mask: 0x0f }),
    code: u8('Code', { base: 'hex', names: CODES }),
    session_id: u16('Session ID', { base: 'hex' }),
    payload_length: u16('Payload Length'),
  },
);

/** PPP over Ethernet: discovery and session. */
export const pppoe = protocol({
  name: 'pppoe',
  label: 'PPPoE',
  title: 'PPP-over-Ethernet',
  layouts: [header],
  routes: [on(etherType, 0x8863, 0x8864)],
  dissect(d: Dissection) {
    d.need(header.size);
    const code = d.u8(header.offset.code);
    const length = d.u16be(header.offset.payload_length);
    d.record(header);
    const { end, promised } = d;
    d.limitTo(length, 'pppoe.payload_length');
    d.route(pppoePayload, code, d.at, d.end, d.promised);
    if (d.end < end && wantsSurplus(d)) d.route(surplus, 0, d.end, end, promised);
  },
  info(layer, _packet, out) {
    out.ascii(CODES[layer.source.bytes[layer.start + 1]!] ?? 'PPPoE');
  },
});
