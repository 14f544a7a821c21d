import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { msrp } from '../spec.ts';
import { isMsgsvc, sealed } from './name-calls.ts';
import { bad, good, info, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/level-valid',
  title: 'A client asks for level 0 or 1',
  level: 'MUST',
  spec: msrp('3.1.4.7'),
  why: 'There is no other structure (2.2.2.5, 2.2.2.6, 3.1.4.9).',
  watches: rpcStub,
  hidden: sealed,
  messages: { unknown: 'Level is {is}' },
  applies: ({ call, request }) => isMsgsvc(call) && request && (call.opnum === 1 || call.opnum === 2),
  check(it, report, undecided) {
    const args = it.stub.arguments({ values: 16 });
    const struct = args['InfoStruct'] as { readonly Level?: unknown } | null | undefined;
    const is = it.call.opnum === 1 ? struct?.Level : args['Level'];
    if (typeof is !== 'number') return undecided();
    if (is > 1) report('unknown', argumentAnchor(it, it.call.opnum === 1 ? 'InfoStruct.Level' : 'Level'), { is });
  },
  bad: [
    bad('level 2 of one name', [info({ level: 2 }, 0x7c)], 'unknown'),
    bad('level 3 of all', [list({ level: 3 }, { fault: 0x6f7 })], 'unknown'),
  ],
  good: [good('level 0', list()), good('level 1', info({ level: 1 }))],
  undecided: unknowable,
});
