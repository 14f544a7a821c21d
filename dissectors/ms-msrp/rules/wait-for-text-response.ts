import { client, pduRule, server } from '#sdk';
import { blockOf } from '../keys.ts';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, end, LONG, multi, start, textRequest, textResponse } from './bytes.ts';
import { joined } from './message.ts';
import { watched } from './watched.ts';

const HASTY = [
  ...start(),
  client(textRequest({ data: LONG[0] })),
  client(textRequest({ data: LONG[1] })),
  server(textResponse()),
  server(textResponse()),
  ...end(),
];

export default pduRule({
  id: 'messenger/wait-for-text-response',
  title: 'No TEXT is sent before the one before it has its response',
  level: 'SHOULD NOT',
  spec: msrp('3.2.4.4'),
  why: 'A receiver that has no room says so in its response; blocks that are under way by then are lost.',
  watches: watched(pdu.textRequest),
  needs: ['both directions', 'from the start', 'no gaps'],
  messages: { hasty: 'this TEXT was sent before the one in frame {before} had its response' },
  applies: (it) => blockOf(it)?.before?.kind === 'text',
  check(it, report, undecided) {
    const { waited, before, exchange } = joined(it, undecided);
    if (!waited) report('hasty', exchange?.request, { before: before!.frame });
  },
  bad: [{ shows: 'two TEXT in a row', turns: HASTY, finds: ['hasty'] }],
  good: [{ shows: 'a message in blocks', turns: multi(...LONG) }],
  undecided: [
    { shows: 'the response was not captured', turns: multi(...LONG), missed: [3] },
    { shows: 'the first TEXT lies before the capture', turns: [...block(), ...end()], midstream: true },
    {
      shows: 'only the sender’s direction was captured',
      turns: HASTY.filter(({ from }) => from === 'client'),
      midstream: true,
      close: 'none',
    },
  ],
});
