import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, requested, unknowable } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

const REQUEST = 1;
const REPLY = 2;

export default pduRule({
  id: 'wdsc/packet-type',
  title: 'Packet-Type says which way a packet goes',
  level: 'SHOULD',
  spec: wds('2.2.1.2.1'),
  why: 'The call’s direction decides what a packet is, whatever it says of itself; receivers should not mind.',
  watches: PACKETS,
  hidden: sealed,
  messages: {
    request: 'Packet-Type of a request is {is}, and should be 1',
    reply: 'Packet-Type of a reply is {is}, and should be 2',
  },
  windows: { messages: ['reply'], source: 'MS-WDSC Appendix B <1>: not set properly in reply packets' },
  check(it, report) {
    const asks = it.heading === fields.request;
    const is = it.uint(fields.operation.fields.packet_type);
    if (is !== (asks ? REQUEST : REPLY))
      report(asks ? 'request' : 'reply', fields.operation.fields.packet_type, { is });
  },
  bad: [
    bad('a request that says it is a reply', requested({ type: 2 }), 'request'),
    bad('a reply that says it is a request', replied({ type: 1 }), 'reply'),
    bad('an unknown type', requested({ type: 9 }), 'request'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
