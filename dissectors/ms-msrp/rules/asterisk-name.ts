import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, LONG, multi, REFUSED, sendRequest, single, start } from './bytes.ts';
import { shown } from './names.ts';
import { NAMED, watched } from './watched.ts';

export default pduRule({
  id: 'messenger/asterisk-name',
  title: 'The recipient’s name does not begin with an asterisk',
  level: 'MUST NOT',
  spec: msrp('3.2.4.4'),
  why: 'An asterisk alone means everybody, and no registered name begins with one. At the end of a name it is allowed.',
  watches: watched(...NAMED),
  messages: { asterisk: 'the recipient’s name is “{name}”' },
  check(it, report) {
    const name = shown(it, pdu.destinationName);
    if (name.startsWith('*')) report('asterisk', pdu.destinationName, { name });
  },
  bad: [
    { shows: 'everybody', turns: start({ to: '*' }, REFUSED), finds: ['asterisk'] },
    { shows: 'an asterisk before a name', turns: single({ to: '*ALICE' }, REFUSED), finds: ['asterisk'] },
  ],
  good: [
    { shows: 'a name', turns: single({ to: 'ALICE' }) },
    { shows: 'an asterisk at the end', turns: single({ to: 'ALICE*' }) },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest({ to: '*ALICE' })))],
});
