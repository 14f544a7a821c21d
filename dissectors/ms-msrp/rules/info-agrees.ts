import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { add, bad, del, good, info, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/info-agrees',
  title: 'NetrMessageNameGetInfo answers as its name table stands',
  level: 'MUST',
  spec: msrp('3.1.4.10'),
  why: 'A name that is on no LANA is answered with NERR_NotLocalName; of one that is held its information is returned.',
  watches: nameCall,
  needs: ['no gaps'],
  hidden: sealed,
  messages: {
    absentFound: '“{name}” is found, and was not held since frame {since}',
    heldNotLocal: '“{name}” is said not to be local, and was held since frame {since}',
  },
  applies: ({ method }) => method === 'info',
  check({ asked, answer, table }, report, undecided) {
    const { status } = answer;
    if (status !== NERR.success && status !== NERR.notLocalName) return;
    if (table.held === undefined) return undecided();
    const data = { name: asked.name ?? '', since: table.evidence ?? 0 };
    if (status === NERR.success && !table.held) report('absentFound', answer.at('return'), data);
    if (status === NERR.notLocalName && table.held) report('heldNotLocal', answer.at('return'), data);
  },
  bad: [
    bad('a name that was deleted', [del(), info()], 'absentFound'),
    bad('a name that was just added', [add(), info({}, 0x8ed)], 'heldNotLocal'),
  ],
  good: [
    good('a name that was added', add(), info()),
    good('added and deleted', add(), del(), info({}, 0x8ed)),
    good('longer than fifteen characters', add({ name: 'ALICEANDHERFRIENDS' }), info({ name: 'aliceandherfrie' })),
    good('a name that an enumeration does not list', list({ names: [] }), info({}, 0x8ed)),
  ],
  undecided: [...unknowable, good('a name of which nothing is known', info())],
});
