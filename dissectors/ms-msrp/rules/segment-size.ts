import { pduRule } from '#sdk';
import { blockOf } from '../keys.ts';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, FULL, LONG, multi, REFUSED, start } from './bytes.ts';
import { joined, upTo } from './message.ts';
import { BLOCK } from './text.ts';
import { watched } from './watched.ts';

export default pduRule({
  id: 'messenger/segment-size',
  title: 'Every segment but the last holds 128 bytes',
  level: 'SHOULD',
  spec: msrp('3.2.4.4'),
  why: 'Shorter segments cost more requests. A segment is known not to be the last when another TEXT follows it.',
  watches: watched(pdu.textRequest),
  needs: ['no gaps'],
  messages: { odd: 'this segment has {bytes} bytes and is not the last; {full} are asked for' },
  applies: (it) => blockOf(it)?.before?.kind === 'text',
  check(it, report, undecided) {
    const segment = upTo(joined(it, undecided), undecided).at(-2)!;
    // It may have been sent again.
    if (segment.exchange?.status) return undecided();
    if (segment.size !== BLOCK) report('odd', segment.sizeAnchor, { bytes: segment.size, full: BLOCK });
  },
  bad: [
    { shows: '127 bytes, as smbclient sends them', turns: multi(FULL.slice(1), 'and so on\0'), finds: ['odd'] },
    {
      shows: 'two short segments before the last',
      turns: multi('one, ', 'two, ', `three${FULL.slice(5)}`),
      finds: ['odd', 'odd'],
    },
  ],
  good: [
    { shows: 'a full segment, then a short one', turns: multi(...LONG) },
    { shows: 'full segments only', turns: multi(FULL, FULL) },
  ],
  undecided: [
    { shows: 'one segment, and the capture ends', turns: [...start(), ...block()], close: 'none' },
    { shows: 'a segment that was not captured', turns: multi(FULL, 'Hi', 'and so on\0'), missed: [2] },
    {
      shows: 'a segment that was refused',
      turns: [...start(), ...block({}, REFUSED), ...block({ data: FULL })],
      close: 'none',
    },
  ],
});
