import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { cutOff, LONG, multi, REFUSED, sendRequest, single, start } from './bytes.ts';
import { bytesOf, isBlank, NAMES, shown } from './names.ts';
import { NAMED, watched } from './watched.ts';

const isControl = (byte: number): boolean => byte < 0x20 || byte === 0x7f;

export default pduRule({
  id: 'messenger/valid-netbios-name',
  title: 'Sender and recipient are valid NetBIOS names',
  level: 'MUST',
  spec: msrp('3.2.4.4'),
  why:
    'Names are looked up in the table that NetBIOS keeps. Wrong beyond doubt are a recipient of nothing but blanks, control ' +
    'characters, and a sender that begins with an asterisk (RFC 1001 5.2); implementations differ about the rest. Length ' +
    'and the recipient’s asterisk have rules of their own, a sender that is not named, too.',
  watches: watched(...NAMED),
  messages: {
    blank: 'the recipient’s name is blank',
    control: '{field} has the control character {byte}',
    asterisk: 'the sender’s name is “{name}”, and no NetBIOS name begins with an asterisk',
  },
  check(it, report) {
    for (const name of NAMES) {
      const bytes = bytesOf(it, name);
      const at = bytes.findIndex(isControl);
      const byte = `0x${bytes[at]?.toString(16).padStart(2, '0')}`;
      if (at >= 0) report('control', it.anchor(name, at, 1), { field: name.label, byte });
    }
    if (isBlank(it, pdu.destinationName)) report('blank', pdu.destinationName);
    const name = shown(it, pdu.originatorName);
    if (name.startsWith('*')) report('asterisk', pdu.originatorName, { name });
  },
  bad: [
    { shows: 'no recipient', turns: single({ to: '' }, REFUSED), finds: ['blank'] },
    { shows: 'a recipient of blanks', turns: start({ to: '   ' }, REFUSED), finds: ['blank'] },
    { shows: 'a tabulator', turns: single({ to: 'AL\tICE' }, REFUSED), finds: ['control'] },
    { shows: 'a sender with an asterisk', turns: single({ from: '*SMBSERVER' }, REFUSED), finds: ['asterisk'] },
  ],
  good: [
    { shows: 'letters, digits and signs', turns: single({ from: 'PRINT-SERVER_1', to: 'ALICE' }) },
    { shows: 'a name that is padded', turns: single({ to: 'ALICE          ' }) },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest({ to: '' })))],
});
