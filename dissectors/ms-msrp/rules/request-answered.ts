import { client, server, subjectRule } from '#sdk';
import { smbExchange } from '../../smb1/keys.ts';
import { msrp } from '../spec.ts';
import { SEND, SEND_ANSWER } from './bytes.ts';

const MESSENGER = new Set([0xd0, 0xd5, 0xd6, 0xd7]);

export default subjectRule({
  id: 'messenger/request-answered',
  title: 'Every messenger request gets its response',
  level: 'MUST',
  spec: msrp('3.2.4.5'),
  why: 'The sender waits for the response before it goes on. Judged only where both directions were captured and the peers closed the connection themselves.',
  watches: smbExchange,
  needs: ['both directions', 'no gaps'],
  messages: { unanswered: 'this request was never answered; the connection ended ({how})' },
  applies: (exchange) => MESSENGER.has(exchange.command),
  check(exchange, report, undecided) {
    if (exchange.response) return;
    const how = exchange.flow.closed;
    if (how !== 'fin' && how !== 'rst') return undecided();
    report('unanswered', exchange.request, { how });
  },
  bad: [{ shows: 'a message that is dropped', turns: [client(SEND)], finds: ['unanswered'] }],
  good: [{ shows: 'a message that is answered', turns: [client(SEND), server(SEND_ANSWER)] }],
  undecided: [
    { shows: 'the capture ends first', turns: [client(SEND)], close: 'none' },
    { shows: 'the request is cut', turns: [client(SEND)], cut: 6, close: 'none' },
  ],
});
