import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, FULL, LONG, multi, sendRequest, single } from './bytes.ts';
import { rawLineEnds } from './line-ends.ts';
import { bySection, WORDED } from './watched.ts';

export default pduRule({
  id: 'messenger/text-line-ends',
  title: 'Line ends are sent as 0x14',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why:
    'Receivers make line ends of 0x14 only, and systems differ in theirs. Each raw CR or LF is reported, a pair of both ' +
    'once; whether a converted pair became one 0x14 is asked by two other rules.',
  watches: bySection(...WORDED),
  messages: { raw: '{what} was sent as it is, and must become 0x14' },
  check(it, report) {
    for (const { at, length, name } of rawLineEnds(it)) report('raw', it.anchor(pdu.text, at, length), { what: name });
  },
  bad: [
    { shows: 'CR', turns: single({ data: 'one\rtwo\0' }), finds: ['raw'] },
    { shows: 'CR LF and LF CR', turns: single({ data: 'one\r\ntwo\n\rthree\0' }), finds: ['raw', 'raw'] },
    {
      shows: 'CR LF on the edge of two blocks',
      turns: multi(`${FULL.slice(1)}\r`, '\nand so on\0'),
      finds: ['raw', 'raw'],
    },
  ],
  good: [
    { shows: '0x14', turns: single({ data: 'one\x14two\0' }) },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest({ data: 'one\rtwo\0' })))],
});
