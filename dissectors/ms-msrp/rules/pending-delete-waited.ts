import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { add, bad, del, good, unknowable } from './rpc-bytes.ts';

const STILL_THERE = NERR.incompleteDel;
const WAIT = 5;

export default subjectRule({
  id: 'msgsvc/pending-delete-waited',
  title: 'A name that is being deleted is waited for',
  level: 'MUST',
  severity: 'note',
  spec: msrp('3.1.4.6'),
  why:
    'For 5 seconds; then it is looked for again. That a deletion is pending the server has said by NERR_IncompleteDel: ' +
    'it was tried, and the name is still there. A note, because the document does not say that this is what pending means.',
  watches: nameCall,
  needs: ['no gaps'],
  hidden: sealed,
  messages: { hasty: '“{name}” is being deleted since frame {since}, and is said to exist after {seconds} s' },
  applies: ({ method }) => method === 'add',
  check({ call, asked, answer, table }, report) {
    if (answer.status !== NERR.alreadyExists || table.pending === undefined) return;
    const { responseSeconds, responseNanoseconds } = call;
    const seconds = responseSeconds - call.seconds + (responseNanoseconds - call.nanoseconds) / 1e9;
    if (seconds >= WAIT) return;
    const data = { name: asked.name ?? '', since: table.pending, seconds: seconds.toFixed(3) };
    report('hasty', answer.at('return'), data);
  },
  bad: [bad('the answer comes at once', [del({}, STILL_THERE), add({}, NERR.alreadyExists)], 'hasty')],
  good: [
    good('the answer comes after 5 seconds', del({}, STILL_THERE), { ...add({}, NERR.alreadyExists), wait: 5000 }),
    good('gone meanwhile', add(), del({}, STILL_THERE), del({}, NERR.notLocalName), add()),
  ],
  undecided: unknowable,
});
