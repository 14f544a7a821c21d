import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { holdsNames, nameCall, sealed } from './name-calls.ts';
import { bad, EVERYTHING, good, list, unknowable } from './rpc-bytes.ts';

const UTF16 = 2;
const part = { names: ['ALICE', 'BOB'], resumeAfter: 2 };
const MORE = 0x84b;

export default subjectRule({
  id: 'msgsvc/buffer-within-limit',
  title: 'Names take no more bytes than PrefMaxLen allows',
  level: 'MUST',
  spec: msrp('3.1.4.2'),
  why:
    'PrefMaxLen is how many bytes the server allocates. What its structures take in its memory is not sent, but their names ' +
    'are: characters and nulls alone are counted, which is the least it can have been. 0xFFFFFFFF sets no limit.',
  watches: nameCall,
  hidden: sealed,
  messages: { more: 'PrefMaxLen is {limit}, and the names alone take {bytes} bytes' },
  applies: ({ method, asked, answer }) =>
    method === 'enum' && asked.prefMaxLen !== EVERYTHING && holdsNames(answer.status),
  check({ asked, answer }, report, undecided) {
    const limit = asked.prefMaxLen ?? undecided();
    const names = answer.names ?? undecided();
    const bytes = names.reduce((sum, name) => sum + UTF16 * (name.length + 1), 0);
    if (bytes > limit) report('more', answer.at(`${answer.base}.Buffer`), { limit, bytes });
  },
  bad: [bad('20 bytes in 19', [list({ ...part, prefMaxLen: 19 }, MORE)], 'more')],
  good: [good('20 bytes in 20', list({ ...part, prefMaxLen: 20 }, MORE))],
  undecided: unknowable,
});
