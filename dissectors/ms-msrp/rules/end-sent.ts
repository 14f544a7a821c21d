import { subjectRule } from '#sdk';
import { textMessage } from '../keys.ts';
import { msrp } from '../spec.ts';
import { block, FULL, LONG, multi, REFUSED, start } from './bytes.ts';

export default subjectRule({
  id: 'messenger/end-sent',
  title: 'END comes after the last TEXT',
  level: 'MUST',
  spec: msrp('3.2.4.4'),
  why:
    'Until END the receiver waits for more and shows nothing. That it is missing is known when the connection is over, and ' +
    'not where the receiver refused a block or broke off. The last TEXT is accused.',
  watches: textMessage,
  needs: ['no gaps'],
  owes: (message) => message.direction,
  messages: { missing: 'no END followed this TEXT; the connection is over ({how})' },
  applies: ({ transport, blocks }) => transport === 'smb' && blocks.some(({ kind }) => kind === 'text'),
  check({ blocks, flow, begun, lossy }, report, undecided) {
    if (!begun || lossy) return undecided();
    if (blocks.some(({ kind }) => kind === 'end')) return;
    const how = flow.closed;
    if ((how !== 'fin' && how !== 'rst') || blocks.some(({ exchange }) => exchange?.status)) return undecided();
    report('missing', blocks.at(-1)!.exchange?.request, { how });
  },
  bad: [
    { shows: 'FIN after the last TEXT', turns: [...start(), ...block({ data: FULL }), ...block()], finds: ['missing'] },
    { shows: 'RST by the sender', turns: [...start(), ...block()], close: 'rst', finds: ['missing'] },
  ],
  good: [{ shows: 'a message in blocks', turns: multi(...LONG) }],
  undecided: [
    { shows: 'the capture ends first', turns: [...start(), ...block()], close: 'none' },
    { shows: 'RST by the receiver', turns: [...start(), ...block()], close: 'rst', closedBy: 'server' },
    { shows: 'START lies before the capture', turns: block(), midstream: true },
    { shows: 'a TEXT that was refused', turns: [...start(), ...block({}, REFUSED)] },
    { shows: 'END was not captured', turns: [...multi(...LONG), ...multi(...LONG)], missed: [6] },
  ],
});
