import { pduRule } from '#sdk';
import { packetOf } from '../keys.ts';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, requested, unknowable } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

export default pduRule({
  id: 'wdsc/operation-packet-size',
  title: 'The Operation Header’s Packet-Size counts itself and the variables',
  level: 'MUST',
  spec: wds('2.2.1.2'),
  why: 'It is the number of bytes that the RPC array holds, less the 40 of the Endpoint Header.',
  watches: PACKETS,
  hidden: sealed,
  messages: { wrong: 'Packet-Size is {is}; header and variables have {must} bytes' },
  check(it, report, undecided) {
    const { size } = packetOf(it) ?? undecided();
    const must = size - fields.endpoint.size;
    const is = it.uint(fields.operation.fields.packet_size);
    if (is !== must) report('wrong', fields.operation.fields.packet_size, { is, must });
  },
  bad: [
    bad('a request that counts the Endpoint Header, too', requested({ operationSize: 152 }), 'wrong'),
    bad('a reply that counts the variables only', replied({ operationSize: 336 }), 'wrong'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
