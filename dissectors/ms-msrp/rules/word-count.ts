import { client, pduRule, server } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, LONG, multi, REFUSED, single, start, startRequest, startResponse, textRequest } from './bytes.ts';
import { refuses } from './header.ts';
import { bySection, REQUESTS, RESPONSES } from './watched.ts';

const WITH_GROUP = new Set([pdu.startResponse, pdu.textRequest, pdu.endRequest]);

export default pduRule({
  id: 'messenger/word-count',
  title: 'WordCount is the number of words that the message has',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why:
    'WordCount says where ByteCount is. START’s response, TEXT and END have one word, MessageGroupId; the others have ' +
    'none, and neither has a response that refuses START.',
  watches: bySection(...REQUESTS, ...RESPONSES),
  messages: { wrong: 'WordCount is {is}, and must be {must} here' },
  check(it, report) {
    const is = it.uint(pdu.wordCount);
    const must = WITH_GROUP.has(it.heading) ? 1 : 0;
    if (it.heading === pdu.startResponse && is === 0 && refuses(it)) return;
    if (is !== must) report('wrong', pdu.wordCount, { is, must });
  },
  bad: [
    {
      shows: 'a response to START without its word, as smbd sends it',
      turns: start({}, { words: '' }),
      finds: ['wrong'],
    },
    { shows: 'a TEXT without its word', turns: [client(textRequest({ words: '' }))], finds: ['wrong'] },
    { shows: 'a single block with a word', turns: single({ words: '0000' }, REFUSED), finds: ['wrong'] },
  ],
  good: [
    { shows: 'a message in blocks', turns: multi(...LONG) },
    { shows: 'a single block', turns: single() },
    { shows: 'a START that is refused', turns: start({}, REFUSED) },
  ],
  undecided: [
    cutOff(client(startRequest()), server(startResponse())),
    { shows: 'the capture ends before the count', turns: [client(startRequest())], cut: 9, close: 'none' },
  ],
});
