import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { wds } from '../spec.ts';
import { asks, bad, exchange, good, unknowable } from './bytes.ts';
import { isWds } from './call.ts';
import { sealed } from './watched.ts';

export default subjectRule({
  id: 'wdsc/reply-packet',
  title: 'A call that succeeds brings a reply packet',
  level: 'MUST',
  spec: wds('3.1.4.1'),
  why: 'The server sets the packet of the service provider as output. A null is right beside a failure only.',
  watches: rpcStub,
  hidden: sealed,
  messages: { none: 'the method returns success, and pbReplyPacket is null' },
  applies: (it) => !it.request && isWds(it.call),
  check(it, report, undecided) {
    if (!it.whole || it.stub.returned === undefined) return undecided();
    if (it.stub.returned === 0 && it.stub.arguments({ values: 4 })['pbReplyPacket'] === null)
      report('none', argumentAnchor(it, 'pbReplyPacket'));
  },
  bad: [bad('success without a packet', exchange(asks(), null), 'none')],
  good: [good('a call', exchange()), good('a failure without a packet', exchange(asks(), null, { status: 5 }))],
  undecided: unknowable,
});
