import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { bad, good, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/resume-handle-beyond',
  title: 'Beyond the last name there is nothing, and that is a success',
  level: 'MUST',
  spec: msrp('3.1.4.8'),
  why: 'How many names there are is known once a whole enumeration was seen.',
  watches: nameCall,
  needs: ['no gaps'],
  hidden: sealed,
  messages: { failed: 'ResumeHandle is {handle} of {count} names, and the answer is {status}' },
  applies: ({ method, asked }) => method === 'enum' && typeof asked.resume === 'number' && asked.resume > 0,
  check({ asked, answer, table }, report, undecided) {
    const { status } = answer;
    if (table.count === undefined) return undecided();
    if (asked.resume! > table.count && status !== NERR.success)
      report('failed', answer.at('return'), { handle: asked.resume!, count: table.count, status });
  },
  bad: [
    bad(
      'an error for the end',
      [
        list({ names: ['ALICE'] }),
        list({ names: ['ALICE'], prefMaxLen: 64, resumeAfter: 1 }, 0x84b),
        list({ resume: 9, names: [] }, 0x57),
      ],
      'failed',
    ),
  ],
  good: [
    good(
      'an empty list',
      list({ names: ['ALICE'] }),
      list({ names: ['ALICE'], prefMaxLen: 64, resumeAfter: 1 }, 0x84b),
      list({ resume: 1, names: [] }),
    ),
  ],
  undecided: unknowable,
});
