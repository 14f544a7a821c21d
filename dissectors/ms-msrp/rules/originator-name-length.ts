import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, REFUSED, sendRequest, single, start } from './bytes.ts';
import { LONGEST, lengthOf } from './names.ts';
import { bySection, NAMED } from './watched.ts';

export default pduRule({
  id: 'messenger/originator-name-length',
  title: 'The sender’s name has at most 15 bytes',
  level: 'MUST NOT',
  spec: msrp('2.2.3'),
  why: 'The name is a NetBIOS name, of which the 16th byte is its type.',
  watches: bySection(...NAMED),
  messages: { long: 'OriginatorName has {bytes} bytes before its null; {most} are the most' },
  check(it, report, undecided) {
    const bytes = lengthOf(it, pdu.originatorName, undecided);
    if (bytes > LONGEST) report('long', pdu.originatorName, { bytes, most: LONGEST });
  },
  bad: [
    { shows: '16 bytes in a single block', turns: single({ from: 'SIXTEENCHARACTER' }, REFUSED), finds: ['long'] },
    { shows: '16 bytes in START', turns: start({ from: 'SIXTEENCHARACTER' }, REFUSED), finds: ['long'] },
  ],
  good: [
    { shows: '15 bytes', turns: single({ from: 'FIFTEENLETTERSX' }) },
    { shows: 'one byte', turns: single() },
  ],
  undecided: [
    cutOff(client(sendRequest({ from: 'SIXTEENCHARACTER' }))),
    { shows: 'a name without its null', turns: start({ bytes: `04 ${'41'.repeat(20)}` }, REFUSED) },
  ],
});
