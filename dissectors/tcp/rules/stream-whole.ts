import { streamTrouble, subjectRule } from '#sdk';
import { rfc9293 } from '../layout.ts';
import { lossy, repeating } from './frames.ts';

export default subjectRule({
  id: 'tcp/stream-whole',
  title: 'The capture holds every byte that was acknowledged',
  level: 'MAY',
  spec: rfc9293('3.4'),
  why: 'Bytes that the peer acknowledged and that were never captured, or that too much waits for, are lost to the reader, not to the peers. What they carried is unknown; rules that would need it are undecided.',
  watches: streamTrouble,
  messages: {
    gap: '{bytes} bytes before this segment are missing from the capture',
  },
  applies: (it) => it.kind !== 'overlap',
  check(it, report) {
    report('gap', it.anchor, { bytes: it.bytes });
  },
  bad: [{ shows: 'a segment that the capture lost', frames: lossy, finds: ['gap'] }],
  good: [{ shows: 'a segment sent twice', frames: repeating, silent: true }],
});
