import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { answers, asks, bad, exchange, good, unknowable } from './bytes.ts';
import { isWds, packetsOf, rpcCall } from './call.ts';

const OTHER = '1044dfb7-a36b-40c3-92bb-ac4152187cb3';

export default subjectRule({
  id: 'wdsc/reply-endpoint',
  title: 'A reply names the endpoint of its request',
  level: 'MUST',
  spec: wds('3.2.4'),
  why: 'Compared within one call. A client must take another endpoint’s reply for none.',
  watches: rpcCall,
  messages: { other: 'the reply is of endpoint {is}, the request was to {must}' },
  applies: isWds,
  check(call, report, undecided) {
    const { request, reply } = packetsOf(call, undecided);
    if (request?.endpoint === undefined) return undecided();
    if (reply?.endpoint === undefined) return call.state === 'answered' && call.status !== 0 ? undefined : undecided();
    if (reply.endpoint !== request.endpoint)
      report('other', reply.endpointAnchor ?? call.requestAnchor, { is: reply.endpoint, must: request.endpoint });
  },
  bad: [bad('a reply of the metadata endpoint', exchange(asks(), answers({ endpoint: OTHER })), 'other')],
  good: [good('a call', exchange()), good('a failure without a packet', exchange(asks(), null, { status: 5 }))],
  undecided: unknowable,
});
