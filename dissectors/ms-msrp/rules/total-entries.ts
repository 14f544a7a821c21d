import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { holdsNames, nameCall, sealed } from './name-calls.ts';
import { bad, good, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/total-entries',
  title: 'TotalEntries is the number of names in the buffer',
  level: 'MUST',
  spec: msrp('3.1.4.8'),
  why: 'Of this answer’s buffer. Other Net functions return how many there would be in all, from this one on.',
  watches: nameCall,
  hidden: sealed,
  messages: {
    more: 'TotalEntries is {is}, and the buffer holds {must}: it counts what is still to come',
    fewer: 'TotalEntries is {is}, and the buffer holds {must}',
  },
  windows: {
    messages: ['more'],
    source: 'other Net functions of Windows count all entries that are left (MS-WKST, MS-SRVS)',
  },
  applies: ({ method, answer }) => method === 'enum' && holdsNames(answer.status),
  check({ answer }, report, undecided) {
    const must = answer.names?.length ?? answer.entriesRead;
    const is = answer.total;
    if (is === undefined || must === undefined) return undecided();
    if (is !== must) report(is > must ? 'more' : 'fewer', answer.at('TotalEntries'), { is, must });
  },
  bad: [
    bad('all that there are', [list({ names: ['ALICE'], total: 2, prefMaxLen: 64, resumeAfter: 1 }, 0x84b)], 'more'),
    bad('none of two', [list({ total: 0 })], 'fewer'),
  ],
  good: [good('two', list()), good('none', list({ names: [] }))],
  undecided: unknowable,
});
