import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { keyOf, nameCall, sealed } from './name-calls.ts';
import { bad, good, info, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/info-name',
  title: 'NetrMessageNameGetInfo returns the name that was asked for',
  level: 'MUST',
  spec: msrp('3.1.4.10'),
  why: 'As it was passed (2.2.2.1); case, padding and what lies beyond fifteen characters make no other name.',
  watches: nameCall,
  hidden: sealed,
  messages: { other: '“{must}” was asked for, and “{is}” is returned' },
  applies: ({ method, answer }) => method === 'info' && answer.status === 0,
  check({ asked, answer }, report, undecided) {
    const must = asked.name ?? undecided();
    const is = answer.info ?? undecided();
    if (keyOf(is) !== keyOf(must))
      report('other', answer.at(`${answer.base}.msgi${asked.level ?? 0}_name`), { is, must });
  },
  bad: [bad('another name', [info({ found: 'BOB' })], 'other')],
  good: [good('the same', info()), good('in other case', info({ name: 'alice', found: 'ALICE' }))],
  undecided: unknowable,
});
