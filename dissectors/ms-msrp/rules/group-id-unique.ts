import { client, pduRule, server } from '#sdk';
import { groupOf, messengerConnection } from '../keys.ts';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, LONG, multi, start, startRequest, startResponse } from './bytes.ts';
import { joined } from './message.ts';
import { bySection } from './watched.ts';

const words = '0800';
const rest = (parts = {}) => [...LONG.flatMap((data) => block({ data, ...parts })), ...end(parts)];

export default pduRule({
  id: 'messenger/group-id-unique',
  title: 'Groups that are open at the same time have different ids',
  level: 'MUST',
  spec: msrp('2.2.3.2.2'),
  why: 'With one id for two messages, nobody can say which of them a block belongs to. A group is over with its END.',
  watches: bySection(pdu.startResponse),
  needs: ['both directions', 'no gaps'],
  messages: { taken: 'MessageGroupId {id} is that of a group that is still open, begun in frame {frame}' },
  check(it, report, undecided) {
    const id = it.uint(pdu.groupId);
    const { message } = joined(it, undecided);
    const open = message.flow.peek(messengerConnection)?.open ?? [];
    const other = open.find((it) => it !== message && it.direction === message.direction && groupOf(it) === id);
    if (other?.lossy) return undecided();
    if (other) report('taken', pdu.groupId, { id, frame: other.blocks[0]!.frame });
  },
  bad: [
    { shows: 'two groups of the same id', turns: [...start(), ...start(), ...rest(), ...rest()], finds: ['taken'] },
  ],
  good: [
    { shows: 'two groups, one after the other', turns: [...multi(...LONG), ...multi(...LONG)] },
    { shows: 'two groups at a time', turns: [...start(), ...start({}, { words }), ...rest(), ...rest({ words })] },
  ],
  undecided: [
    { shows: 'END was not captured', turns: [...multi(...LONG), ...multi(...LONG)], missed: [6] },
    { shows: 'a response without the id', turns: start({}, { words: '' }) },
    cutOff(...start(), client(startRequest()), server(startResponse())),
  ],
});
