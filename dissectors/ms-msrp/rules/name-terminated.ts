import { client, pduRule } from '#sdk';
import { msrp } from '../spec.ts';
import { cutOff, LONG, multi, REFUSED, sendRequest, single, start, string } from './bytes.ts';
import { isTerminated, NAMES } from './names.ts';
import { bySection, NAMED } from './watched.ts';

export default pduRule({
  id: 'messenger/name-terminated',
  title: 'A null ends each name',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why:
    'Names have no length of their own: without its null a name runs into what follows. On the wire this shows in the ' +
    'name that runs to the end of the message.',
  watches: bySection(...NAMED),
  messages: { open: '{field} runs to the end of the message: it has no null' },
  check(it, report) {
    for (const name of NAMES) if (!isTerminated(it, name)) report('open', name, { field: name.label });
  },
  bad: [
    {
      shows: 'a recipient without its null',
      turns: start({ bytes: `${string('A')} 04 42` }, REFUSED),
      finds: ['open'],
    },
  ],
  good: [
    { shows: 'a single block', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [
    cutOff(client(sendRequest())),
    { shows: 'a message without names', turns: start({ bytes: '' }, REFUSED) },
  ],
});
