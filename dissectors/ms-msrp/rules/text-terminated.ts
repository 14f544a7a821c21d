import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, FULL, LONG, multi, REFUSED, sendRequest, single } from './bytes.ts';
import { BLOCK, isTerminated, room } from './text.ts';
import { bySection, WORDED } from './watched.ts';

export default pduRule({
  id: 'messenger/text-terminated',
  title: 'Data ends with the null that ends the text',
  level: 'MUST',
  severity: 'note',
  spec: msrp('2.2.3'),
  why:
    'Data is called a null-terminated string although it has a length. A block of 128 bytes has no room for a null, and ' +
    'receivers go by the length: hence a note. What follows a null is never shown, and may be memory that was not meant ' +
    'to be sent.',
  watches: bySection(...WORDED),
  messages: {
    missing: 'no null ends the text',
    early: 'the text ends at a null, and {bytes} more bytes of Data follow it',
  },
  check(it, report, undecided) {
    const size = it.uint(pdu.dataLength);
    // With a wrong length nobody knows where Data ends.
    if (size !== room(it)) return undecided();
    if (it.has(pdu.afterNull)) report('early', pdu.afterNull, { bytes: it.bytes(pdu.afterNull).length });
    else if (!isTerminated(it) && size !== BLOCK)
      report('missing', size > 0 ? it.anchor(pdu.text, size - 1) : pdu.dataLength);
  },
  bad: [
    { shows: 'no null, as smbclient sends it', turns: single({ data: 'Hi' }), finds: ['missing'] },
    { shows: 'no null in the last block', turns: multi(FULL, 'and so on'), finds: ['missing'] },
    { shows: 'no bytes at all', turns: single({ data: '' }), finds: ['missing'] },
    { shows: 'left-over bytes', turns: single({ data: 'Hi\0there\0' }), finds: ['early'] },
  ],
  good: [
    { shows: 'a null at the end', turns: single() },
    { shows: 'a full block, then one with a null', turns: multi(...LONG) },
  ],
  undecided: [
    cutOff(client(sendRequest({ data: 'Hi there' }))),
    { shows: 'a length that is too short', turns: single({ data: 'Hello\0', dataLength: 3 }, REFUSED) },
  ],
});
