import { type Dissection, decodeText, escapeText, type Field, field, nullTerminated, on, protocol } from '#sdk';
import { MESSENGER, mailslotName } from '../mailslot/keys.ts';
import { newBlock } from './block.ts';
import { followed } from './conversation.ts';
import { type TextMessage, textMessage } from './keys.ts';
import { msrp } from './spec.ts';

const spec = msrp('3.2.4.4');
const oem = (key: string): Field => field(`messngr.${key}`, key, 'string', { encoding: 'oem', spec });
export const from = oem('From');
export const to = oem('To');
export const text = oem('Text');
const leftOver = field('messngr.left_over', 'Bytes left over', 'bytes', { spec });

/**
 * What is written to \MAILSLOT\MESSNGR (MS-MSRP 2.1.2, 3.2.4.4). The document names the parameters From, To and Text and
 * not their form: three OEM strings, each with its null, are what senders send.
 */
export const messengerMailslot = protocol({
  name: 'messngr',
  label: 'MESSNGR',
  title: 'Messenger Service Mailslot Message',
  fields: [from, to, text, leftOver],
  routes: [on(mailslotName, MESSENGER)],
  carries: () => [],
  spec: msrp('2.1.2'),
  dissect(d) {
    const block = newBlock(d, 'single', undefined);
    try {
      block.from = takeString(d, from);
      block.to = takeString(d, to);
      const { at } = d;
      block.text = takeString(d, text);
      block.size = d.at - at;
      block.whole = true;
      if (d.left > 0) d.take(leftOver, d.left);
    } finally {
      tell(d, block);
    }
  },
  info(layer, _packet, out) {
    const { bytes } = layer.source;
    const { end } = layer;
    let at = layer.start;
    const next = (): string => {
      const stop = nullTerminated(bytes, at, end);
      const it = escapeText(decodeText(bytes, at, stop, 'oem'));
      at = Math.min(end, stop + 1);
      return it;
    };
    out.utf8(`Message from ${next()}`);
    out.utf8(` to ${next()}, Len=${nullTerminated(bytes, at, end) - at}`);
  },
});

/** A string and its null; without the null where the sender left that out. Copied only where a message is made of it. */
function takeString(d: Dissection, what: Field): Uint8Array | undefined {
  const { at } = d;
  const stop = nullTerminated(d.bytes, at, d.end);
  d.take(what, Math.min(d.end, stop + 1) - at);
  // Cut off by the capture: what there is of it is shown, and the message is not whole.
  if (stop >= d.end && d.promised > d.end) d.fail(1);
  return followed(d) ? d.bytes.slice(at, stop) : undefined;
}

function tell(d: Dissection, block: TextMessage['blocks'][number]): void {
  if (!followed(d) || !d.watched(textMessage)) return;
  const { packet, direction } = d;
  const flow = d.flow!;
  const message: TextMessage = {
    flow,
    direction,
    file: packet.file,
    seconds: packet.seconds,
    nanoseconds: packet.nanoseconds,
    transport: 'mailslot',
    from: block.from,
    to: block.to,
    blocks: [block],
    begun: true,
    ended: true,
    gapsBefore: flow.sides[direction].gaps,
    lossy: !block.whole,
  };
  block.message = message;
  d.observe(textMessage, message);
}
