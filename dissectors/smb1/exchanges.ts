import { type Dissection, limits } from '#sdk';
import type { Request, SmbConnection } from './connection.ts';
import { type Exchange, smbExchange } from './keys.ts';
import { cancelTo, continuationTo, elapsed, header, responseTo } from './layout.ts';
import type { SmbMessage } from './message.ts';

const CANCEL = 0xa4;
/** MID of an oplock break, the one request that servers send (MS-CIFS 3.3.4.2). */
const UNSOLICITED = 0xffff;
/** The messenger's clients give all their messages one MID: these alone are answered in order. */
const MESSENGER = 0xd0;
/** Requests that carry on another one, which they share PID and MID with. */
const PRIMARY: Readonly<Record<number, number>> = { 0x26: 0x25, 0x33: 0x32, 0xa1: 0xa0 };
const PRIMARIES = Object.values(PRIMARY);

/** Finds the request that a message answers or carries on, or keeps it as one that waits for its response. */
export function match(d: Dissection, message: SmbMessage, connection: SmbConnection): void {
  if (message.reply) return answer(d, message, connection);
  const { command } = message;
  const primary = PRIMARY[command];
  if (primary !== undefined) return proceed(d, message, begun(d, message, connection, primary));
  if (command === CANCEL) return cancel(d, find(connection, message, undefined, d.direction));
  // A datagram is never answered.
  if (message.mid === UNSOLICITED || d.flow!.transport === 'udp') return;
  const { packet } = d;
  // A MID that is used again says that its client waits no longer (2.2.1.6.2).
  const before = command < MESSENGER ? find(connection, message, command, d.direction) : undefined;
  if (before) giveUp(d, connection, before);
  else if (connection.requests.length >= limits.exchanges) {
    d.reached('exchanges');
    giveUp(d, connection, connection.requests[0]!);
  }
  const request = connection.begin(packet.number);
  request.command = command;
  request.pid = message.pid;
  request.mid = message.mid;
  request.tid = message.tid;
  request.uid = message.uid;
  request.direction = d.direction;
  request.seconds = packet.seconds;
  request.nanoseconds = packet.nanoseconds;
  if (d.watching) request.exchange = exchangeOf(d, message);
  message.request = request;
  message.exchange = request.exchange;
}

function answer(d: Dissection, message: SmbMessage, connection: SmbConnection): void {
  const request = find(connection, message, message.command, d.direction === 0 ? 1 : 0);
  if (!request) return;
  message.request = request;
  const { exchange } = request;
  if (exchange) {
    exchange.response = d.anchor(header.fields.status, message.start, d.layer.end);
    exchange.status = message.status;
    message.exchange = exchange;
  }
  if (!d.recording) return;
  d.generate(responseTo, request.frame);
  if (d.wants(elapsed)) d.generate(elapsed, d.packet.since(request));
}

function proceed(d: Dissection, message: SmbMessage, request: Request | undefined): void {
  if (!request) return;
  message.request = request;
  d.generate(continuationTo, request.frame);
}

/** The transaction that a message carries on: one of its own kind, else of any (which exploits make use of). */
function begun(d: Dissection, message: SmbMessage, connection: SmbConnection, primary: number): Request | undefined {
  let found = find(connection, message, primary, d.direction);
  for (let i = 0; !found && i < PRIMARIES.length; i++) found = find(connection, message, PRIMARIES[i], d.direction);
  return found;
}

function cancel(d: Dissection, request: Request | undefined): void {
  if (request) d.generate(cancelTo, request.frame);
}

/** The response is over: its request waits no longer, unless more of it will come. */
export function settle(d: Dissection, message: SmbMessage, connection: SmbConnection): void {
  const { request, exchange } = message;
  if (!message.reply || !request || message.more) return;
  connection.end(request, d.packet.number);
  if (exchange) d.observe(smbExchange, exchange);
}

function giveUp(d: Dissection, connection: SmbConnection, request: Request): void {
  connection.end(request, d.packet.number);
  if (request.exchange) d.observe(smbExchange, request.exchange);
}

function find(
  connection: SmbConnection,
  { pid, mid }: SmbMessage,
  command: number | undefined,
  direction: number,
): Request | undefined {
  for (const it of connection.requests) {
    if (
      it.mid === mid &&
      it.pid === pid &&
      it.direction === direction &&
      (command === undefined || it.command === command)
    )
      return it;
  }
  return undefined;
}

const exchangeOf = (d: Dissection, message: SmbMessage): Exchange => ({
  flow: d.flow!,
  command: message.command,
  pid: message.pid,
  mid: message.mid,
  direction: d.direction,
  request: d.anchor(header.fields.cmd, message.start, d.layer.end),
  response: undefined,
  status: 0,
  sent: undefined,
  answered: undefined,
});
