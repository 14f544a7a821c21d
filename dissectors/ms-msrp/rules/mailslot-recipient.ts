import { decodeText, pduRule } from '#sdk';
import { destinationName, destinationType } from '../../nbdgm/keys.ts';
import { messengerMailslot, to } from '../mailslot.ts';
import { msrp } from '../spec.ts';
import { badlyWritten, cutDatagram, written } from './mailslot-bytes.ts';

const MESSENGER = 0x03;
const plain = (name: string): string => name.replace(/[ \0]+$/, '').toUpperCase();

export default pduRule({
  id: 'messenger/mailslot-recipient',
  title: 'A mailslot message goes to the NetBIOS name of its recipient',
  level: 'MUST',
  spec: msrp('2.1.2'),
  why:
    'The mailslot is that of the recipient: the datagram’s destination is its name with the suffix 0x03. A message for ' +
    'everybody is no name’s.',
  watches: [{ pdu: messengerMailslot.heading }],
  messages: {
    suffix: 'the datagram’s destination has the suffix {is}, and must have 0x3',
    other: 'the message is for “{to}”, and the datagram for “{name}”',
  },
  check(it, report, undecided) {
    const datagram = it.around('nbdgm') ?? undecided();
    if (it.layer.outcome !== 'complete' || !datagram.has(destinationName)) return undecided();
    const suffix = Number(datagram.value(destinationType));
    const name = String(datagram.value(destinationName)).replace(/<[0-9a-f]{2}>.*$/i, '');
    const bytes = it.bytes(to);
    const recipient = decodeText(bytes, 0, bytes.length, 'oem');
    if (suffix !== MESSENGER) report('suffix', datagram.anchor(destinationName), { is: `0x${suffix.toString(16)}` });
    else if (!recipient.startsWith('*') && plain(recipient) !== plain(name))
      report('other', to, { to: plain(recipient), name: plain(name) });
  },
  bad: [
    badlyWritten('to the workstation’s other name', { suffix: 0 }, 'suffix'),
    badlyWritten('to somebody else', { destination: 'BOB' }, 'other'),
  ],
  good: [written('to its recipient'), written('in other case', { to: 'alice', destination: 'ALICE' })],
  undecided: [cutDatagram],
});
