import { pduRule } from '#sdk';
import { messengerMailslot, text } from '../mailslot.ts';
import { msrp } from '../spec.ts';
import { badlyWritten, cutDatagram, written } from './mailslot-bytes.ts';

const LONGEST = 652;

export default pduRule({
  id: 'messenger/mailslot-text',
  title: 'A mailslot message has a text of at most 652 bytes',
  level: 'MUST',
  spec: msrp('3.2.4.4'),
  why: 'Counted up to its null. That there is one at all is a SHOULD.',
  watches: [{ pdu: messengerMailslot.heading }],
  messages: { long: 'the text has {bytes} bytes; 652 are the most', none: 'there is no text' },
  check(it, report, undecided) {
    if (it.layer.outcome !== 'complete') return undecided();
    const found = it.bytes(text);
    if (found.length === 0) return undecided();
    const stop = found.indexOf(0);
    const bytes = stop < 0 ? found.length : stop;
    if (bytes > LONGEST) report('long', text, { bytes });
    if (bytes === 0) report('none', text, {}, { severity: 'warning' });
  },
  bad: [
    badlyWritten('one byte too many', { text: 'x'.repeat(653) }, 'long'),
    badlyWritten('nothing', { text: '' }, 'none'),
  ],
  good: [written('a short text'), written('652 bytes', { text: 'x'.repeat(652) })],
  undecided: [cutDatagram],
});
