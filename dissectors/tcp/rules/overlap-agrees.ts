import { streamTrouble, subjectRule } from '#sdk';
import { rfc9293 } from '../layout.ts';
import { overlapping, repeating } from './frames.ts';

export default subjectRule({
  id: 'tcp/overlap-agrees',
  title: 'Bytes that are sent again are the same bytes',
  level: 'SHOULD',
  spec: rfc9293('3.10.7.4'),
  why: 'A sequence number names one byte. Where it comes twice with different content, receivers disagree about the stream; the first bytes are taken here. It is also how detection is evaded.',
  watches: streamTrouble,
  messages: { differs: '{bytes} bytes are sent again and differ from those in frame {frame}' },
  applies: (it) => it.kind === 'overlap',
  check(it, report) {
    report('differs', it.anchor, { bytes: it.bytes, frame: it.frame });
  },
  bad: [{ shows: 'a segment sent again with another byte', frames: overlapping, finds: ['differs'] }],
  good: [{ shows: 'a segment sent again as it was', frames: repeating, silent: true }],
});
