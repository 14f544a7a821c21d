import { subjectRule } from '#sdk';
import { rpcCall } from '../../dcerpc/keys.ts';
import { msrp } from '../spec.ts';
import { isMsgsvc } from './name-calls.ts';
import { good, list, onPipe, onTcp } from './rpc-bytes.ts';

const PORT = 49_664;
/** A pipe's name as files have it, without the share and the leading backslash. */
const plain = (name: string): string => name.replace(/^(\\?pipe)?\\/i, '').toLowerCase();

export default subjectRule({
  id: 'msgsvc/msgsvc-transport',
  title: 'Names are managed over the pipe \\PIPE\\MSGSVC',
  level: 'MUST',
  spec: msrp('2.1.1'),
  why:
    'Connectionless RPC is for NetrSendMessage, pipes are for this interface, and nothing is said of TCP. A pipe of ' +
    'another name may lead to the same server, and is still another name.',
  watches: rpcCall,
  clear: 'The bind names the interface, and what carries it is not sealed.',
  messages: {
    transport: 'the interface is called over {how}',
    pipe: 'the interface is called over the pipe {name}',
  },
  applies: isMsgsvc,
  check({ transport, flow, requestAnchor }, report, undecided) {
    if (transport !== 'smb') report('transport', requestAnchor, { how: transport === 'tcp' ? 'TCP' : 'UDP' });
    else {
      const name = 'name' in flow ? String(flow.name) : '';
      if (name === '') return undecided();
      if (plain(name) !== 'msgsvc') report('pipe', requestAnchor, { name });
    }
  },
  bad: [
    { shows: 'over TCP', port: PORT, turns: onTcp([list()]), finds: ['transport'] },
    { shows: 'over another pipe', turns: onPipe([list()], 'ntsvcs'), finds: ['pipe'] },
  ],
  good: [good('over its pipe', list())],
  undecided: [{ shows: 'the pipe was opened before the capture', turns: onPipe([list()]).slice(4), midstream: true }],
});
