import { client, pduRule } from '#sdk';
import { messengerConnection, type TextMessage } from '../keys.ts';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, endRequest, LONG, multi, REFUSED, start } from './bytes.ts';
import { joined } from './message.ts';
import { watched } from './watched.ts';

export default pduRule({
  id: 'messenger/start-sent',
  title: 'START comes before TEXT and END',
  level: 'MUST',
  spec: msrp('3.2.4.4'),
  why:
    'START names sender and recipient and opens the group; without it there is nobody to show the text to. A START that ' +
    'was refused opens none, and END ends it.',
  watches: watched(pdu.textRequest, pdu.endRequest),
  needs: ['from the start', 'no gaps'],
  messages: { missing: 'no START opened a group that this could belong to' },
  check(it, report, undecided) {
    const { message, exchange } = joined(it, undecided);
    if (message.begun) return;
    const { forgetful, waiting } = message.flow.state(messengerConnection);
    // END may yet be refused, and its group stay open.
    const perhaps = waiting.some((it) => it.direction === message.direction && it.begun && ending(it));
    if (forgetful || perhaps) return undecided();
    report('missing', exchange?.request);
  },
  bad: [
    { shows: 'TEXT and END alone', turns: [...block({}, REFUSED), ...end({}, REFUSED)], finds: ['missing', 'missing'] },
    { shows: 'TEXT after END', turns: [...multi(...LONG), ...block({}, REFUSED)], finds: ['missing'] },
    {
      shows: 'TEXT after a START that was refused',
      turns: [...start({}, REFUSED), ...block({}, REFUSED)],
      finds: ['missing'],
    },
  ],
  good: [{ shows: 'a message in blocks', turns: multi(...LONG) }],
  undecided: [
    { shows: 'the connection began before the capture', turns: [...block(), ...end()], midstream: true },
    { shows: 'START was not captured', turns: multi(...LONG), missed: [0] },
    {
      shows: 'an END whose response is still to come',
      turns: [...start(), ...block(), client(endRequest()), ...block({}, REFUSED)],
    },
    cutOff(...start(), block()[0]!),
  ],
});

/** END was sent and is not answered yet. */
function ending({ blocks }: TextMessage): boolean {
  const last = blocks.at(-1);
  return last?.kind === 'end' && last.exchange?.response === undefined;
}
