import { type Dissection, type Field, on, protocol } from '#sdk';
import { decodeName, sessionPayload, showName } from '../nbss/keys.ts';
import { udpPort } from '../udp/keys.ts';
import {
  BROADCAST,
  body,
  DIRECT_UNIQUE,
  destinationName,
  ERROR,
  errorCode,
  header,
  looseFields,
  NEGATIVE_RESPONSE,
  QUERY,
  rfc1002,
  sourceName,
  TYPES,
} from './layout.ts';

const FIRST = 0x02;

/** NetBIOS datagram service (RFC 1002 4.4). */
export const nbdgm = protocol({
  name: 'nbdgm',
  label: 'NBDS',
  title: 'NetBIOS Datagram Service',
  layouts: [header, body],
  fields: looseFields,
  routes: [on(udpPort, 138)],
  spec: rfc1002('4.4'),
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const type = d.u8(header.offset.type);
    const flags = d.u8(header.offset.flags);
    d.record(header);
    if (type >= DIRECT_UNIQUE && type <= BROADCAST) {
      d.record(body);
      name(d, sourceName);
      name(d, destinationName);
      // Only the first piece of a fragmented datagram begins with what can be recognised.
      if (flags & FIRST) d.probe(sessionPayload, d.at, d.end, d.promised);
      else d.data(d.at, d.end, d.promised);
    } else if (type === ERROR) d.take(errorCode, 1);
    else if (type >= QUERY && type <= NEGATIVE_RESPONSE) name(d, destinationName);
    else d.data(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    const type = layer.source.bytes[layer.start]!;
    const meaning = TYPES[type];
    if (meaning !== undefined) return out.ascii(meaning);
    out.ascii('Unknown message type 0x');
    out.hex(type, 2);
  },
});

function name(d: Dissection, field: Field): void {
  const found = decodeName(d.bytes, d.at, d.end);
  if (found && d.wants(field)) d.generate(field, showName(found.name), d.at, found.end);
  // A name that cannot be read still has its labels, the last of which is empty.
  if (found) d.skip(found.end - d.at);
  else {
    while (d.u8(0) !== 0) d.skip(d.u8(0) + 1);
    d.skip(1);
  }
}
