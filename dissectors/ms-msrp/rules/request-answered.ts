import { client, server, subjectRule } from '#sdk';
import { smbExchange } from '../../smb1/keys.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, LONG, multi, sendRequest, sendResponse, single, start, textRequest } from './bytes.ts';

const MESSENGER = new Set([0xd0, 0xd5, 0xd6, 0xd7]);

export default subjectRule({
  id: 'messenger/request-answered',
  title: 'Every messenger request gets its response',
  level: 'MUST',
  spec: msrp('3.2.4.5'),
  why:
    'The sender waits for the response before it goes on. That none came is known when the connection is over; where the ' +
    'sender itself broke off, its receiver had no time to answer.',
  watches: smbExchange,
  needs: ['both directions', 'from the start', 'no gaps'],
  owes: ({ direction }) => (direction === 0 ? 1 : 0),
  messages: { unanswered: 'this request was never answered; the connection is over ({how})' },
  applies: ({ command }) => MESSENGER.has(command),
  check({ response, request, flow }, report, undecided) {
    if (response) return;
    const how = flow.closed;
    if (how !== 'fin' && how !== 'rst') return undecided();
    report('unanswered', request, { how });
  },
  bad: [
    { shows: 'a message that is dropped', turns: [client(sendRequest())], finds: ['unanswered'] },
    {
      shows: 'the receiver breaks off',
      turns: [client(sendRequest())],
      close: 'rst',
      closedBy: 'server',
      finds: ['unanswered'],
    },
    {
      shows: 'a block in the middle',
      turns: [...start(), ...block({ data: LONG[0] }), client(textRequest()), ...end()],
      finds: ['unanswered'],
    },
  ],
  good: [
    { shows: 'a single block', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [
    { shows: 'the capture ends first', turns: [client(sendRequest())], close: 'none' },
    { shows: 'the connection began before the capture', turns: [client(sendRequest())], midstream: true },
    { shows: 'the sender breaks off', turns: [client(sendRequest())], close: 'rst' },
    { shows: 'the response was not captured', turns: [...single(), ...single()], missed: [1] },
    cutOff(client(sendRequest()), server(sendResponse())),
    { ...cutOff(client(sendRequest()), server(sendResponse())), cut: 30 },
  ],
});
