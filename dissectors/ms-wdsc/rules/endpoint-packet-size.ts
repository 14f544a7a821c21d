import { pduRule } from '#sdk';
import { packetOf } from '../keys.ts';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, requested, unknowable } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

export default pduRule({
  id: 'wdsc/endpoint-packet-size',
  title: 'The Endpoint Header’s Packet-Size counts the whole packet',
  level: 'MUST',
  spec: wds('2.2.1.1'),
  why:
    'It is the sum of both headers and the Variables Section, which is the number of bytes that the RPC array holds. ' +
    'Clients in the field leave out the header’s own 40 bytes.',
  watches: PACKETS,
  hidden: sealed,
  messages: {
    wrong: 'Packet-Size is {is}, and the packet has {must} bytes',
    withoutHeader: 'Packet-Size is {is}: it leaves out this header’s 40 bytes, and the packet has {must}',
  },
  windows: {
    messages: ['withoutHeader'],
    source: 'deployed clients put the Operation Header’s Packet-Size here',
  },
  check(it, report, undecided) {
    const { size: must } = packetOf(it) ?? undecided();
    const field = fields.endpoint.fields.packet_size;
    const is = it.uint(field);
    if (is === must) return;
    report(is === must - fields.endpoint.size ? 'withoutHeader' : 'wrong', field, { is, must });
  },
  bad: [
    bad('a request without the header’s own bytes', requested({ endpointSize: 112 }), 'withoutHeader'),
    bad('a request that counts too much', requested({ endpointSize: 153 }), 'wrong'),
    bad('a reply that counts nothing', replied({ endpointSize: 0 }), 'wrong'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
