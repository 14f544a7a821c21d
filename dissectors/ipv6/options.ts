import { bit, bits, type Dissection, type Field, field, layout, specification, u8 } from '#sdk';
import { IP_PROTOCOLS } from '../ipv4/keys.ts';
import { rfc8200 } from './layout.ts';

const rfc2711 = specification('RFC 2711', 'https://www.rfc-editor.org/rfc/rfc2711#section-{section}');
const rfc2675 = specification('RFC 2675', 'https://www.rfc-editor.org/rfc/rfc2675#section-{section}');
const rfc2473 = specification('RFC 2473', 'https://www.rfc-editor.org/rfc/rfc2473#section-{section}');
const rfc6275 = specification('RFC 6275', 'https://www.rfc-editor.org/rfc/rfc6275#section-{section}');
const spec = rfc8200('4.2');

const PAD1 = 0x00;
const PADN = 0x01;
const TUNNEL_LIMIT = 0x04;
const ROUTER_ALERT = 0x05;
const JUMBO = 0xc2;
const HOME_ADDRESS = 0xc9;

const NAMES = {
  [PAD1]: 'Pad1',
  [PADN]: 'PadN',
  [TUNNEL_LIMIT]: 'Tunnel Encapsulation Limit',
  [ROUTER_ALERT]: 'Router Alert',
  0x26: 'Quick-Start',
  0x63: 'RPL Option',
  [JUMBO]: 'Jumbo Payload',
  [HOME_ADDRESS]: 'Home Address',
};
const ACTIONS = {
  0: 'Skip and continue',
  1: 'Discard',
  2: 'Discard and send ICMP Parameter Problem',
  3: 'Discard and send ICMP if destination is not multicast',
};
const ALERTS = { 0: 'MLD', 1: 'RSVP', 2: 'Active Network' };

const option = field('ipv6.opt', 'IPv6 Option', 'none', { spec });
const type = field('ipv6.opt.type', 'Type', 'uint', { size: 1, base: 'hex', names: NAMES, spec });
const action = bits('ipv6.opt.type.action', 'Action', 0xc0, { names: ACTIONS, spec });
const change = bit('ipv6.opt.type.change', 'May Change', 0x20, { names: { 0: 'No', 1: 'Yes' }, spec });
const rest = bits('ipv6.opt.type.rest', 'Low-Order Bits', 0x1f, { base: 'hex', spec });
const length = field('ipv6.opt.length', 'Length', 'uint', { size: 1, spec });
const pad1 = field('ipv6.opt.pad1', 'Pad1', 'none', { spec });
const padN = field('ipv6.opt.padn', 'PadN', 'bytes', { empty: '<none>', spec });
const alert = field('ipv6.opt.router_alert', 'Router Alert', 'uint', { size: 2, names: ALERTS, spec: rfc2711('2.1') });
const jumbo = field('ipv6.opt.jumbo', 'Payload Length', 'uint', { size: 4, spec: rfc2675('2') });
const tunnelLimit = field('ipv6.opt.tel', 'Tunnel Encapsulation Limit', 'uint', { size: 1, spec: rfc2473('4.1.1') });
const home = field('ipv6.opt.mipv6.home_address', 'Home Address', 'ipv6', { size: 16, spec: rfc6275('6.3') });
const unknown = field('ipv6.opt.unknown', 'Option data', 'bytes', { spec });

export const optionFields: readonly Field[] = [
  option,
  type,
  action,
  change,
  rest,
  length,
  pad1,
  padN,
  alert,
  jumbo,
  tunnelLimit,
  home,
  unknown,
];

/** The two bytes that every extension header but the fragment's begins with (RFC 8200 4.3 to 4.6). */
export const extension = (prefix: string) =>
  layout({ prefix, spec: rfc8200('4') }, { nxt: u8('Next Header', { names: IP_PROTOCOLS }), len: u8('Length') });

/** The length in octets of what `len` gives in units of eight, without the first. */
export const octets = (prefix: string): Field =>
  field(`${prefix}.len_oct`, 'Length in octets', 'uint', { size: 2, generated: true });

/** Options up to `end`, type, length, value (RFC 8200 4.2). */
export function dissectOptions(d: Dissection, end: number): void {
  d.need(end - d.at);
  while (d.recording && d.at < end) {
    const kind = d.u8(0);
    const node = d.open(option);
    const typeNode = d.open(type);
    d.mark(action, d.at, d.at + 1);
    d.mark(change, d.at, d.at + 1);
    d.mark(rest, d.at, d.at + 1);
    d.skip(1);
    d.close(typeNode);
    if (kind === PAD1) d.mark(pad1, d.at - 1, d.at);
    else if (d.at < end) body(d, kind, end);
    d.close(node);
  }
  d.skip(end - d.at);
}

function body(d: Dissection, kind: number, end: number): void {
  const size = Math.min(d.u8(0), end - d.at - 1);
  d.take(length, 1);
  const next = d.at + size;
  if (kind === PADN) d.take(padN, size);
  else if (kind === ROUTER_ALERT && size === 2) d.take(alert, 2);
  else if (kind === JUMBO && size === 4) d.take(jumbo, 4);
  else if (kind === TUNNEL_LIMIT && size === 1) d.take(tunnelLimit, 1);
  else if (kind === HOME_ADDRESS && size === 16) d.take(home, 16);
  else if (size > 0) d.take(unknown, size);
  d.skip(next - d.at);
}
