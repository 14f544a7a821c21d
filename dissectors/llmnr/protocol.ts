import { on, protocol, specification } from '#sdk';
import { dnsFields, dnsHeader, looksLikeDns, takeMessage, writeMessage } from '../dns/keys.ts';
import { udpPort } from '../udp/keys.ts';

const rfc = specification('RFC 4795', 'https://www.rfc-editor.org/rfc/rfc4795#section-{section}');

/** DNS messages on the link (RFC 4795), with DNS' fields. */
export const llmnr = protocol({
  name: 'llmnr',
  label: 'LLMNR',
  title: 'Link-local Multicast Name Resolution',
  layouts: [dnsHeader],
  fields: dnsFields,
  routes: [on(udpPort, 5355)],
  accepts: looksLikeDns,
  spec: rfc('2'),
  carries: () => [],
  dissect: takeMessage,
  info: ({ source, start, end }, _packet, out) => writeMessage(source.bytes, start, end, out, false),
});
