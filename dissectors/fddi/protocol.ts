import { bits, type Dissection, ether, layout, on, protocol, specification, u8 } from '#sdk';
import { llcPayload } from '../ethernet/keys.ts';
import { linkType } from '../frame/keys.ts';

const ansi = specification('ANSI X3.139', 'https://www.tcpdump.org/linktypes.html');

/** Bits that say what a frame is; LLC frames have 01 at the top of them and a priority below. */
const FORMAT = 0xf0;
const LLC_ASYNCHRONOUS = 0x50;
const LLC_SYNCHRONOUS = 0xd0;

const header = layout(
  { prefix: 'fddi', spec: ansi('') },
  {
    fc: u8('Frame Control', {
      base: 'hex',
      bits: [bits('fddi.fc.format', 'Class, length and format', FORMAT, { base: 'hex' })],
    }),
    dst: ether('Destination'),
    src: ether('Source'),
  },
);

/** FDDI, as far as it carries 802.2. */
export const fddi = protocol({
  name: 'fddi',
  label: 'FDDI',
  title: 'Fiber Distributed Data Interface',
  layouts: [header],
  routes: [on(linkType, 10)],
  dissect(d: Dissection) {
    if (d.left < header.size) return d.record(header);
    const format = d.u8(header.offset.fc) & FORMAT;
    d.addresses('ether', d.at + header.offset.src, d.at + header.offset.dst);
    d.record(header);
    if (format === LLC_ASYNCHRONOUS || format === LLC_SYNCHRONOUS) d.probe(llcPayload, d.at, d.end, d.promised);
    else d.data(d.at, d.end, d.promised);
  },
  info(layer, _packet, out) {
    out.ascii('Frame control 0x');
    out.hex(layer.source.bytes[layer.start]!, 2);
  },
});
