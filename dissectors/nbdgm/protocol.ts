import { type Dissection, type Field, on, protocol } from '#sdk';
import { readNetbiosName, sessionPayload } from '../nbss/keys.ts';
import { udpPort } from '../udp/keys.ts';
import type { Datagram } from './keys.ts';
import {
  BROADCAST,
  body,
  DIRECT_UNIQUE,
  destinationName,
  destinationType,
  ERROR,
  errorCode,
  header,
  looseFields,
  NEGATIVE_RESPONSE,
  QUERY,
  rfc1002,
  sourceName,
  sourceType,
  TYPES,
} from './layout.ts';

const MORE = 0x01;
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
  carries: () => [sessionPayload],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const type = d.u8(header.offset.type);
    const flags = d.u8(header.offset.flags);
    const key = `nbdgm,${d.bytes.subarray(d.at + header.offset.dgram_id, d.at + header.size)}`;
    d.record(header);
    if (type >= DIRECT_UNIQUE && type <= BROADCAST) carry(d, flags, key);
    else if (type === ERROR) d.take(errorCode, 1);
    else if (type >= QUERY && type <= NEGATIVE_RESPONSE) name(d, destinationName, destinationType);
    if (d.left > 0 && type < DIRECT_UNIQUE) d.data(d.at, d.end, d.promised);
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

/** A datagram, or a fragment of one: those of one share its sender's address, port and DGM_ID (4.4.2). */
function carry(d: Dissection, flags: number, key: string): void {
  const offset = d.u16be(body.offset.pkt_offset);
  // The UDP datagram says where it ends: senders do not agree on what DGM_LENGTH counts.
  d.record(body);
  const names: Datagram = { source: name(d, sourceName, sourceType), destination: undefined };
  d.layer.note = names;
  names.destination = name(d, destinationName, destinationType);
  if (flags & FIRST && (flags & MORE) === 0) return d.probe(sessionPayload, d.at, d.end, d.promised);
  if (d.quoted) return d.data(d.at, d.end, d.promised);
  const whole = d.reassemble('reassembled NetBIOS datagram', {
    key,
    offset,
    last: (flags & MORE) === 0,
    start: d.at,
    end: d.end,
  });
  if (whole) d.probeFrom(whole, sessionPayload);
  else d.data(d.at, d.end, d.promised);
}

function name(d: Dissection, field: Field, type: Field): Datagram['source'] {
  const found = readNetbiosName(d.bytes, d.at, d.end, d.layer.start);
  if (!found) return d.fail(d.left + 1);
  d.generate(field, found.text, d.at, found.end);
  if (found.name) d.generate(type, found.name.suffix, d.at, found.end);
  d.at = found.end;
  return found.name;
}
