import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { holdsNames, nameCall, sealed } from './name-calls.ts';
import { bad, good, list, unknowable } from './rpc-bytes.ts';

const MOST = 256;
const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `N${i}`);

export default subjectRule({
  id: 'msgsvc/table-limit',
  title: 'A table has 256 names at most, as Windows keeps it',
  level: 'MAY',
  spec: msrp('3.1.1'),
  why:
    'The document sets no limit; Windows has room for 256 names of each LANA (Appendix B <9>, <13>), and a name is on all ' +
    'of them. A longer list is another implementation’s.',
  watches: nameCall,
  hidden: sealed,
  messages: { more: '{count} names are listed; Windows keeps 256' },
  applies: ({ method, answer }) => method === 'enum' && holdsNames(answer.status),
  check({ answer }, report, undecided) {
    const count = answer.names?.length ?? undecided();
    if (count > MOST) report('more', answer.at(`${answer.base}.EntriesRead`), { count });
  },
  bad: [bad('257 names', [list({ names: many(MOST + 1) })], 'more')],
  good: [good('256 names', list({ names: many(MOST) })), good('two names', list())],
  undecided: unknowable,
});
