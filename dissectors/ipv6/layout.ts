import { bits, type Field, field, ipv6, layout, specification, u8, u16, u24, u32 } from '#sdk';
import { DSCP, ECN, IP_PROTOCOLS } from '../ipv4/keys.ts';

export const rfc8200 = specification('RFC 8200', 'https://www.rfc-editor.org/rfc/rfc8200#section-{section}');
const rfc3056 = specification('RFC 3056', 'https://www.rfc-editor.org/rfc/rfc3056#section-{section}');
const rfc4380 = specification('RFC 4380', 'https://www.rfc-editor.org/rfc/rfc4380#section-{section}');
const spec = rfc8200('3');

/** Both versions' version. */
export const commonVersion = field('ip.version', 'Version', 'uint', { size: 1, mask: 0xf0, alias: true });
const address = () => field('ipv6.addr', 'Source or Destination Address', 'ipv6', { size: 16, alias: true });

export const header = layout(
  { prefix: 'ipv6', spec },
  {
    version: u8('Version', { mask: 0xf0, also: [commonVersion] }),
    tclass: u32('Traffic Class', {
      at: 0,
      base: 'hex',
      mask: 0x0ff00000,
      bits: [
        bits('ipv6.tclass.dscp', 'Differentiated Services Codepoint', 0x0fc00000, { names: DSCP }),
        bits('ipv6.tclass.ecn', 'Explicit Congestion Notification', 0x00300000, { names: ECN }),
      ],
    }),
    flow: u24('Flow Label', { at: 1, base: 'hex', mask: 0x0fffff }),
    plen: u16('Payload Length'),
    nxt: u8('Next Header', { names: IP_PROTOCOLS }),
    hlim: u8('Hop Limit'),
    src: ipv6('Source Address', { also: [address()] }),
    dst: ipv6('Destination Address', { also: [address()] }),
  },
);

/** What is told by an address that embeds an IPv4 one: fields of its own, and the same under a common name. */
export interface Embedded {
  readonly gateway: Field;
  readonly site: Field;
  readonly server: Field;
  readonly port: Field;
  readonly client: Field;
}

function embedded(which: 'src' | 'dst', side: string): Embedded {
  const sixToFour = { generated: true, spec: rfc3056('2') };
  const teredo = { generated: true, spec: rfc4380('4') };
  return {
    gateway: field(`ipv6.${which}_6to4_gw_ipv4`, `${side} 6to4 Gateway IPv4`, 'ipv4', sixToFour),
    site: field(`ipv6.${which}_6to4_sla_id`, `${side} 6to4 SLA ID`, 'uint', sixToFour),
    server: field(`ipv6.${which}_ts_ipv4`, `${side} Teredo Server IPv4`, 'ipv4', teredo),
    port: field(`ipv6.${which}_tc_port`, `${side} Teredo Port`, 'uint', teredo),
    client: field(`ipv6.${which}_tc_ipv4`, `${side} Teredo Client IPv4`, 'ipv4', teredo),
  };
}

export const source = embedded('src', 'Source');
export const destination = embedded('dst', 'Destination');
const alias = { generated: true, alias: true };
/** Either side's. */
export const either: Embedded = {
  gateway: field('ipv6.6to4_gw_ipv4', '6to4 Gateway IPv4', 'ipv4', alias),
  site: field('ipv6.6to4_sla_id', '6to4 SLA ID', 'uint', alias),
  server: field('ipv6.ts_ipv4', 'Teredo Server IPv4', 'ipv4', alias),
  port: field('ipv6.tc_port', 'Teredo Port', 'uint', alias),
  client: field('ipv6.tc_ipv4', 'Teredo Client IPv4', 'ipv4', alias),
};

export const embeddedFields = [source, destination, either].flatMap((it) => Object.values(it));
