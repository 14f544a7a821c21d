import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { add, bad, del, good, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/delete-agrees',
  title: 'NetrMessageNameDel answers as its name table stands',
  level: 'MUST',
  spec: msrp('3.1.4.12'),
  why: 'A name that is on no LANA is answered with NERR_NotLocalName; one that is held is deleted, or the failure says why not.',
  watches: nameCall,
  needs: ['no gaps'],
  hidden: sealed,
  messages: {
    absentDeleted: '“{name}” is deleted, and was not held since frame {since}',
    heldNotLocal: '“{name}” is said not to be local, and was held since frame {since}',
  },
  applies: ({ method }) => method === 'del',
  check({ asked, answer, table }, report, undecided) {
    const { status } = answer;
    if (status !== NERR.success && status !== NERR.notLocalName) return;
    if (table.held === undefined) return undecided();
    const data = { name: asked.name ?? '', since: table.evidence ?? 0 };
    if (status === NERR.success && !table.held) report('absentDeleted', answer.at('return'), data);
    if (status === NERR.notLocalName && table.held) report('heldNotLocal', answer.at('return'), data);
  },
  bad: [
    bad('a name is deleted twice', [del(), del()], 'absentDeleted'),
    bad('a name that was just added', [add(), del({}, 0x8ed)], 'heldNotLocal'),
  ],
  good: [
    good('a name that was added', add(), del()),
    good('not local, then added', list({ names: [] }), del({}, 0x8ed), add(), del()),
    good('a name that an enumeration does not list', list({ names: [] }), del({}, 0x8ed)),
  ],
  undecided: [...unknowable, good('a name of which nothing is known', del())],
});
