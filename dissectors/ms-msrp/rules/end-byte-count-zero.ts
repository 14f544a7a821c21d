import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, endRequest, LONG, multi, REFUSED, start } from './bytes.ts';
import { bySection } from './watched.ts';

export default pduRule({
  id: 'messenger/end-byte-count-zero',
  title: 'END’s ByteCount is zero',
  level: 'MUST',
  spec: msrp('2.2.3.4.1'),
  why: 'END says that a message is over, and nothing else: text that it carried would be shown to nobody.',
  watches: bySection(pdu.endRequest),
  messages: { filled: 'ByteCount is {is}, and must be 0 in END' },
  check(it, report) {
    const is = it.uint(pdu.byteCount);
    if (is !== 0) report('filled', pdu.byteCount, { is });
  },
  bad: [{ shows: 'two bytes', turns: [...start(), ...block(), ...end({ bytes: '0000' }, REFUSED)], finds: ['filled'] }],
  good: [{ shows: 'no bytes', turns: multi(...LONG) }],
  undecided: [{ ...cutOff(client(endRequest({ bytes: '0000' }))), midstream: true }],
});
