import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { add, bad, del, good, info, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/invalid-name-refused',
  title: 'A name that is no NetBIOS name is refused',
  level: 'MUST',
  spec: msrp('3.1.4.6'),
  why:
    'With ERROR_INVALID_NAME (3.1.4.10 and 3.1.4.12 say the same). No name is empty or begins with an asterisk (RFC 1001 ' +
    '5.2). Another failure may come of a check before this one; success cannot be right.',
  watches: nameCall,
  hidden: sealed,
  messages: { accepted: '“{name}” is no name, and the answer is success' },
  applies: ({ method }) => method !== 'enum',
  check({ asked, answer }, report, undecided) {
    const name = asked.name ?? undecided();
    if ((name.trim() === '' || name.startsWith('*')) && answer.status === NERR.success)
      report('accepted', answer.at('return'), { name });
  },
  bad: [
    bad('an empty name is added', [add({ name: '' })], 'accepted'),
    bad('an asterisk is deleted', [del({ name: '*ALL' })], 'accepted'),
  ],
  good: [good('a name', add()), good('an empty name is refused', info({ name: '' }, 0x7b))],
  undecided: unknowable,
});
