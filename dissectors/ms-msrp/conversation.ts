import { type Dissection, type Flow, limits } from '#sdk';
import type { Exchange, SmbMessage } from '../smb1/keys.ts';
import { type Block, groupOf, messengerConnection, type TextMessage, textBytes, textMessage } from './keys.ts';

/**
 * Makes messages of blocks. Blocks are joined by connection, direction and order as well as by MessageGroupId, because
 * smbd's response to START carries none. A message is told when it has ended and all its responses are there, or when
 * its connection is over.
 */

/** What a block costs at least, so that empty ones cannot be kept without end. */
const BLOCK_COST = 64;

type Tell = (message: TextMessage) => void;

/** A request was read: it begins a message, goes on with one or ends one. */
export function join(d: Dissection, block: Block): void {
  if (!followed(d)) return;
  const state = d.flow!.state(messengerConnection);
  const begins = block.kind === 'single' || block.kind === 'start';
  const message = begins ? begin(d, block) : underWay(d, block);
  add(d, message, block);
  if (block.kind === 'single') state.waiting.push(message);
  if (block.kind === 'start') opened(d, message);
  if (block.kind === 'end') {
    message.ended = true;
    state.open.splice(state.open.indexOf(message), 1);
    state.waiting.push(message);
  }
  if (state.waiting.length <= limits.conversations) return;
  d.reached('conversations');
  d.observe(textMessage, state.waiting.shift()!);
}

/** A response was read. */
export function answered(d: Dissection, { exchange }: SmbMessage): void {
  if (!followed(d)) return;
  if (!exchange) return unasked(d);
  if (exchange.status !== 0) refused(d.flow!, exchange);
  settled(d.flow!, (message) => d.observe(textMessage, message));
}

/** The connection is over: everything is told as it is. */
export function abandoned(flow: Flow, tell: Tell): void {
  const state = flow.peek(messengerConnection);
  if (!state) return;
  for (const message of [...state.waiting.splice(0), ...state.open.splice(0)]) tell(message);
}

export const followed = (d: Dissection): boolean => d.watching && d.flow !== undefined && !d.quoted;

function settled(flow: Flow, tell: Tell): void {
  const waiting = flow.peek(messengerConnection)?.waiting ?? [];
  while (waiting[0]?.blocks.every((block) => block.exchange?.response)) tell(waiting.shift()!);
}

/** A response without its request: that one was not captured, and may have belonged to any message. */
function unasked(d: Dissection): void {
  const state = d.flow!.peek(messengerConnection);
  for (const message of [...(state?.open ?? []), ...(state?.waiting ?? [])]) {
    if (message.direction !== d.direction) message.lossy = true;
  }
}

/** A refused START opens no group, unless its sender went on; a refused END leaves its group open. */
function refused(flow: Flow, exchange: Exchange): void {
  const state = flow.peek(messengerConnection);
  const block = exchange.sent as Block | undefined;
  const message = block?.message;
  if (!state || !message) return;
  if (block.kind === 'start' && message.blocks.length === 1) remove(state.open, message);
  if (block.kind === 'end' && message.begun && remove(state.waiting, message)) {
    message.ended = false;
    state.open.push(message);
  }
}

function remove(list: TextMessage[], message: TextMessage): boolean {
  const at = list.indexOf(message);
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}

function opened(d: Dissection, message: TextMessage): void {
  const state = d.flow!.state(messengerConnection);
  state.open.push(message);
  if (state.open.length <= limits.conversations) return;
  state.forgetful = true;
  d.reached('conversations');
  d.observe(textMessage, state.open.shift()!);
}

function add(d: Dissection, message: TextMessage, block: Block): void {
  const { blocks, flow, direction } = message;
  block.message = message;
  block.before = blocks.at(-1);
  block.waited = block.before === undefined || block.before.exchange?.response !== undefined;
  if (flow.sides[direction].gaps > message.gapsBefore || !block.whole) message.lossy = true;
  const cost = Math.max(textBytes(blocks), blocks.length * BLOCK_COST);
  if (cost < limits.messageBytes || block.kind === 'end') blocks.push(block);
  else {
    if (!message.lossy) d.reached('messageBytes');
    message.lossy = true;
  }
}

/**
 * The message a TEXT or END belongs to: the latest of its group or of an unknown one. An id that is nobody's is the
 * latest message's with a wrong id, unless its START may lie before the capture.
 */
function underWay(d: Dissection, { groupId }: Block): TextMessage {
  const flow = d.flow!;
  const mine = flow.state(messengerConnection).open.filter((message) => message.direction === d.direction);
  const latest = (test: (message: TextMessage) => boolean): TextMessage | undefined => mine.filter(test).at(-1);
  // START's response has the id. One without it, as smbd's, leaves the id unknown; before it, a TEXT is rather another's.
  const mayBe = (message: TextMessage): boolean => {
    const group = groupOf(message);
    return (
      group === groupId ||
      (group === undefined && (!flow.bothWays || message.blocks[0]?.exchange?.response !== undefined))
    );
  };
  const found =
    (groupId === undefined ? mine.at(-1) : latest(mayBe)) ?? latest((message) => groupOf(message) === undefined);
  if (found) return found;
  const last = mine.at(-1);
  if (last && flow.fromStart) return last;
  for (const message of mine) message.lossy = true;
  const message = begin(d, undefined);
  opened(d, message);
  return message;
}

function begin(d: Dissection, first: Block | undefined): TextMessage {
  const { packet, direction } = d;
  const flow = d.flow!;
  return {
    flow,
    direction,
    file: packet.file,
    seconds: packet.seconds,
    nanoseconds: packet.nanoseconds,
    transport: 'smb',
    from: first?.from,
    to: first?.to,
    blocks: [],
    begun: first !== undefined,
    ended: first?.kind === 'single',
    gapsBefore: flow.sides[direction].gaps,
    lossy: false,
  };
}
