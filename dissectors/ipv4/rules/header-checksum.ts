import { onesSum, pduRule } from '#sdk';
import { header, rfc791 } from '../layout.ts';
import { ipv4 } from '../protocol.ts';

/** A datagram to port 9, with the header's sum given. */
const frame = (sum: string): string =>
  `02000000000202000000000108004500001e000140004011${sum}c0000201c000020200090009000a335b486900000000000000000000000000000000`;

export default pduRule({
  id: 'ip/header-checksum',
  title: 'The header’s words sum up to all ones',
  level: 'MUST',
  spec: rfc791('3.1'),
  why: 'Routers and hosts drop a datagram whose header does not sum up. Zero is what a sender shows that leaves the sum to its network card.',
  watches: [{ pdu: ipv4.heading }],
  messages: {
    wrong: 'header checksum is {is}, which does not fit the header',
    offload: 'the header checksum was left to the network card',
  },
  applies: (it) => it.has(header.fields.checksum),
  check(it, report, undecided) {
    const { bytes } = it.layer.source;
    const start = it.layer.start;
    const end = start + (bytes[start]! & 15) * 4;
    if (end > it.layer.end) return undecided();
    if (onesSum(bytes, start, end) === 0xffff) return;
    const is = it.uint(header.fields.checksum);
    if (is === 0) report('offload', header.fields.checksum, {}, { severity: 'note' });
    else report('wrong', header.fields.checksum, { is: `0x${is.toString(16).padStart(4, '0')}` });
  },
  bad: [
    { shows: 'a wrong sum', frames: [frame('b6cb')], finds: ['wrong'] },
    { shows: 'a sum of zero', frames: [frame('0000')], finds: ['offload'] },
  ],
  good: [{ shows: 'a right sum', frames: [frame('b6ca')] }],
});
