import { client, pduRule, server } from '#sdk';
import { type Block, blockOf } from '../keys.ts';
import { msrp } from '../spec.ts';
import { block, buffer, end, LONG, multi, REFUSED, sendRequest, sendResponse, single, start, string } from './bytes.ts';
import { refuses, statusOf } from './header.ts';
import { RESPONSES, watched } from './watched.ts';

const STRING = 0x04;
/** A block of data, and a variable one. */
const DATA = new Set([0x01, 0x05]);

export default pduRule({
  id: 'messenger/invalid-not-accepted',
  title: 'A request that is not valid is not answered with success',
  level: 'MUST',
  spec: msrp('3.2.4.5'),
  why:
    'Of the server’s own tests these show on the wire: the function that is expected (a block where no message was begun), ' +
    'the number of words, the marks of strings and data, and lengths that reach beyond the message. Which error it returns ' +
    'is not judged: the document’s numbers are internal ones. What is wrong by 2.2.3 and passes these tests may be accepted.',
  watches: watched(...RESPONSES),
  needs: ['no gaps'],
  messages: { accepted: 'the request {fault}, and was answered with success' },
  applies: (it) => !refuses(it),
  check(it, report, undecided) {
    const fault = faultOf(blockOf(it), undecided);
    if (fault) report('accepted', it.header.anchor(statusOf(it)), { fault });
  },
  bad: [
    { shows: 'a word too many', turns: single({ words: '0000' }), finds: ['accepted'] },
    {
      shows: 'a dialect for a name',
      turns: start({ bytes: `${string('A', '02')} ${string('B')}` }),
      finds: ['accepted'],
    },
    {
      shows: 'a string for the text',
      turns: [...start(), ...block({ bytes: buffer('Hi\0', '04') }), ...end()],
      finds: ['accepted'],
    },
    { shows: 'text that is not there', turns: single({ dataLength: 40 }), finds: ['accepted'] },
    { shows: 'bytes that are not there', turns: single({ byteCount: 40 }), finds: ['accepted'] },
    { shows: 'a TEXT that no START came before', turns: block(), finds: ['accepted'] },
  ],
  good: [
    { shows: 'a single block', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [
    { shows: 'a TEXT whose START lies before the capture', turns: block(), midstream: true },
    { shows: 'a request that is refused', turns: single({ words: '0000' }, REFUSED) },
    { shows: 'a request that ends before its text', turns: single({ bytes: string('A') }) },
    { shows: 'a request that was not captured', turns: single({ words: '0000' }), midstream: true, missed: [0] },
    {
      shows: 'a response that the capture cut before its status',
      turns: [client(sendRequest({ words: '0000' })), server(sendResponse())],
      cut: 32,
    },
  ],
});

/** What makes the server's test fail. */
function faultOf(block: Block | undefined, undecided: () => never): string | undefined {
  if (!block) return undecided();
  const { kind, words, stringFormats, dataFormat, lacking, message } = block;
  if (message && !message.begun && block.before === undefined) {
    const { flow, lossy } = message;
    return flow.fromStart && flow.bothWays && !flow.gaps && !lossy
      ? 'goes on with a message that was never begun'
      : undecided();
  }
  if (words !== (kind === 'text' || kind === 'end' ? 1 : 0)) return `has WordCount ${words}`;
  if (stringFormats.some((mark) => mark !== STRING)) return 'marks a name as something else';
  if (dataFormat !== undefined && !DATA.has(dataFormat)) return 'marks its text as something else';
  if (lacking > 0) return `promises ${lacking} bytes more than it has`;
  return block.whole ? undefined : undecided();
}
