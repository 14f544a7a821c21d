import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { bad, EVERYTHING, good, list, unknowable } from './rpc-bytes.ts';

const MOST = 11_776;

export default subjectRule({
  id: 'msgsvc/pref-max-len',
  title: 'PrefMaxLen over 11,776 is refused at level 0',
  level: 'MUST',
  spec: msrp('3.1.4.8'),
  why: 'With ERROR_INVALID_PARAMETER; 0xFFFFFFFF means as much as it takes and is right. Another failure may come of a check before this one.',
  watches: nameCall,
  hidden: sealed,
  messages: { accepted: 'PrefMaxLen is {is} at level 0, and the answer is success' },
  windows: { source: 'MS-MSRP Appendix B <15>: Windows 2000 Server returns ERROR_SUCCESS' },
  applies: ({ method }) => method === 'enum',
  check({ asked, answer }, report, undecided) {
    const is = asked.prefMaxLen ?? undecided();
    if (asked.level !== 0 || is <= MOST || is === EVERYTHING) return;
    if (answer.status === NERR.success || answer.status === NERR.bufTooSmall)
      report('accepted', answer.at('return'), { is });
  },
  bad: [bad('one too many', [list({ prefMaxLen: MOST + 1 })], 'accepted')],
  good: [
    good('as much as it takes', list()),
    good('the most', list({ prefMaxLen: MOST })),
    good('more than that, refused', list({ prefMaxLen: MOST + 2, names: [] }, 0x57)),
    good('level 1', list({ level: 1, prefMaxLen: 65536 })),
  ],
  undecided: unknowable,
});
