import { client, pduRule } from '#sdk';
import { blockOf, textBytes } from '../keys.ts';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, end, FULL, LONG, multi, single, start, textRequest } from './bytes.ts';
import { joined, wholeUpTo } from './message.ts';
import { BLOCK } from './text.ts';
import { watched } from './watched.ts';

export default pduRule({
  id: 'messenger/single-for-short',
  title: 'A text of at most 128 bytes goes as one SMB_COM_SEND_MESSAGE',
  level: 'SHOULD',
  spec: msrp('3.2.4.4'),
  why:
    'Three requests or more where one would do. The text’s size is known at END; exactly 128 bytes are undecided, because ' +
    'one block has no room for their null.',
  watches: watched(pdu.endRequest),
  needs: ['no gaps'],
  messages: { blocks: 'a text of {bytes} bytes was sent in blocks' },
  applies: (it) => blockOf(it)?.before?.kind === 'text',
  check(it, report, undecided) {
    const blocks = wholeUpTo(joined(it, undecided), undecided);
    const bytes = textBytes(blocks);
    if (bytes === BLOCK) return undecided();
    if (bytes < BLOCK) report('blocks', blocks[0]!.exchange!.request, { bytes });
  },
  bad: [
    { shows: 'two bytes of text, as smbclient sends them', turns: multi('Hi\0'), finds: ['blocks'] },
    { shows: 'short blocks that would fit in one', turns: multi('Hi ', 'there\0'), finds: ['blocks'] },
  ],
  good: [{ shows: '138 bytes', turns: multi(...LONG) }],
  undecided: [
    { shows: '128 bytes', turns: multi(FULL) },
    { shows: 'START lies before the capture', turns: [...block(), ...end()], midstream: true },
    { shows: 'a TEXT that was not captured', turns: multi(...LONG), missed: [2] },
    { shows: 'a TEXT that the capture cut', turns: [...start(), client(textRequest())], cut: 4, close: 'none' },
    { shows: 'a single block', turns: single() },
  ],
});
