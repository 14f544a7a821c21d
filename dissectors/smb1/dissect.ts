import { type Dissection, limits } from '#sdk';
import { type SmbCommand, type SmbMessage, smbConnection, smbExchange } from './keys.ts';
import * as fields from './layout.ts';
import { header, REPLY } from './layout.ts';
import { ANDX } from './tables/commands.ts';

const { offset } = header;
const NO_MORE = 0xff;
/** A chain of AndX blocks that is longer than this goes in circles. */
const LONGEST_CHAIN = 16;

const message: SmbMessage = { command: 0, status: 0, flags: 0, flags2: 0, tid: 0, pid: 0, uid: 0, mid: 0, reply: false, exchange: undefined };

export function dissectSmb(d: Dissection, commands: ReadonlyMap<number, SmbCommand>): void {
  const start = d.at;
  if (d.left < header.size) return d.record(header);
  // Without fields and watchers nothing of a message but its header line is shown, and that reads the bytes itself.
  if (!d.recording && !d.watching) return;
  message.command = d.u8(offset.cmd);
  message.status = d.u32le(offset.status);
  message.flags = d.u8(offset.flags);
  message.flags2 = d.u16le(offset.flags2);
  message.tid = d.u16le(offset.tid);
  message.pid = d.u16le(offset.pid);
  message.uid = d.u16le(offset.uid);
  message.mid = d.u16le(offset.mid);
  message.reply = (message.flags & REPLY) !== 0;
  message.exchange = undefined;
  d.record(header);
  if (d.flow && !d.quoted && !d.layer.quoted) match(d, start);
  const command = commands.get(message.command);
  const { exchange } = message;
  try {
    if (command) (message.reply ? command.response : command.request)(d, message);
    else blocks(d, start);
  } finally {
    if (exchange && message.reply) d.observe(smbExchange, exchange);
  }
}

/** Finds the request of a response, or keeps a request for its response. */
function match(d: Dissection, start: number): void {
  const { open } = d.flow!.state(smbConnection);
  if (!message.reply) {
    if (open.length >= limits.exchanges) open.shift();
    const exchange = {
      flow: d.flow!,
      command: message.command,
      pid: message.pid,
      mid: message.mid,
      direction: d.direction,
      request: d.anchor(header.fields.cmd, start, d.layer.end),
      response: undefined,
      status: 0,
      sent: undefined,
      answered: undefined,
    };
    open.push(exchange);
    message.exchange = exchange;
    return;
  }
  const at = open.findIndex((it) => it.mid === message.mid && it.pid === message.pid && it.command === message.command && it.direction !== d.direction);
  if (at < 0) return;
  const [exchange] = open.splice(at, 1);
  exchange!.response = d.anchor(header.fields.status, start, d.layer.end);
  exchange!.status = message.status;
  message.exchange = exchange;
  d.generate(fields.responseTo, exchange!.request.frame);
}

/** Parameters and data of a command nobody reads in full, and of those chained to it. */
function blocks(d: Dissection, start: number): void {
  let { command } = message;
  for (let i = 0; i < LONGEST_CHAIN; i++) {
    const count = d.u8(0);
    d.take(fields.wordCount, 1);
    const words = d.at;
    let next = NO_MORE;
    let at = 0;
    if (ANDX.has(command) && count >= 2) {
      next = d.u8(0);
      at = d.u16le(2);
      d.take(fields.andxCommand, 1);
      d.take(fields.andxReserved, 1);
      d.take(fields.andxOffset, 2);
    }
    if (count * 2 > d.at - words) d.take(fields.words, count * 2 - (d.at - words));
    const size = d.u16le(0);
    d.take(fields.byteCount, 2);
    if (size > 0) d.take(fields.data, Math.min(size, d.left));
    if (next === NO_MORE || start + at < d.at || start + at > d.end) return;
    d.at = start + at;
    command = next;
  }
}
