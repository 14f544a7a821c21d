import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, REFUSED, sendRequest, single, start, string } from './bytes.ts';
import { LONGEST, lengthOf } from './names.ts';
import { bySection, NAMED } from './watched.ts';

export default pduRule({
  id: 'messenger/destination-name-length',
  title: 'The recipient’s name has at most 15 bytes',
  level: 'MUST NOT',
  spec: msrp('2.2.3'),
  why: 'The recipient is found by this name, and a NetBIOS name has 15 bytes and its type.',
  watches: bySection(...NAMED),
  messages: { long: 'DestinationName has {bytes} bytes before its null; {most} are the most' },
  check(it, report, undecided) {
    const bytes = lengthOf(it, pdu.destinationName, undecided);
    if (bytes > LONGEST) report('long', pdu.destinationName, { bytes, most: LONGEST });
  },
  bad: [
    { shows: '16 bytes in a single block', turns: single({ to: 'SIXTEENCHARACTER' }, REFUSED), finds: ['long'] },
    { shows: '16 bytes in START', turns: start({ to: 'SIXTEENCHARACTER' }, REFUSED), finds: ['long'] },
  ],
  good: [
    { shows: '15 bytes', turns: single({ to: 'FIFTEENLETTERSX' }) },
    { shows: 'one byte', turns: single() },
  ],
  undecided: [
    cutOff(client(sendRequest({ to: 'SIXTEENCHARACTER' }))),
    { shows: 'a name without its null', turns: start({ bytes: `${string('A')} 04 ${'42'.repeat(20)}` }, REFUSED) },
  ],
});
