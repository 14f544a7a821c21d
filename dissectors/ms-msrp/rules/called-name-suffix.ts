import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, LONG, multi, sendRequest, single } from './bytes.ts';
import { calledName } from './called-name.ts';
import { NAMED, watched } from './watched.ts';

const MESSENGER = 0x03;
const session = { called: 'B', calling: 'A' };
const hex = (suffix: number): string => `0x${suffix.toString(16).padStart(2, '0')}`;

export default pduRule({
  id: 'messenger/called-name-suffix',
  title: 'The recipient is a NetBIOS name of type 0x03',
  level: 'MUST',
  spec: msrp('3.2.4.4'),
  why: 'Only names of the messenger’s type are registered for messages. The type is not in the message: the session’s called name has it.',
  watches: watched(...NAMED),
  messages: { type: 'the session was opened to “{called}” of type {is}; messages go to type {must}' },
  check(it, report, undecided) {
    const { name, suffix } = calledName(it, undecided);
    if (suffix !== MESSENGER) {
      report('type', pdu.destinationName, { called: name, is: hex(suffix), must: hex(MESSENGER) });
    }
  },
  bad: [{ shows: 'the file server’s name', turns: single(), session: { ...session, suffix: 0x20 }, finds: ['type'] }],
  good: [
    { shows: 'the messenger’s name', turns: single(), session },
    { shows: 'the same, in blocks', turns: multi(...LONG), session },
  ],
  undecided: [
    { shows: 'port 445', turns: single() },
    { ...cutOff(client(sendRequest())), session: { ...session, suffix: 0x20 } },
  ],
});
