import { client, pduRule } from '#sdk';
import { msrp } from '../spec.ts';
import { block, cutOff, end, LONG, multi, sendRequest, single, start } from './bytes.ts';
import { firstForeign, foreign } from './characters.ts';
import { bytesOf, NAMES } from './names.ts';
import { bySection, NAMED } from './watched.ts';

export default pduRule({
  id: 'messenger/name-characters',
  title: 'Names are ASCII',
  level: 'MUST',
  severity: 'note',
  spec: msrp('2.2.3'),
  why:
    'The layouts ask for ASCII, and names are registered in the OEM character set (3.2.4.4 speaks of it for the text). ' +
    'A byte over 0x7F is another letter in each code page: reported as a note, because both sentences are there.',
  watches: bySection(...NAMED),
  messages: { foreign: '{field} has {bytes}: ASCII in 2.2.3, the sender’s OEM code page by 3.2.4.4' },
  check(it, report) {
    for (const name of NAMES) {
      const bytes = bytesOf(it, name);
      const at = firstForeign(bytes);
      if (at >= 0) report('foreign', it.anchor(name, at, 1), { field: name.label, bytes: foreign(bytes) });
    }
  },
  bad: [
    { shows: 'Ä of code page 850 in the sender’s name', turns: single({ from: 'B\x8eR' }), finds: ['foreign'] },
    {
      shows: 'both names, in START',
      turns: [...start({ from: 'J\x99RG', to: 'J\x9aRGEN' }), ...LONG.flatMap((data) => block({ data })), ...end()],
      finds: ['foreign', 'foreign'],
    },
  ],
  good: [
    { shows: 'letters', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest({ from: 'B\x8eR' })))],
});
