import { on, protocol, specification } from '#sdk';
import { dnsFields, dnsHeader, looksLikeDns, takeMessage, writeMessage } from '../dns/keys.ts';
import { udpPort } from '../udp/keys.ts';

const rfc = specification('RFC 6762', 'https://www.rfc-editor.org/rfc/rfc6762#section-{section}');

/** DNS messages on the link (RFC 6762), with DNS' fields. */
export const mdns = protocol({
  name: 'mdns',
  label: 'MDNS',
  title: 'Multicast Domain Name System',
  layouts: [dnsHeader],
  fields: dnsFields,
  routes: [on(udpPort, 5353)],
  accepts: looksLikeDns,
  spec: rfc('2'),
  carries: () => [],
  dissect: takeMessage,
  info: ({ source, start, end }, _packet, out) => writeMessage(source.bytes, start, end, out, true),
});
