import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, FULL, LONG, multi, textRequest } from './bytes.ts';
import { over } from './message.ts';
import { watched } from './watched.ts';

const LONGEST = 652;

export default pduRule({
  id: 'messenger/text-length',
  title: 'A text has at most 652 bytes',
  level: 'MUST',
  spec: msrp('3.2.4.4'),
  why:
    'Receivers need not keep more. Counted are the blocks’ bytes up to their nulls, line ends converted; the block that ' +
    'goes over the limit is accused.',
  watches: watched(pdu.textRequest),
  needs: ['no gaps'],
  messages: { long: 'with this block the text has {bytes} bytes; {most} are the most' },
  check(it, report, undecided) {
    const bytes = over(LONGEST, it, undecided);
    if (bytes !== undefined) report('long', pdu.text, { bytes, most: LONGEST });
  },
  bad: [
    { shows: '653 bytes', turns: multi(...Array<string>(5).fill(FULL), `${'x'.repeat(13)}\0`), finds: ['long'] },
    { shows: 'three blocks too many: one finding', turns: multi(...Array<string>(8).fill(FULL)), finds: ['long'] },
  ],
  good: [
    { shows: '652 bytes', turns: multi(...Array<string>(5).fill(FULL), `${'x'.repeat(12)}\0`) },
    { shows: 'two blocks', turns: multi(...LONG) },
  ],
  undecided: [
    { shows: 'a block that was not captured', turns: multi(...Array<string>(8).fill(FULL)), missed: [4] },
    cutOff(client(textRequest({ data: FULL }))),
  ],
});
