import { subjectRule } from '#sdk';
import { rpcCall } from '../../dcerpc/keys.ts';
import { MSGSVCSEND } from '../keys.ts';
import { msrp } from '../spec.ts';
import { goodSend, inDatagrams, send } from './rpc-bytes.ts';

const FIRST_DYNAMIC = 1024;

export default subjectRule({
  id: 'msgsvcsend/dynamic-endpoint',
  title: 'NetrSendMessage goes to a dynamic endpoint',
  level: 'MUST',
  severity: 'note',
  spec: msrp('2.1.1'),
  why:
    'Its port is one that the runtime gave out and the endpoint mapper names. Which one that is a capture need not show, ' +
    'but no runtime gives out a port below 1024. A note, because C706 sets no range.',
  watches: rpcCall,
  clear: 'A datagram’s port is not sealed, and its header names the interface.',
  messages: { wellKnown: 'NetrSendMessage goes to port {port}, which no runtime gives out' },
  applies: ({ uuid, transport }) => uuid === MSGSVCSEND && transport === 'udp',
  check({ flow, direction, requestAnchor, requestFrame, responseFrame }, report, undecided) {
    // Of an answer alone nobody knows which side serves.
    if (requestFrame === responseFrame) undecided();
    const port = flow.ports[direction === 0 ? 1 : 0];
    if (port < FIRST_DYNAMIC) report('wellKnown', requestAnchor, { port });
  },
  bad: [{ shows: 'the endpoint mapper’s port', frames: inDatagrams(send(), 135), finds: ['wellKnown'] }],
  good: [goodSend('port 1027')],
});
