import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { bad, EVERYTHING, good, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/all-names-at-once',
  title: 'PrefMaxLen 0xFFFFFFFF gets all names in one buffer',
  level: 'MUST',
  spec: msrp('3.1.4.2'),
  why: 'The server allocates what it takes: it cannot say that its buffer was too small.',
  watches: nameCall,
  hidden: sealed,
  messages: { part: 'the buffer was too small, though PrefMaxLen set no limit' },
  applies: ({ method, asked }) => method === 'enum' && asked.prefMaxLen === EVERYTHING,
  check({ answer }, report) {
    if (answer.status === NERR.bufTooSmall || answer.status === NERR.moreData) report('part', answer.at('return'));
  },
  bad: [bad('a part of them', [list({ resumeAfter: 2 }, 0x84b)], 'part')],
  good: [good('all of them', list())],
  undecided: unknowable,
});
