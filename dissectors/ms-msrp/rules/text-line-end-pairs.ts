import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, FULL, LONG, multi, textRequest } from './bytes.ts';
import { PAIRS } from './line-ends.ts';
import { bySection } from './watched.ts';

export default pduRule({
  ...PAIRS,
  id: 'messenger/text-line-end-pairs',
  title: 'In a message of several blocks, CR and LF together become one 0x14',
  level: 'MUST',
  spec: msrp('2.2.3.3.1'),
  why: `${PAIRS.why} A pair may lie on the edge of two blocks.`,
  watches: bySection(pdu.textRequest),
  bad: [
    { shows: 'LF converted, CR kept', turns: multi(FULL, 'one\r\x14two\0'), finds: ['half'] },
    { shows: 'the same on the edge of two blocks', turns: multi(`${FULL.slice(1)}\r`, '\x14two\0'), finds: ['half'] },
  ],
  good: [
    { shows: 'one 0x14 a line end', turns: multi(FULL, 'one\x14two\x14\0') },
    { shows: 'no line ends', turns: multi(...LONG) },
  ],
  undecided: [
    { shows: 'two in a row: a pair or a blank line', turns: multi(FULL, 'one\x14\x14two\0') },
    { shows: 'two in a row on the edge of two blocks', turns: multi(`${FULL.slice(1)}\x14`, '\x14two\0') },
    cutOff(client(textRequest({ data: 'one\r\x14two\0' }))),
  ],
});
