import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, LONG, multi, REFUSED, sendRequest, single, start, textRequest } from './bytes.ts';
import { bySection } from './watched.ts';

export default pduRule({
  id: 'messenger/byte-count',
  title: 'ByteCount is the size of what follows it',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why: 'A receiver takes ByteCount for the end of the message: what lies beyond it is lost, what is missing is not there to be read.',
  watches: bySection(pdu.sendRequest, pdu.startRequest, pdu.textRequest),
  messages: { wrong: 'ByteCount is {is}, and {must} bytes follow' },
  check(it, report) {
    const is = it.uint(pdu.byteCount);
    const must = it.bytesAfter(pdu.byteCount);
    if (is !== must) report('wrong', pdu.byteCount, { is, must });
  },
  bad: [
    { shows: 'one byte less than there is', turns: single({ byteCount: 11 }, REFUSED), finds: ['wrong'] },
    { shows: 'START’s last null left out', turns: start({ byteCount: 5 }, REFUSED), finds: ['wrong'] },
    { shows: 'a TEXT that promises more', turns: [client(textRequest({ byteCount: 100 }))], finds: ['wrong'] },
  ],
  good: [
    { shows: 'a single block', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest()))],
});
