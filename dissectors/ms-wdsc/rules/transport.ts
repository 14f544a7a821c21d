import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { asks, boundUnseen, datagram, exchange, good } from './bytes.ts';
import { isWds, rpcCall } from './call.ts';

const NAMES = { tcp: 'TCP', udp: 'UDP', smb: 'a named pipe' } as const;

export default subjectRule({
  id: 'wdsc/transport',
  title: 'WDS is called over TCP',
  level: 'MUST',
  severity: 'warning',
  spec: wds('2.1'),
  why:
    'Everybody supports RPC over TCP, and the protocol has a single protocol sequence (1.7, which is not normative: hence ' +
    'a warning). Endpoints are dynamic; any port is right.',
  watches: rpcCall,
  clear: 'The bind names the interface, and what carries it is not sealed.',
  messages: { other: 'the interface is called over {how}' },
  applies: isWds,
  check({ transport, requestAnchor }, report) {
    if (transport !== 'tcp') report('other', requestAnchor, { how: NAMES[transport] });
  },
  bad: [{ shows: 'in a datagram', frames: [datagram(asks())], finds: ['other'] }],
  good: [good('a call', exchange())],
  undecided: [boundUnseen],
});
