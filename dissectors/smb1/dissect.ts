import type { Dissection, Field, Layer } from '#sdk';
import { takeAndxBlocks, takeBlocks, takeWordCount } from './blocks.ts';
import { mapTree } from './commands/tree-connect.ts';
import { smbConnection } from './connection.ts';
import { match, settle } from './exchanges.ts';
import type { SmbCommand } from './keys.ts';
import * as fields from './layout.ts';
import { andx, connectionless, header, headerOf } from './layout.ts';
import { SmbMessage } from './message.ts';
import { forgetRaw } from './raw.ts';
import { isAndx } from './tables/commands.ts';

const NO_MORE = 0xff;
/** Words of a command that are its AndX block's. */
const ANDX_WORDS = 2;
const TREE_CONNECT_ANDX = 0x75;
/** The transport without connections, and its header (MS-CIFS 2.1.3). */
const IPX = 'ipx';
const IPX_HEADER = 30;

/** `chained`: the header's fields, and the command that an AndX block names. */
export function dissectSmb(
  d: Dissection,
  commands: readonly (SmbCommand | undefined)[],
  chained: ReadonlySet<Field>,
): void {
  const { at: start, end, promised } = d;
  if (d.left < header.size) return d.record(header);
  const connection = d.flow && !d.quoted ? d.flow.state(smbConnection) : undefined;
  const message = connection ? connection.message(d.packet.number) : new SmbMessage();
  message.read(d);
  if (connection?.raw?.direction === d.direction) forgetRaw(d, { connection });
  d.layer.note = message;
  const command = commands[message.command];
  // Without fields and watchers only what connections' state and the list's columns need is read.
  if (!d.recording && !d.watching && !command?.kept) return;
  if (isConnectionless(d.layer)) d.record(connectionless);
  else d.record(message.ntStatus ? header : headerOf(message.status & 0xff));
  if (!d.asksBeyond(chained)) return nameCommands(d, message.command, start, end);
  if (connection) {
    message.connection = connection;
    match(d, message, connection);
    message.tree = connection.trees.get(message.tid);
    if (message.reply && message.request?.share !== undefined && connects(message)) mapTree(d, message, message.tid);
    if (message.tree) showTree(d, message.tree.path, message.tree.frame);
  }
  try {
    chain(d, message, commands, start, end, promised);
  } finally {
    if (connection) settle(d, message, connection);
  }
}

/** Directly in IPX, not in a NetBIOS datagram that IPX carries. */
const isConnectionless = ({ parent, start }: Layer): boolean =>
  parent?.protocol.name === IPX && start === parent.start + IPX_HEADER;

/** A response that gives a TID in its header. */
const connects = ({ command, request }: SmbMessage): boolean =>
  command === TREE_CONNECT_ANDX || isAndx(request!.command);

function showTree(d: Dissection, path: string, frame: number): void {
  d.generate(fields.treePath, path);
  d.generate(fields.treeMapped, frame);
}

/** The commands that AndX blocks name, and nothing else of them. */
function nameCommands(d: Dissection, first: number, start: number, end: number): void {
  let code = first;
  while (isAndx(code) && d.u8(0) >= ANDX_WORDS) {
    d.skip(1);
    code = d.u8(andx.offset.andxcmd);
    const offset = d.u16le(andx.offset.andxoffset);
    d.record(andx);
    if (code === NO_MORE || start + offset < d.at || start + offset >= end) return;
    d.at = start + offset;
  }
}

/** The message's command, and those that AndX blocks chain to it (MS-CIFS 2.2.3.4): each begins after the one before. */
function chain(
  d: Dissection,
  message: SmbMessage,
  commands: readonly (SmbCommand | undefined)[],
  start: number,
  end: number,
  promised: number,
): void {
  let code = message.command;
  for (;;) {
    let next = NO_MORE;
    let offset = 0;
    if (isAndx(code) && d.u8(0) >= ANDX_WORDS) {
      next = d.u8(1);
      offset = d.u16le(3);
      if (message.told.next === NO_MORE) message.told.next = next;
    }
    one(d, message, code, commands[code]);
    // What a chain says of its next block may lead back: it must lie behind this one.
    if (next === NO_MORE || start + offset < d.at || start + offset >= end) return;
    code = next;
    d.at = start + offset;
    d.end = end;
    d.promised = promised;
  }
}

function one(d: Dissection, message: SmbMessage, code: number, command: SmbCommand | undefined): void {
  if (!command) {
    const count = takeWordCount(d);
    return isAndx(code) ? takeAndxBlocks(d, count) : takeBlocks(d, count);
  }
  const { headings } = command;
  const node = headings ? d.open(message.reply ? headings.response : headings.request) : -1;
  (message.reply ? command.response : command.request)(d, message);
  d.close(node);
}
