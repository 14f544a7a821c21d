import { client, server, subjectRule } from '#sdk';
import { textMessage } from '../keys.ts';
import { msrp } from '../spec.ts';
import { END, END_ANSWER, FULL_TEXT, START, START_ANSWER, TEXT, TEXT_ANSWER } from './bytes.ts';

const SEGMENT = 128;

export default subjectRule({
  id: 'messenger/segment-size',
  title: 'Every segment but the last holds 128 bytes of text',
  level: 'SHOULD',
  spec: msrp('3.2.4.4'),
  why: 'Shorter segments cost round trips. A segment is known not to be the last when another TEXT follows it.',
  watches: textMessage,
  messages: { short: 'this segment holds {bytes} bytes of text and is not the last; 128 are asked for' },
  check(message, report) {
    const segments = message.blocks.filter((block) => block.kind === 'text');
    for (const segment of segments.slice(0, -1)) {
      const bytes = segment.size;
      if (bytes !== SEGMENT) report('short', segment.textAnchor, { bytes });
    }
  },
  bad: [
    {
      shows: 'a first segment of three bytes',
      turns: [client(START), server(START_ANSWER), client(TEXT), server(TEXT_ANSWER), client(TEXT), server(TEXT_ANSWER), client(END), server(END_ANSWER)],
      finds: ['short'],
    },
  ],
  good: [
    {
      shows: 'a full segment, then a short last one',
      turns: [client(START), server(START_ANSWER), client(FULL_TEXT), server(TEXT_ANSWER), client(TEXT), server(TEXT_ANSWER), client(END), server(END_ANSWER)],
    },
  ],
});
