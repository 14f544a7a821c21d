import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, FULL, LONG, multi, REFUSED, sendRequest, single, start } from './bytes.ts';
import { BLOCK } from './text.ts';
import { bySection, WORDED } from './watched.ts';

export default pduRule({
  id: 'messenger/data-length-limit',
  title: 'A block carries at most 128 bytes',
  level: 'MUST NOT',
  spec: msrp('2.2.3'),
  why: 'Receivers keep 128 bytes for a block. Longer texts go in several; the null counts, where there is one.',
  watches: bySection(...WORDED),
  messages: { long: 'DataLength is {is}; {most} are the most' },
  check(it, report) {
    const is = it.uint(pdu.dataLength);
    if (is > BLOCK) report('long', pdu.dataLength, { is, most: BLOCK });
  },
  bad: [
    { shows: '128 bytes and a null', turns: single({ data: `${FULL}\0` }, REFUSED), finds: ['long'] },
    {
      shows: '200 bytes in a TEXT',
      turns: [...start(), ...block({ data: 'x'.repeat(200) }, REFUSED), ...end()],
      finds: ['long'],
    },
  ],
  good: [
    { shows: '127 bytes and a null', turns: single({ data: `${'x'.repeat(127)}\0` }) },
    { shows: 'a block without room for a null', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest({ data: `${FULL}\0` })))],
});
