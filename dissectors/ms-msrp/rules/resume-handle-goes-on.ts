import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { nameCall, sealed } from './name-calls.ts';
import { bad, good, list, unknowable } from './rpc-bytes.ts';

const first = list({ names: ['ALICE', 'BOB'], prefMaxLen: 64, resumeAfter: 2 }, 0x84b);

export default subjectRule({
  id: 'msgsvc/resume-handle-goes-on',
  title: 'A client begins an enumeration at zero and goes on where the server said',
  level: 'MUST',
  spec: msrp('3.1.4.7'),
  why:
    'Zero, or no handle, begins anew at any time. Any other handle is the one that the answer before gave, on this ' +
    'connection; of a connection whose beginning is not in the capture that is not known.',
  watches: nameCall,
  needs: ['from the start', 'no gaps'],
  hidden: sealed,
  messages: {
    other: 'ResumeHandle is {is}, and the answer before gave {must}',
    invented: 'ResumeHandle is {is}, and no answer gave one',
  },
  applies: ({ method }) => method === 'enum',
  check({ asked }, report, undecided) {
    const { resume: is, lastResume: must } = asked;
    if (!is || is === must) return;
    if (must === undefined) undecided();
    else if (must === null) report('invented', asked.anchors.resume, { is });
    else report('other', asked.anchors.resume, { is, must });
  },
  bad: [
    bad('a handle from nowhere', [list({ resume: 5, names: [] })], 'invented'),
    bad('another than was given', [first, list({ resume: 1, names: ['BOB'] })], 'other'),
  ],
  good: [
    good('from the beginning', list()),
    good('in two calls', first, list({ resume: 2, names: ['CAROL'] })),
    good('without a handle', list({ resume: null })),
  ],
  undecided: unknowable,
});
