import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { add, bad, del, good, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/enum-agrees',
  title: 'NetrMessageNameEnum lists the names that are held',
  level: 'MUST',
  spec: msrp('3.1.4.8'),
  why:
    'All of them, where it begins with the first and ends with success; and none that was deleted. Names that nothing is ' +
    'known of are right.',
  watches: nameCall,
  needs: ['no gaps'],
  hidden: sealed,
  messages: {
    missing: '“{name}” is held, and is not listed',
    gone: '“{name}” is listed, and was deleted',
  },
  applies: ({ method, answer }) =>
    method === 'enum' && (answer.status === NERR.success || answer.status === NERR.bufTooSmall),
  check({ asked, answer, table }, report, undecided) {
    if (!answer.names && answer.entriesRead !== 0) return undecided();
    const whole = answer.status === NERR.success && (asked.resume === 0 || asked.resume === null);
    for (const name of whole ? table.missing : []) report('missing', answer.at(`${answer.base}.EntriesRead`), { name });
    for (const name of table.gone) report('gone', answer.at(`${answer.base}.Buffer`), { name });
  },
  bad: [
    bad('a name that was added is not listed', [add({ name: 'BOB' }), list()], 'missing'),
    bad('a name that was deleted is listed', [del(), list()], 'gone'),
  ],
  good: [
    good('a name that was added', add({ name: 'bob' }), list({ names: ['WORKSTATION', 'BOB'] })),
    good(
      'a part of the names',
      add({ name: 'BOB' }),
      list({ names: ['ALICE'], prefMaxLen: 64, resumeAfter: 1 }, 0x84b),
    ),
    good('added and deleted', add(), del(), list({ names: ['WORKSTATION'] })),
    good('a name that nothing was known of', add(), list()),
  ],
  undecided: unknowable,
});
