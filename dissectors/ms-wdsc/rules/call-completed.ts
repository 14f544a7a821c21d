import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { asks, bound, call, exchange, fault, good, notThere, on5040 } from './bytes.ts';
import { isWds, rpcCall } from './call.ts';

const unanswered = [...bound(), call(asks())];

export default subjectRule({
  id: 'wdsc/call-completed',
  title: 'Every call is completed',
  level: 'MUST',
  spec: wds('3.1.4.1'),
  why:
    'With a reply or with a failure. That neither came is known when the connection is over; a client that gave up, ' +
    'because its time was over, gave the server none.',
  watches: rpcCall,
  clear: 'That an answer never came shows without reading the call.',
  needs: ['both directions', 'from the start', 'no gaps'],
  owes: ({ direction }) => (direction === 0 ? 1 : 0),
  messages: { never: 'this call was never completed; the connection is over ({how})' },
  applies: isWds,
  check({ state, flow, requestAnchor }, report, undecided) {
    if (state === 'answered' || state === 'faulted') return;
    const how = flow.closed;
    if (state !== 'unanswered' || (how !== 'fin' && how !== 'rst')) return undecided();
    report('never', requestAnchor, { how });
  },
  bad: [
    on5040('the server closes the connection', unanswered, { closedBy: 'server', finds: ['never'] }),
    on5040('the server breaks off', unanswered, { close: 'rst', closedBy: 'server', finds: ['never'] }),
  ],
  good: [good('a call', exchange()), good('a fault', [...unanswered, fault(5)])],
  undecided: [
    ...notThere,
    on5040('the client breaks off', unanswered, { close: 'rst' }),
    on5040('the capture ends first', unanswered, { close: 'none' }),
  ],
});
