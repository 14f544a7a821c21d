import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, FULL, LONG, multi, sendRequest, single } from './bytes.ts';
import { firstForeign, foreign } from './characters.ts';
import { textOf } from './text.ts';
import { bySection, WORDED } from './watched.ts';

export default pduRule({
  id: 'messenger/text-characters',
  title: 'Text is ASCII',
  level: 'MUST',
  severity: 'note',
  spec: msrp('2.2.3'),
  why:
    'The layouts ask for ASCII, the sending rules (3.2.4.4) for the OEM character set. Both hold as long as no byte is ' +
    'over 0x7F; such a byte is another letter in each code page, and is reported as a note that names both sentences.',
  watches: bySection(...WORDED),
  messages: { foreign: 'the text has {bytes}: ASCII in 2.2.3, the sender’s OEM code page by 3.2.4.4' },
  check(it, report) {
    const text = textOf(it);
    const at = firstForeign(text);
    if (at >= 0) report('foreign', it.anchor(pdu.text, at, 1), { bytes: foreign(text) });
  },
  bad: [
    { shows: 'ü of code page 850', turns: single({ data: 'Druck ausgef\x81hrt\0' }), finds: ['foreign'] },
    { shows: 'ö and ß in the second block', turns: multi(FULL, 'Gr\x94\xe1e\0'), finds: ['foreign'] },
  ],
  good: [
    { shows: 'a single block', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest({ data: 'Druck ausgef\x81hrt\0' })))],
});
