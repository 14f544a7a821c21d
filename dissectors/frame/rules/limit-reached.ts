import { limitReached, limits, specification, subjectRule } from '#sdk';

const cwe = specification('CWE', 'https://cwe.mitre.org/data/definitions/{section}.html');

const HEADER = 20;
const hex = (n: number): string => n.toString(16).padStart(4, '0');

/** IPv4 in IPv4, `depth` headers deep, in Ethernet. */
function nested(depth: number): string {
  const headers = Array.from({ length: depth }, (_, i) => {
    const length = HEADER * (depth - i);
    const sum = 0x4500 + length + 0x0001 + 0x4004 + 0xc000 + 0x0201 + 0xc000 + 0x0202;
    return `4500${hex(length)}000100004004${hex(~((sum & 0xffff) + (sum >> 16)) & 0xffff)}c0000201c0000202`;
  });
  return `0200000000020200000000010800${headers.join('')}`;
}

export default subjectRule({
  id: 'frame/limit-reached',
  title: 'State stays below its limits',
  level: 'MAY',
  spec: cwe('770'),
  why: 'What is remembered of a capture is bounded, so that no traffic exhausts memory. Reaching a limit drops what is oldest or goes too far: rules cannot judge it, and it is often the mark of an attack.',
  watches: limitReached,
  messages: { reached: 'the limit of {most} ({limit}) was reached, and something was dropped' },
  check(it, report) {
    report('reached', it.anchor, { limit: it.limit, most: limits[it.limit] });
  },
  bad: [
    { shows: 'a datagram in more tunnels than are followed', frames: [nested(limits.layers + 6)], finds: ['reached'] },
  ],
  good: [{ shows: 'a datagram in two tunnels', frames: [nested(3)], silent: true }],
});
