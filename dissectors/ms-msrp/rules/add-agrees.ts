import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { add, bad, del, good, info, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/add-agrees',
  title: 'NetrMessageNameAdd answers as its name table stands',
  level: 'MUST',
  spec: msrp('3.1.4.6'),
  why:
    'A name that is held on any LANA is answered with NERR_AlreadyExists, one that is not is added. What the table holds ' +
    'is known from the answers before, on all connections to the server and whatever ServerName says, which it ignores; of ' +
    'other names nothing is.',
  watches: nameCall,
  needs: ['no gaps'],
  hidden: sealed,
  messages: {
    heldAdded: '“{name}” is added, and was held since frame {since}',
    newRefused: '“{name}” is said to exist, and was not held since frame {since}',
  },
  applies: ({ method }) => method === 'add',
  check({ asked, answer, table }, report, undecided) {
    const { status } = answer;
    if (status !== NERR.success && status !== NERR.alreadyExists) return;
    if (table.held === undefined) return undecided();
    const data = { name: asked.name ?? '', since: table.evidence ?? 0 };
    if (status === NERR.success && table.held) report('heldAdded', answer.at('return'), data);
    if (status === NERR.alreadyExists && !table.held) report('newRefused', answer.at('return'), data);
  },
  bad: [
    bad('a name is added twice', [add(), add({ name: 'alice' })], 'heldAdded'),
    bad(
      'another ServerName, and the same server',
      [add({ server: '\\\\WORKSTATION' }), add({ server: '\\\\BUREAU' })],
      'heldAdded',
    ),
    bad('a name is added that GetInfo found', [info(), add()], 'heldAdded'),
    bad('a deleted name is said to exist', [del(), add({}, 0x8e4)], 'newRefused'),
  ],
  good: [
    good('a new name after an enumeration', list({ names: ['BOB'] }), add()),
    good('a name that exists', list(), add({}, 0x8e4)),
    good('a name that exists, whatever ServerName says', list(), add({ server: '\\\\BUREAU' }, 0x8e4)),
    good('a name that was deleted', del(), add()),
    good('added, deleted and added again', list({ names: [] }), add(), del(), add()),
  ],
  undecided: [...unknowable, good('a name of which nothing is known', add())],
});
