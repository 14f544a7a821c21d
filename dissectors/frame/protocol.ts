import {
  type Dissection,
  type Field,
  field,
  fieldGroup,
  type GeneratedValue,
  isoTime,
  type Packet,
  protocol,
} from '#sdk';
import { linkType } from './keys.ts';
import { protocolsIn } from './protocols.ts';

const generated = { generated: true };
const counted = { generated: true, size: 4 };
const number = field('frame.number', 'Frame Number', 'uint', counted);
const arrival = field('frame.time', 'Arrival Time', 'filetime', generated);
const time = field('frame.time_epoch', 'Epoch Time', 'time', generated);
const delta = field('frame.time_delta', 'Time delta from previous captured frame', 'duration', generated);
const deltaShown = field(
  'frame.time_delta_displayed',
  'Time delta from previous displayed frame',
  'duration',
  generated,
);
const relative = field('frame.time_relative', 'Time since first frame', 'duration', generated);
const length = field('frame.len', 'Frame Length', 'uint', counted);
const captured = field('frame.cap_len', 'Capture Length', 'uint', counted);
const section = field('frame.section_number', 'Section number', 'uint', counted);
const interfaceId = field('frame.interface_id', 'Interface id', 'uint', counted);
const protocols = field('frame.protocols', 'Protocols in frame', 'string', { ...generated, ofAll: true });
const encapsulation = field('frame.link_type', 'Link type', 'uint', counted);

/** What the capture says of every packet; undefined of sections and interfaces where the format has none. */
const VALUES = new Map<Field, (packet: Packet) => GeneratedValue | undefined>([
  [section, (packet) => packet.section || undefined],
  [interfaceId, (packet) => (packet.section > 0 ? packet.interface : undefined)],
  [encapsulation, (packet) => packet.linkType],
  [arrival, (packet) => isoTime(packet.seconds, packet.nanoseconds)],
  [time, (packet) => packet],
  [delta, (packet) => packet.delta],
  [deltaShown, (packet) => packet.sinceSelected],
  [relative, (packet) => packet.relative],
  [number, (packet) => packet.number],
  [length, (packet) => packet.wire],
  [captured, (packet) => packet.captured],
]);
const said = fieldGroup(...VALUES.keys());

/** Before any of a packet's bytes is read. */
export const frame = protocol({
  name: 'frame',
  label: '',
  title: 'Frame',
  fields: [...said.fields, protocols],
  dissect(d: Dissection) {
    const { packet } = d;
    for (const it of d.wantedOf(said)) {
      const value = VALUES.get(it)!(packet);
      if (value !== undefined) d.generate(it, value);
    }
    if (d.wants(protocols)) nameProtocols(d);
    d.route(linkType, packet.linkType, d.at, d.end, d.promised);
  },
  summary(_layer, packet, out) {
    out.byte(0x20);
    out.decimal(packet.number);
    out.ascii(': ');
    out.decimal(packet.wire);
    out.ascii(' bytes on wire, ');
    out.decimal(packet.captured);
    out.ascii(' bytes captured');
  },
});

/** Only the last layer makes them known. */
function nameProtocols(d: Dissection): void {
  const node = d.generate(protocols, '');
  d.later(() => d.packet.tree.revise(node, protocolsIn(d.packet)));
}
