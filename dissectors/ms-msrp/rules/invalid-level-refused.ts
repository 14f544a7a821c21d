import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { bad, good, info, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/invalid-level-refused',
  title: 'A level that does not exist is refused',
  level: 'MUST',
  spec: msrp('3.1.4.10'),
  why:
    'With ERROR_INVALID_LEVEL (3.1.4.8 says the same of enumerations), or with a fault, because the union has no arm for it. Another failure may ' +
    'come of a check before this one; success cannot be right.',
  watches: nameCall,
  hidden: sealed,
  messages: { done: 'level {level} was asked for, and the answer is success' },
  applies: ({ method }) => method === 'enum' || method === 'info',
  check({ asked, answer }, report, undecided) {
    const level = asked.level ?? undecided();
    if (level <= 1) return;
    if (answer.status === NERR.success) report('done', answer.at('return'), { level });
    else if (answer.status !== NERR.invalidLevel) undecided();
  },
  bad: [bad('success with a name', [info({ level: 2, tag: 0 })], 'done')],
  good: [good('level 0', list()), good('level 1', info({ level: 1 }))],
  undecided: unknowable,
});
