import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { add, bad, del, good, list, unknowable } from './rpc-bytes.ts';

const FULL = NERR.tooManyNames;

export default subjectRule({
  id: 'msgsvc/full-table',
  title: 'NERR_TooManyNames is the answer of a full table',
  level: 'MUST',
  spec: msrp('3.1.4.6'),
  why:
    'How many names a table holds is the server’s own. But one that was full takes no other name before one is deleted, ' +
    'and a name that is held is looked for first: its answer is NERR_AlreadyExists.',
  watches: nameCall,
  needs: ['no gaps'],
  hidden: sealed,
  messages: {
    added: '“{name}” is added, though there was no room for a name since frame {since}',
    held: '“{name}” is held since frame {since}, and the answer is NERR_TooManyNames',
  },
  applies: ({ method, answer }) => method === 'add' && (answer.status === NERR.success || answer.status === FULL),
  check({ asked, answer, table }, report, undecided) {
    const name = asked.name ?? undecided();
    if (answer.status === NERR.success) {
      if (table.full !== undefined && table.held !== true)
        report('added', answer.at('return'), { name, since: table.full });
    } else if (table.held === undefined) undecided();
    else if (table.held) report('held', answer.at('return'), { name, since: table.evidence ?? 0 });
  },
  bad: [
    bad('the next name is added', [add({}, FULL), add({ name: 'BOB' })], 'added'),
    bad('no room for a name that is there', [add(), add({}, FULL)], 'held'),
  ],
  good: [
    good('a name is deleted first', list({ names: ['CAROL'] }), add({}, FULL), del({ name: 'CAROL' }), add()),
    good('a name that nothing says no to', add()),
  ],
  undecided: [...unknowable, good('nobody knows whether the name is there', add({}, FULL))],
});
