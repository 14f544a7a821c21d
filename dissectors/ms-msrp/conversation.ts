import { type Anchor, type Dissection, type Flow, limits } from '#sdk';
import type { Exchange, SmbMessage } from '../smb1/keys.ts';
import type { Kept } from './commands/parts.ts';
import { type Block, messengerConnection, type TextMessage, textMessage } from './keys.ts';

/** Messages are joined by connection, direction and order: smbd's answer to START carries no MessageGroupId. */

export function single(d: Dissection, message: SmbMessage, from: Kept, to: Kept, text: Kept): void {
  if (!following(d)) return;
  const made = open(d, message, from, to, 'single');
  made.blocks.push(block(d, message, 'single', undefined, undefined, text, true));
  made.ended = true;
  d.flow!.state(messengerConnection).waiting.push(made);
}

export function begin(d: Dissection, message: SmbMessage, from: Kept, to: Kept): void {
  if (!following(d)) return;
  const made = open(d, message, from, to, 'start');
  made.blocks.push(block(d, message, 'start', undefined, undefined, undefined, true));
  const state = d.flow!.state(messengerConnection);
  if (state.open.length >= limits.conversations) d.observe(textMessage, state.open.shift()!);
  state.open.push(made);
}

export function continues(d: Dissection, message: SmbMessage, groupId: number | undefined, group: Anchor, text: Kept): void {
  if (!following(d)) return;
  const current = underWay(d, message, groupId);
  const size = current.blocks.reduce((n, b) => n + (b.text?.length ?? 0), 0);
  if (size + text.bytes.length > limits.messageBytes) current.dropped++;
  else current.blocks.push(block(d, message, 'text', groupId, group, text, answered(current)));
}

export function ends(d: Dissection, message: SmbMessage, groupId: number | undefined, group: Anchor): void {
  if (!following(d)) return;
  const current = underWay(d, message, groupId);
  current.blocks.push(block(d, message, 'end', groupId, group, undefined, answered(current)));
  current.ended = true;
  const state = d.flow!.state(messengerConnection);
  state.open.splice(state.open.indexOf(current), 1);
  state.waiting.push(current);
}

/** An answer came: messages that are over and have all their answers are told. */
export function settled(flow: Flow, tell: (message: TextMessage) => void): void {
  const state = flow.peek(messengerConnection);
  if (!state) return;
  while (state.waiting.length > 0 && state.waiting[0]!.blocks.every((b) => b.exchange?.response)) tell(state.waiting.shift()!);
  if (state.waiting.length > limits.conversations) tell(state.waiting.shift()!);
}

/** The connection is over: everything is told as it is. */
export function abandoned(flow: Flow, tell: (message: TextMessage) => void): void {
  const state = flow.peek(messengerConnection);
  if (!state) return;
  for (const message of [...state.waiting.splice(0), ...state.open.splice(0)]) tell(message);
}

const following = (d: Dissection): boolean => d.flow !== undefined && !d.quoted && d.watched(textMessage);

/** The message a TEXT or END belongs to: the one of its group where groups are told apart, else the last one opened. */
function underWay(d: Dissection, message: SmbMessage, groupId: number | undefined): TextMessage {
  const { open: list } = d.flow!.state(messengerConnection);
  const mine = list.filter((it) => it.direction === d.direction);
  const byGroup = mine.filter((it) => groupId !== undefined && groupOf(it) === groupId);
  const found = byGroup.length === 1 ? byGroup[0] : mine.at(-1);
  if (found) return found;
  const made = open(d, message, undefined, undefined, undefined);
  list.push(made);
  return made;
}

/** MessageGroupId as START's answer gave it. */
export const groupOf = (message: TextMessage): number | undefined =>
  (message.blocks[0]?.exchange?.answered as { groupId?: number } | undefined)?.groupId;

const answered = (message: TextMessage): boolean => message.blocks.at(-1)?.exchange?.response !== undefined || message.blocks.length === 0;

function open(d: Dissection, message: SmbMessage, from: Kept | undefined, to: Kept | undefined, kind: Block['kind'] | undefined): TextMessage {
  const { packet } = d;
  return {
    flow: d.flow!,
    direction: d.direction,
    file: packet.file,
    seconds: packet.seconds,
    nanoseconds: packet.nanoseconds,
    transport: 'smb',
    from: from?.bytes,
    to: to?.bytes,
    fromAnchor: from?.anchor,
    toAnchor: to?.anchor,
    blocks: [],
    first: message.exchange?.request ?? d.anchor(undefined, d.layer.start, d.layer.end),
    begun: kind !== undefined,
    ended: false,
    dropped: 0,
  };
}

function block(
  d: Dissection,
  message: SmbMessage,
  kind: Block['kind'],
  groupId: number | undefined,
  groupAnchor: Anchor | undefined,
  text: Kept | undefined,
  waited: boolean,
): Block {
  const exchange: Exchange | undefined = message.exchange;
  return { kind, frame: d.packet.number, groupId, groupAnchor, text: text?.bytes, size: text?.size ?? 0, textAnchor: text?.anchor, exchange, waited };
}
