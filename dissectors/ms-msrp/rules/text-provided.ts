import { client, pduRule } from '#sdk';
import { textBytes } from '../keys.ts';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, LONG, multi, sendRequest, single, start } from './bytes.ts';
import { joined, wholeUpTo } from './message.ts';
import { textOf } from './text.ts';
import { watched } from './watched.ts';

export default pduRule({
  id: 'messenger/text-provided',
  title: 'A message has text',
  level: 'SHOULD',
  spec: msrp('3.2.4.4'),
  why: 'An empty message opens an empty window. Of a message in blocks this is known at END.',
  watches: watched(pdu.sendRequest, pdu.endRequest),
  needs: ['no gaps'],
  messages: { empty: 'the message has no text' },
  check(it, report, undecided) {
    if (it.heading === pdu.sendRequest) {
      if (textOf(it).length === 0) report('empty', pdu.text);
      return;
    }
    const blocks = wholeUpTo(joined(it, undecided), undecided);
    if (textBytes(blocks) === 0) report('empty', blocks[0]!.exchange!.request);
  },
  bad: [
    { shows: 'a null and nothing before it', turns: single({ data: '\0' }), finds: ['empty'] },
    { shows: 'no TEXT between START and END', turns: [...start(), ...end()], finds: ['empty'] },
    { shows: 'an empty TEXT', turns: multi('\0'), finds: ['empty'] },
  ],
  good: [
    { shows: 'a word', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [
    cutOff(client(sendRequest({ data: '\0' }))),
    { shows: 'a message whose beginning lies before the capture', turns: end(), midstream: true },
    { shows: 'a TEXT that was not captured', turns: [...start(), ...block(), ...end()], missed: [2] },
    { shows: 'no END yet', turns: start(), close: 'none' },
  ],
});
