import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { bad, good, list, unknowable } from './rpc-bytes.ts';

const part = { names: ['ALICE', 'BOB'], prefMaxLen: 64 };

export default subjectRule({
  id: 'msgsvc/resume-handle-advances',
  title: 'An enumeration that is not over says where it goes on',
  level: 'MUST',
  spec: msrp('3.1.4.8'),
  why:
    'ResumeHandle is the ordinal of the last copied name plus one: what the client gave, counted from 0, plus the names ' +
    'in the buffer. Where the client gave a null there is no place for it.',
  watches: nameCall,
  hidden: sealed,
  messages: { stands: 'ResumeHandle is {is} after {names} names from {from} on, and must be {must}' },
  applies: ({ method, answer }) => method === 'enum' && answer.status === NERR.bufTooSmall,
  check({ asked, answer }, report, undecided) {
    const names = answer.entriesRead;
    if (typeof asked.resume !== 'number' || answer.resume === undefined || names === undefined) return undecided();
    const must = asked.resume + names;
    if (answer.resume !== must)
      report('stands', answer.at('ResumeHandle'), { is: answer.resume, names, from: asked.resume, must });
  },
  bad: [
    bad('it stands still', [list({ ...part, resumeAfter: 0 }, 0x84b)], 'stands'),
    bad('it leaves one out', [list({ ...part, resumeAfter: 3 }, 0x84b)], 'stands'),
  ],
  good: [good('two names', list({ ...part, resumeAfter: 2 }, 0x84b))],
  undecided: [...unknowable, good('a null handle', list({ ...part, resume: null }, 0x84b))],
});
