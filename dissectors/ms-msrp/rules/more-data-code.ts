import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { bad, good, list, unknowable } from './rpc-bytes.ts';

const part = { names: ['ALICE'], prefMaxLen: 64, resumeAfter: 1 };

export default subjectRule({
  id: 'msgsvc/more-data-code',
  title: 'An enumeration that is not over returns NERR_BufTooSmall',
  level: 'MUST',
  spec: msrp('3.1.4.8'),
  why: 'ERROR_MORE_DATA (234) is what other Net functions return; a client of this one does not know it.',
  watches: nameCall,
  hidden: sealed,
  messages: { moreData: 'the answer is ERROR_MORE_DATA, and must be NERR_BufTooSmall (2123)' },
  windows: { source: 'other Net functions of Windows return ERROR_MORE_DATA (MS-SRVS, MS-WKST)' },
  applies: ({ method }) => method === 'enum',
  check({ answer }, report) {
    if (answer.status === NERR.moreData) report('moreData', answer.at('return'));
  },
  bad: [bad('the other functions’ code', [list(part, 234)], 'moreData')],
  good: [good('a part of the names', list(part, 0x84b)), good('all names', list())],
  undecided: unknowable,
});
