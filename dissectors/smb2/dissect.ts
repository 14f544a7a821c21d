import { type Dissection, u16le, u32le } from '#sdk';
import type { Message, Smb2Command } from './command.ts';
import { isError, takeError } from './commands/error.ts';
import { takeCompressed } from './compression.ts';
import { type Connection, smb2Connection } from './keys.ts';
import * as fields from './layout.ts';
import { ASYNC, at, COMPRESSED, ENCRYPTED, HEADER, RESPONSE } from './layout.ts';
import { answer, keep, readIds, treeOf } from './state.ts';
import { SEALED_SESSION, takeEncrypted } from './transform.ts';

const message: Message = {
  start: 0,
  command: 0,
  status: 0,
  flags: 0,
  response: false,
  sessionLow: 0,
  sessionHigh: 0,
  treeId: 0,
  connection: undefined,
  request: undefined,
};

export function dissectSmb2(d: Dissection, commands: readonly (Smb2Command | undefined)[]): void {
  const mark = d.u32be(0);
  if (mark === ENCRYPTED) return sealed(d);
  if (mark === COMPRESSED) return takeCompressed(d);
  const m = message;
  m.start = d.at;
  m.connection = undefined;
  m.request = undefined;
  if (d.left < HEADER) return d.record(fields.requestHeader);
  readHeader(d, m);
  if (d.flow && !d.quoted) follow(d, m, d.flow.state(smb2Connection));
  recordHeader(d, m);
  d.layer.note = m.request;
  const command = commands[m.command];
  if (!command) {
    if (d.left > 0) d.take(fields.body, d.left);
    return;
  }
  const heading = d.open(m.response ? command.responseHeading : command.requestHeading);
  try {
    if (!m.response) command.request(d, m);
    else {
      command.answered?.(d, m);
      if (isError(d, m)) takeError(d, m);
      else command.response(d, m);
    }
  } finally {
    // The body reaches to the message's end, padding included.
    d.at = d.end;
    d.close(heading);
  }
}

/** A sealed message still says whose it is. */
function sealed(d: Dissection): void {
  const { at: start } = d;
  takeEncrypted(d);
  const connection = d.recording && !d.quoted ? d.flow?.peek(smb2Connection) : undefined;
  if (!connection) return;
  const position = start + SEALED_SESSION;
  recordSession(d, connection, u32le(d.bytes, position) | 0, u32le(d.bytes, position + 4) | 0);
}

function readHeader(d: Dissection, m: Message): void {
  const { bytes } = d;
  const { start } = m;
  m.flags = u32le(bytes, start + at.flags);
  m.response = (m.flags & RESPONSE) !== 0;
  m.command = u16le(bytes, start + at.command);
  m.status = m.response ? u32le(bytes, start + at.status) : 0;
  // A compound's next command is a message of its own, beside this one (3.2.4.1.4).
  const next = u32le(bytes, start + at.next);
  if (next < HEADER || start + next > d.promised) return;
  d.beside(start + next);
  d.limitTo(next, 'smb2.chain_offset');
}

function follow(d: Dissection, m: Message, connection: Connection): void {
  m.connection = connection;
  readIds(d, m, connection);
  const next = u32le(d.bytes, m.start + at.next);
  if (m.response) answer(d, m, connection);
  else keep(d, m, connection);
  connection.chainFrame = next === 0 ? 0 : d.packet.number;
  connection.chainAt = m.start + next;
}

function recordHeader(d: Dissection, m: Message): void {
  const { start, request } = m;
  const async = (m.flags & ASYNC) !== 0;
  if (m.response) d.record(async ? fields.asyncResponseHeader : fields.responseHeader);
  else d.record(async ? fields.asyncRequestHeader : fields.requestHeader);
  if (!d.recording || !m.connection) return;
  const tree = async ? undefined : treeOf(m);
  if (tree) {
    d.generate(fields.tree, tree.path, start + at.treeId, start + at.treeId + 4);
    if (tree.shareType) d.generate(fields.shareType, tree.shareType, start + at.treeId, start + at.treeId + 4);
    if (tree.frame) d.generate(fields.treeFrame, tree.frame, start + at.treeId, start + at.treeId + 4);
  }
  recordSession(d, m.connection, m.sessionLow, m.sessionHigh);
  if (m.response && request) {
    d.generate(fields.responseTo, request.frame);
    if (d.wants(fields.time)) d.generate(fields.time, d.packet.since(request));
  }
}

/** Who a session belongs to, beside its SessionId. */
function recordSession(d: Dissection, connection: Connection, low: number, high: number): void {
  const session = connection.opens.sessions.find(low, high);
  if (!session?.frame) return;
  if (session.user) d.generate(fields.account, session.user);
  if (session.domain) d.generate(fields.domain, session.domain);
  if (session.workstation) d.generate(fields.workstation, session.workstation);
  d.generate(fields.sessionFrame, session.frame);
}
