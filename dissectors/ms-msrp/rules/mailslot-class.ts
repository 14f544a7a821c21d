import { pduRule } from '#sdk';
import { mailslotClass } from '../../mailslot/keys.ts';
import { messengerMailslot } from '../mailslot.ts';
import { msrp } from '../spec.ts';
import { badlyWritten, cutDatagram, written } from './mailslot-bytes.ts';

const SECOND = 2;

export default pduRule({
  id: 'messenger/mailslot-class',
  title: 'A mailslot message is of the second class',
  level: 'MUST',
  spec: msrp('2.1.2'),
  why:
    'Messages go as MS-MAIL has them, whose writes are of class 2: datagrams without an acknowledgement. Class 1 needs a ' +
    'session, and no mailslot server takes it.',
  watches: [{ pdu: messengerMailslot.heading }],
  messages: { first: 'the class is {is}, and must be 2' },
  check(it, report, undecided) {
    const write = it.around('mailslot');
    if (!write?.has(mailslotClass)) return undecided();
    const is = write.uint(mailslotClass);
    if (is !== SECOND) report('first', write.anchor(mailslotClass), { is });
  },
  bad: [badlyWritten('reliable', { class: 1 }, 'first')],
  good: [written('unreliable')],
  undecided: [cutDatagram],
});
