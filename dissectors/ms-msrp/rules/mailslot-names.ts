import { decodeText, type Field, type PduView, pduRule } from '#sdk';
import { from, messengerMailslot, to } from '../mailslot.ts';
import { msrp } from '../spec.ts';
import { badlyWritten, cutDatagram, written } from './mailslot-bytes.ts';

const LONGEST = 15;
const nameIn = (it: PduView, field: Field): string => {
  const bytes = it.bytes(field);
  return decodeText(bytes, 0, bytes.length, 'oem').replace(/[ \0]+$/, '');
};

export default pduRule({
  id: 'messenger/mailslot-names',
  title: 'A mailslot message names its recipient, and its sender',
  level: 'MUST',
  spec: msrp('3.2.4.4'),
  why:
    'The recipient’s is a NetBIOS name: 1 to 15 bytes, no asterisk at its beginning. A sender should say who it is. The ' +
    'message’s form is practice and not in the document; its names are.',
  watches: [{ pdu: messengerMailslot.heading }],
  messages: {
    none: 'the recipient has no name',
    long: 'the recipient’s name “{name}” has {length} bytes; 15 are the most',
    asterisk: 'the recipient’s name is “{name}”',
    unnamed: 'the sender has no name',
  },
  check(it, report, undecided) {
    if (it.layer.outcome !== 'complete') return undecided();
    const name = nameIn(it, to);
    if (name === '') report('none', to);
    else if (name.startsWith('*')) report('asterisk', to, { name });
    else if (name.length > LONGEST) report('long', to, { name, length: name.length });
    if (nameIn(it, from) === '') report('unnamed', from, {}, { severity: 'warning' });
  },
  bad: [
    badlyWritten('nobody', { to: '', destination: 'ALICE' }, 'none'),
    badlyWritten('sixteen bytes', { to: 'A'.repeat(16) }, 'long'),
    badlyWritten('everybody', { to: '*', destination: 'WORKGROUP' }, 'asterisk'),
    badlyWritten('no sender', { from: '' }, 'unnamed'),
  ],
  good: [written('both names'), written('an asterisk at the end', { to: 'ALICE*' })],
  undecided: [cutDatagram],
});
