import { bits, field, layout, on, protocol, specification, u8 } from '#sdk';
import { udpPort } from '../udp/keys.ts';

const rfc5905 = specification('RFC 5905', 'https://www.rfc-editor.org/rfc/rfc5905#section-{section}');
const spec = rfc5905('7.3');
const MODES: Readonly<Record<number, string>> = {
  0: 'reserved',
  1: 'symmetric active',
  2: 'symmetric passive',
  3: 'client',
  4: 'server',
  5: 'broadcast',
  6: 'control',
  7: 'private',
};
const CONTROL = 6;
const header = layout(
  { prefix: 'ntp', spec },
  {
    flags: u8('Flags', {
      base: 'hex',
      bits: [bits('ntp.flags.vn', 'Version number', 0x38), bits('ntp.flags.mode', 'Mode', 0x07, { names: MODES })],
    }),
  },
);

const rest = field('ntp.rest', 'Content', 'bytes', { spec });

/** Network time: who tells it to whom. */
export const ntp = protocol({
  name: 'ntp',
  label: 'NTP',
  title: 'Network Time Protocol',
  layouts: [header],
  fields: [rest],
  routes: [on(udpPort, 123)],
  accepts(b, at, end) {
    if (end <= at) return false;
    const version = (b[at]! >>> 3) & 7;
    // Controls and private packets are shorter than the others' 48 bytes.
    return version >= 1 && version <= 4 && end - at >= ((b[at]! & 7) < CONTROL ? 48 : 8);
  },
  spec,
  carries: () => [],
  dissect(d) {
    d.record(header);
    if (d.left > 0) d.take(rest, d.left);
  },
  info({ source, start, end }, _packet, out) {
    if (end <= start) return;
    const flags = source.bytes[start]!;
    out.ascii(`NTP Version ${(flags >>> 3) & 7}, ${MODES[flags & 7]}`);
  },
});
