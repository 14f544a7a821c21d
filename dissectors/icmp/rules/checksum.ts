import { onesSum, pduRule, specification } from '#sdk';
import { header } from '../layout.ts';
import { icmp } from '../protocol.ts';

const rfc792 = specification('RFC 792', 'https://www.rfc-editor.org/rfc/rfc792');

/** An echo request "ping", with the sum given. */
const frame = (sum: string): string =>
  `020000000002020000000001080045000020000140004001b6d8c0000201c00002020800${sum}0000000070696e670000000000000000000000000000`;

export default pduRule({
  id: 'icmp/checksum',
  title: 'The message’s words sum up to all ones',
  level: 'MUST',
  spec: rfc792('Message Formats'),
  why: 'A host drops a message that does not sum up. Judged only where the whole message was captured.',
  watches: [{ pdu: icmp.heading }],
  messages: { wrong: 'checksum is {is}, which does not fit the message' },
  applies: (it) => it.has(header.fields.checksum),
  check(it, report, undecided) {
    const { layer } = it;
    if (layer.promised > layer.end) return undecided();
    if (onesSum(layer.source.bytes, layer.start, layer.end) !== 0xffff) {
      report('wrong', header.fields.checksum, {
        is: `0x${it.uint(header.fields.checksum).toString(16).padStart(4, '0')}`,
      });
    }
  },
  bad: [{ shows: 'a wrong sum', frames: [frame('1930')], finds: ['wrong'] }],
  good: [{ shows: 'a right sum', frames: [frame('192f')] }],
});
