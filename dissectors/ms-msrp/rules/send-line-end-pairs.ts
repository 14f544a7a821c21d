import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, sendRequest, single } from './bytes.ts';
import { PAIRS } from './line-ends.ts';
import { bySection } from './watched.ts';

export default pduRule({
  ...PAIRS,
  id: 'messenger/send-line-end-pairs',
  title: 'In a single block, CR and LF together become one 0x14',
  level: 'SHOULD',
  spec: msrp('2.2.3.1.1'),
  watches: bySection(pdu.sendRequest),
  bad: [
    { shows: 'LF converted, CR kept', turns: single({ data: 'one\r\x14two\0' }), finds: ['half'] },
    { shows: 'CR converted, LF kept', turns: single({ data: 'one\x14\ntwo\0' }), finds: ['half'] },
  ],
  good: [{ shows: 'one 0x14 a line end', turns: single({ data: 'one\x14two\x14\0' }) }],
  undecided: [
    { shows: 'two in a row: a pair or a blank line', turns: single({ data: 'one\x14\x14two\0' }) },
    cutOff(client(sendRequest({ data: 'one\r\x14two\0' }))),
  ],
});
