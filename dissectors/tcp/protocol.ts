import { type ByteWriter, type Layer, on, type Packet, protocol, u16be, u32be } from '#sdk';
import { ipProtocol } from '../ipv4/keys.ts';
import { dissect } from './dissect.ts';
import { ACK, FIN, header, looseFields, PSH, RST, SYN, URG } from './layout.ts';
import { optionFields } from './options.ts';

const { offset } = header;
/** In the order in which Wireshark lists them. */
const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [FIN, 'FIN'],
  [SYN, 'SYN'],
  [RST, 'RST'],
  [PSH, 'PSH'],
  [ACK, 'ACK'],
  [URG, 'URG'],
  [0x40, 'ECE'],
  [0x80, 'CWR'],
  [0x100, 'AE'],
];
const FLAG_LISTS = Array.from(
  { length: 512 },
  (_, flags) =>
    FLAG_NAMES.filter(([bit]) => flags & bit)
      .map(([, name]) => name)
      .join(', ') || '<None>',
);

export const tcp = protocol({
  name: 'tcp',
  label: 'TCP',
  title: 'Transmission Control Protocol',
  layouts: [header],
  fields: [...looseFields, ...optionFields],
  routes: [on(ipProtocol, 6)],
  dissect,
  info(layer: Layer, packet: Packet, out: ByteWriter) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < header.size) return out.ascii('[Truncated]');
    out.decimal(u16be(bytes, at + offset.srcport));
    out.arrow();
    out.decimal(u16be(bytes, at + offset.dstport));
    const word = u16be(bytes, at + offset.flags);
    out.ascii(' [');
    out.ascii(FLAG_LISTS[word & 0x1ff]!);
    out.ascii('] Seq=');
    const [seqBase, ackBase] = bases(layer, packet);
    out.decimal((u32be(bytes, at + offset.seq) - seqBase) >>> 0);
    if (word & ACK) {
      out.ascii(' Ack=');
      out.decimal((u32be(bytes, at + offset.ack) - ackBase) >>> 0);
    }
    out.ascii(' Win=');
    out.decimal(u16be(bytes, at + offset.window_size_value));
    out.ascii(' Len=');
    out.decimal(Math.max(0, layer.promised - at - (word >> 12) * 4));
  },
  summary(layer: Layer, packet: Packet, out: ByteWriter) {
    const { bytes } = layer.source;
    const at = layer.start;
    if (layer.end - at < header.size) return;
    const [seqBase] = bases(layer, packet);
    out.ascii(', Src Port: ');
    out.decimal(u16be(bytes, at + offset.srcport));
    out.ascii(', Dst Port: ');
    out.decimal(u16be(bytes, at + offset.dstport));
    out.ascii(', Seq: ');
    out.decimal((u32be(bytes, at + offset.seq) - seqBase) >>> 0);
    out.ascii(', Len: ');
    out.decimal(Math.max(0, layer.promised - at - (u16be(bytes, at + offset.flags) >> 12) * 4));
  },
});

/** First sequence numbers of both directions, 0 for a quoted segment. */
function bases(layer: Layer, packet: Packet): [number, number] {
  const flow = packet.flow;
  if (!flow || layer.quoted) return [0, 0];
  return [flow.sides[packet.direction].base, flow.sides[packet.direction === 0 ? 1 : 0].base];
}
