import { client, pduRule, server } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, LONG, multi, sendRequest, sendResponse, single, start } from './bytes.ts';
import { bySection, RESPONSES } from './watched.ts';

export default pduRule({
  id: 'messenger/response-byte-count-zero',
  title: 'A response’s ByteCount is zero',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why: 'A response acknowledges and carries no data; MessageGroupId is a word, not one of the bytes.',
  watches: bySection(...RESPONSES),
  messages: { filled: 'ByteCount is {is}, and must be 0 in a response' },
  check(it, report) {
    const is = it.uint(pdu.byteCount);
    if (is !== 0) report('filled', pdu.byteCount, { is });
  },
  bad: [
    { shows: 'two bytes', turns: single({}, { bytes: '0000' }), finds: ['filled'] },
    { shows: 'the group’s id once more', turns: start({}, { bytes: '0700' }), finds: ['filled'] },
  ],
  good: [
    { shows: 'a single block', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest()), server(sendResponse({ bytes: '0000' })))],
});
