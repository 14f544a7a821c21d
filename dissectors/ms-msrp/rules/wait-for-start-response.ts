import { client, pduRule, server } from '#sdk';
import { blockOf } from '../keys.ts';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, end, LONG, multi, start, startRequest, startResponse, textRequest, textResponse } from './bytes.ts';
import { joined } from './message.ts';
import { watched } from './watched.ts';

const HASTY = [
  client(startRequest()),
  client(textRequest({ data: LONG[0] })),
  server(startResponse()),
  server(textResponse()),
  ...block({ data: LONG[1] }),
  ...end(),
];

export default pduRule({
  id: 'messenger/wait-for-start-response',
  title: 'The first TEXT waits for START’s response',
  level: 'SHOULD',
  spec: msrp('3.2.4.4'),
  why: 'The response brings MessageGroupId, or says that there is no such recipient: what is sent before it is a guess.',
  watches: watched(pdu.textRequest, pdu.endRequest),
  needs: ['both directions', 'from the start', 'no gaps'],
  messages: { hasty: 'this was sent before START had its response' },
  applies: (it) => blockOf(it)?.before?.kind === 'start',
  check(it, report, undecided) {
    const { waited, exchange } = joined(it, undecided);
    if (!waited) report('hasty', exchange?.request);
  },
  bad: [{ shows: 'TEXT right after START', turns: HASTY, finds: ['hasty'] }],
  good: [{ shows: 'a message in blocks', turns: multi(...LONG) }],
  undecided: [
    { shows: 'the response was not captured', turns: multi(...LONG), missed: [1] },
    { shows: 'START lies before the capture', turns: [...block(), ...end()], midstream: true },
    {
      shows: 'only the sender’s direction was captured',
      turns: HASTY.filter(({ from }) => from === 'client'),
      midstream: true,
      close: 'none',
    },
    { shows: 'the capture ends after START', turns: start(), close: 'none' },
  ],
});
