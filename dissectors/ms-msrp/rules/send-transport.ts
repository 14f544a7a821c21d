import { subjectRule } from '#sdk';
import { rpcCall } from '../../dcerpc/keys.ts';
import { MSGSVCSEND } from '../keys.ts';
import { msrp } from '../spec.ts';
import { goodSend, onPipe, onTcp, send } from './rpc-bytes.ts';

const PORT = 49_665;

export default subjectRule({
  id: 'msgsvcsend/send-transport',
  title: 'NetrSendMessage goes over UDP',
  level: 'MUST',
  spec: msrp('3.2.4.2'),
  why: 'The client makes a binding for connectionless RPC (2.1.1).',
  watches: rpcCall,
  clear: 'The bind names the interface, and what carries it is not sealed.',
  messages: { pipe: 'NetrSendMessage is called over a pipe', tcp: 'NetrSendMessage is called over TCP' },
  windows: { messages: ['pipe'], source: 'the service of Windows takes it on \\PIPE\\msgsvc, too' },
  applies: ({ uuid }) => uuid === MSGSVCSEND,
  check({ transport, requestAnchor }, report) {
    if (transport !== 'udp') report(transport === 'tcp' ? 'tcp' : 'pipe', requestAnchor);
  },
  bad: [
    { shows: 'over the pipe', turns: onPipe([send()], 'msgsvc', MSGSVCSEND), finds: ['pipe'] },
    { shows: 'over TCP', port: PORT, turns: onTcp([send()], MSGSVCSEND), finds: ['tcp'] },
  ],
  good: [goodSend('in datagrams')],
});
