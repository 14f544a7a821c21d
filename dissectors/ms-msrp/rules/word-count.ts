import { client, pduRule, server } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { END, END_ANSWER, request, response, SEND_ANSWER, START, START_ANSWER, TEXT, TEXT_ANSWER } from './bytes.ts';

const EXPECTED = new Map([
  [pdu.startResponse, 1],
  [pdu.textRequest, 1],
  [pdu.endRequest, 1],
]);

export default pduRule({
  id: 'messenger/word-count',
  title: 'WordCount is the number of words that the message has',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why: 'WordCount says where ByteCount is. START’s response, TEXT and END have one word, MessageGroupId; the others have none.',
  watches: [
    { pdu: pdu.sendRequest, spec: msrp('2.2.3.1.1') },
    { pdu: pdu.sendResponse, spec: msrp('2.2.3.1.2') },
    { pdu: pdu.startRequest, spec: msrp('2.2.3.2.1') },
    { pdu: pdu.startResponse, spec: msrp('2.2.3.2.2') },
    { pdu: pdu.textRequest, spec: msrp('2.2.3.3.1') },
    { pdu: pdu.textResponse, spec: msrp('2.2.3.3.2') },
    { pdu: pdu.endRequest, spec: msrp('2.2.3.4.1') },
    { pdu: pdu.endResponse, spec: msrp('2.2.3.4.2') },
  ],
  messages: { wrong: 'WordCount is {is}, and must be {must} here' },
  check(it, report) {
    const is = it.uint(pdu.wordCount);
    const must = EXPECTED.get(it.heading) ?? 0;
    if (is !== must) report('wrong', pdu.wordCount, { is, must });
  },
  bad: [
    { shows: 'a response to START without its word', turns: [client(START), server(response('d5', '00 0000'))], finds: ['wrong'] },
    { shows: 'a TEXT without its word', turns: [client(request('d7', '00 0600 01 0300 486900'))], finds: ['wrong'] },
  ],
  good: [
    {
      shows: 'a message in one block',
      turns: [client(START), server(START_ANSWER), client(TEXT), server(TEXT_ANSWER), client(END), server(END_ANSWER)],
    },
    { shows: 'an answer to a single block', turns: [server(SEND_ANSWER)] },
  ],
  undecided: [{ shows: 'the capture ends before the count', turns: [client(START)], cut: 9, close: 'none' }],
});
