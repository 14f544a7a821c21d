import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, FULL, LONG, multi, REFUSED, sendRequest, single, start } from './bytes.ts';
import { room } from './text.ts';
import { bySection, WORDED } from './watched.ts';

export default pduRule({
  id: 'messenger/data-length-matches',
  title: 'DataLength is the size of Data',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why:
    'Data is the last field, so that it reaches from DataLength to the end of the message. Bytes beyond DataLength are ' +
    'lost; a length beyond the message reads what is not there.',
  watches: bySection(...WORDED),
  messages: { wrong: 'DataLength is {is}, and {must} bytes are there' },
  check(it, report) {
    const is = it.uint(pdu.dataLength);
    const must = room(it);
    if (is !== must) report('wrong', pdu.dataLength, { is, must });
  },
  bad: [
    {
      shows: 'half of the text left out',
      turns: single({ data: 'Hello\0', dataLength: 3 }, REFUSED),
      finds: ['wrong'],
    },
    { shows: 'more than there is', turns: single({ data: 'Hi\0', dataLength: 40 }, REFUSED), finds: ['wrong'] },
    {
      shows: 'a TEXT that reads beyond its end',
      turns: [...start(), ...block({ data: FULL }), ...block({ dataLength: 90 }, REFUSED), ...end()],
      finds: ['wrong'],
    },
  ],
  good: [
    { shows: 'a single block', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest({ dataLength: 40 })))],
});
