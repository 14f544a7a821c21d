import { type Anchor, onesSum, pduRule } from '#sdk';
import { SumsByHost } from '../checksum-rule.ts';
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
  why: 'Routers and hosts drop a datagram whose header does not sum up. Zero is what a sender shows that leaves the sum to its network card; where nothing that a host sent sums up, its card makes the sums or the capture was edited.',
  watches: [{ pdu: ipv4.heading }],
  messages: {
    zero: '{count} header checksums of this host are zero: it left them to its network card',
    wrong: 'header checksum is {is}, which does not fit the header',
    offload:
      '{count} header checksums of this host are wrong and none is right: its network card makes them after the capture, or the capture was edited',
  },
  applies: (it) => it.has(header.fields.checksum),
  remember: () => new SumsByHost(),
  check(it, _report, undecided, sums) {
    const { bytes } = it.layer.source;
    const { start, end } = it.layer;
    const after = start + (bytes[start]! & 15) * 4;
    if (after > end) return undecided();
    const right = onesSum(bytes, start, after) === 0xffff;
    const is = it.uint(header.fields.checksum);
    const anchor = (): Anchor => it.anchor(header.fields.checksum);
    if (!right && is === 0) sums.zero(bytes, start + 12, 4, anchor);
    else sums.add(bytes, start + 12, 4, right, is, anchor);
  },
  finish: (sums, report) => sums.finish(report, report),
  bad: [
    { shows: 'a wrong sum among right ones', frames: [frame('b6ca'), frame('b6cb')], finds: ['wrong'] },
    {
      shows: 'sums of zero beside a right one',
      frames: [frame('0000'), frame('b6ca'), frame('0000')],
      finds: ['zero'],
    },
    { shows: 'a host whose only sum is wrong', frames: [frame('b6cb')], finds: ['offload'] },
  ],
  good: [{ shows: 'a right sum', frames: [frame('b6ca')] }],
});
