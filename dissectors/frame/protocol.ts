import { type Dissection, field, isoTime, protocol } from '#sdk';
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

/** What the capture says of a packet before any of its bytes is read. */
export const frame = protocol({
  name: 'frame',
  label: '',
  title: 'Frame',
  fields: [
    section,
    interfaceId,
    encapsulation,
    arrival,
    time,
    delta,
    deltaShown,
    relative,
    number,
    length,
    captured,
    protocols,
  ],
  dissect(d: Dissection) {
    const { packet } = d;
    if (d.recording) {
      // Sections and interfaces are pcapng's.
      if (packet.section > 0) {
        d.generate(section, packet.section);
        d.generate(interfaceId, packet.interface);
      }
      d.generate(encapsulation, packet.linkType);
      if (d.wants(arrival)) d.generate(arrival, isoTime(packet.seconds, packet.nanoseconds));
      d.generate(time, packet);
      d.generate(delta, packet.delta);
      if (d.wants(deltaShown)) d.generate(deltaShown, packet.sinceSelected);
      d.generate(relative, packet.relative);
      d.generate(number, packet.number);
      d.generate(length, packet.wire);
      d.generate(captured, packet.captured);
      if (d.wants(protocols)) {
        const node = d.generate(protocols, '');
        d.later(() => packet.tree.revise(node, protocolsIn(packet)));
      }
    }
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
