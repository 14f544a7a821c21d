import { type Dissection, field, layout, on, protocol, specification, u16, u16be } from '#sdk';
import { generateStatus, ipProtocol, NOT_PRESENT, statusField } from '../ipv4/keys.ts';

export const rfc768 = specification('RFC 768', 'https://www.rfc-editor.org/rfc/rfc768');

const port = () => field('udp.port', 'Source or Destination Port', 'uint', { size: 2, alias: true });

export const header = layout(
  { prefix: 'udp', spec: rfc768('') },
  {
    srcport: u16('Source Port', { also: [port()] }),
    dstport: u16('Destination Port', { also: [port()] }),
    length: u16('Length'),
    checksum: u16('Checksum', { base: 'hex' }),
  },
);
const stream = field('udp.stream', 'Stream index', 'uint', { generated: true });
/** What trees show as the next layer, or as data. */
const payload = field('udp.payload', 'Payload', 'bytes', { alias: true });
const checksumStatus = statusField('udp.checksum.status');
const UDP = 17;

export const udp = protocol({
  name: 'udp',
  label: 'UDP',
  title: 'User Datagram Protocol',
  layouts: [header],
  fields: [stream, payload, checksumStatus],
  routes: [on(ipProtocol, UDP)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const length = d.u16be(header.offset.length);
    const from = d.u16be(header.offset.srcport);
    const to = d.u16be(header.offset.dstport);
    const flow = d.quoted ? d.quotedFlow('udp', from, to) : d.converse('udp', from, to);
    if (length >= header.size) d.limitTo(length, 'udp.length');
    d.record(header);
    if (flow) d.generate(stream, flow.stream);
    if (d.wants(checksumStatus)) status(d, d.layer.start + header.offset.checksum);
    if (d.at < d.end) d.mark(payload, d.at, d.end);
    if (d.at < d.promised) d.datagram(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    if (layer.end - layer.start < header.size) return out.ascii('[Truncated]');
    out.decimal(u16be(bytes, layer.start));
    out.arrow();
    out.decimal(u16be(bytes, layer.start + 2));
    out.ascii(' Len=');
    out.decimal(Math.max(0, u16be(bytes, layer.start + 4) - header.size));
  },
  summary(layer, _packet, out) {
    if (layer.end - layer.start < header.size) return;
    out.ascii(', Src Port: ');
    out.decimal(u16be(layer.source.bytes, layer.start));
    out.ascii(', Dst Port: ');
    out.decimal(u16be(layer.source.bytes, layer.start + 2));
  },
});

/** Over IPv4 a sender may leave the sum out (RFC 768). */
function status(d: Dissection, at: number): void {
  if (u16be(d.bytes, at) === 0 && d.packet.addressKind === 'ipv4') d.generate(checksumStatus, NOT_PRESENT, at, at + 2);
  else generateStatus(d, checksumStatus, UDP, at);
}
