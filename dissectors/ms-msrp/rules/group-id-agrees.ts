import { client, pduRule } from '#sdk';
import { groupOf } from '../keys.ts';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, FULL, LONG, multi, start, textRequest } from './bytes.ts';
import { joined, wholeUpTo } from './message.ts';
import { bySection } from './watched.ts';

export default pduRule({
  id: 'messenger/group-id-agrees',
  title: 'START’s response, TEXT and END have one MessageGroupId',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why:
    'The id says which message a block belongs to. It is called a NetBIOS session number, which the wire does not show ' +
    'otherwise: judged is that all blocks have the id of START’s response, or, where that has none, of the first TEXT.',
  watches: bySection(pdu.textRequest, pdu.endRequest),
  needs: ['no gaps'],
  messages: { other: 'MessageGroupId is {is}; this message has {must}' },
  check(it, report, undecided) {
    const is = it.uint(pdu.groupId);
    const block = joined(it, undecided);
    const must = groupOf({ ...block.message, blocks: wholeUpTo(block, undecided).slice(0, -1) });
    if (must === undefined) return undecided();
    if (is !== must) report('other', pdu.groupId, { is, must });
  },
  bad: [
    {
      shows: 'a TEXT of another group',
      turns: [...start(), ...block({ data: FULL }), ...block({ words: '0800' }), ...end()],
      finds: ['other'],
    },
    {
      shows: 'an END of another group, and no id in START’s response',
      turns: [...start({}, { words: '' }), ...block({ data: FULL }), ...block(), ...end({ words: '0900' })],
      finds: ['other'],
    },
  ],
  good: [
    { shows: 'a message in blocks', turns: multi(...LONG) },
    {
      shows: 'two groups at a time',
      turns: [
        ...start(),
        ...start({}, { words: '0800' }),
        ...LONG.flatMap((data) => [...block({ data }), ...block({ data, words: '0800' })]),
        ...end({ words: '0800' }),
        ...end(),
      ],
    },
  ],
  undecided: [
    { shows: 'a group that began before the capture', turns: [...block(), ...end({ words: '0800' })], midstream: true },
    { shows: 'START’s response was not captured', turns: multi(...LONG), missed: [1] },
    cutOff(...start(), client(textRequest({ words: '0800' }))),
  ],
});
