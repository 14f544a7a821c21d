import { type Dissection, type Field, on, protocol } from '#sdk';
import { llcSap } from '../llc/keys.ts';
import { sessionPayload } from '../nbss/keys.ts';
import { ibm, NAME, nameAt, nameFields, takeName } from './keys.ts';
import { COMMANDS, header, looseFields, REST, response, SHAPES, sessions, transmitted } from './layout.ts';

/** From here on frames belong to a session and have its numbers instead of names. */
const FIRST_OF_SESSION = 0x14;

/** NetBIOS frames (NetBEUI): NetBIOS straight on 802.2, without IP. */
export const netbios = protocol({
  name: 'netbios',
  label: 'NetBIOS',
  title: 'NetBIOS Frames',
  layouts: [header, sessions],
  fields: [...looseFields, ...nameFields],
  routes: [on(llcSap, 0xf0)],
  spec: ibm('5'),
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const end = d.at + d.u16le(header.offset.hdr_len);
    const shape = SHAPES.get(d.u8(header.offset.command));
    d.record(header);
    if (shape) {
      part(d, shape.data1, 1);
      const [first, second] = shape.data2 ?? [];
      part(d, first, second ? 1 : 2);
      if (second) part(d, second, 1);
      part(d, shape.transmitted ? transmitted : undefined, 2);
      part(d, shape.response ? response : undefined, 2);
      if (shape.names === 'sender') d.skip(NAME);
      if (shape.names === 'both') takeName(d);
      if (shape.names) takeName(d);
      if (shape.sessions) d.record(sessions);
    }
    if (end > d.at) d.skip(end - d.at);
    if (shape?.carries) d.probe(sessionPayload, d.at, d.end, d.promised);
    else d.data(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    const command = layer.source.bytes[layer.start + header.offset.command]!;
    const known = COMMANDS[command];
    if (known === undefined) {
      out.ascii('Command 0x');
      out.hex(command, 2);
    } else out.ascii(known);
    const from = layer.start + header.size + REST + NAME;
    if (command >= FIRST_OF_SESSION || from + NAME > layer.end) return;
    out.ascii(' - ');
    out.utf8(nameAt(layer.source.bytes, from));
  },
});

/** Bytes that are a field, or reserved. */
function part(d: Dissection, field: Field | undefined, size: number): void {
  if (field) d.take(field, size);
  else d.skip(size);
}
