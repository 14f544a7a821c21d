import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { wds } from '../spec.ts';
import { asks, bad, bound, call, exchange, good, result, unknowable } from './bytes.ts';
import { isWds } from './call.ts';
import { sealed } from './watched.ts';

export default subjectRule({
  id: 'wdsc/request-packet-size',
  title: 'uRequestPacketSize is the size of the request packet',
  level: 'MUST',
  spec: wds('3.1.4.1'),
  why: 'The packet’s array tells its own size (C706 14.3.3.2); a server that trusts the argument reads too much or too little.',
  watches: rpcStub,
  hidden: sealed,
  messages: { other: 'uRequestPacketSize is {is}, and the packet has {must} bytes' },
  applies: (it) => it.request && isWds(it.call),
  check(it, report, undecided) {
    const wrong = it.stub.observations.find(({ kind }) => kind === 'size-disagrees');
    if (wrong?.kind === 'size-disagrees')
      report('other', argumentAnchor(it, 'uRequestPacketSize'), { is: wrong.data.expected, must: wrong.data.found });
    else if (!it.whole) undecided();
  },
  bad: [
    bad('one too many', [...bound(), call(asks(), { uRequestPacketSize: 153 }), result(null, { status: 87 })], 'other'),
    bad('none', [...bound(), call(asks(), { uRequestPacketSize: 0 }), result(null, { status: 87 })], 'other'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
