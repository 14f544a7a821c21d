import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { wds } from '../spec.ts';
import { answers, asks, bad, exchange, good, unknowable } from './bytes.ts';
import { isWds } from './call.ts';
import { sealed } from './watched.ts';

export default subjectRule({
  id: 'wdsc/reply-packet-size',
  title: 'puReplyPacketSize is the size of the reply packet',
  level: 'MUST',
  spec: wds('3.1.4.1'),
  why: 'The packet’s array tells its own size; where there is none, because the call failed, the size is zero.',
  watches: rpcStub,
  hidden: sealed,
  messages: {
    other: 'puReplyPacketSize is {is}, and the packet has {must} bytes',
    none: 'puReplyPacketSize is {is}, and there is no packet',
  },
  applies: (it) => !it.request && isWds(it.call),
  check(it, report, undecided) {
    const at = () => argumentAnchor(it, 'puReplyPacketSize');
    let seen = false;
    for (const { kind, data } of it.stub.observations) {
      if (kind === 'size-disagrees') report('other', at(), { is: data.expected, must: data.found });
      else if (kind === 'null-with-size') report('none', at(), { is: data.expected });
      else continue;
      seen = true;
    }
    if (!seen && !it.whole) undecided();
  },
  bad: [
    bad('four too few', exchange(asks(), answers(), { puReplyPacketSize: 388 }), 'other'),
    bad('a size without a packet', exchange(asks(), null, { puReplyPacketSize: 56, status: 5 }), 'none'),
  ],
  good: [good('a call', exchange()), good('a failure without a packet', exchange(asks(), null, { status: 5 }))],
  undecided: unknowable,
});
