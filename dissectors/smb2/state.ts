import { type Dissection, decodeText, limits, u32le } from '#sdk';
import { authentication } from '../gss-api/keys.ts';
import type { Message } from './command.ts';
import type { Identified } from './identified.ts';
import { type Connection, OpenFile, Request, Session, SessionPlace, sessionPlaces, Tree } from './keys.ts';
import { at, RELATED } from './layout.ts';
import { endPipe } from './pipes.ts';

const PENDING = 0x00000103;
const CANCEL = 12;

/** Reads whose session and tree a message belongs to; a related command may leave both to the one before it (3.2.4.1.4). */
export function readIds(d: Dissection, m: Message, connection: Connection): void {
  const { bytes } = d;
  m.sessionLow = u32le(bytes, m.start + at.sessionId) | 0;
  m.sessionHigh = u32le(bytes, m.start + at.sessionId + 4) | 0;
  m.treeId = u32le(bytes, m.start + at.treeId) | 0;
  const continues = connection.chainFrame === d.packet.number && connection.chainAt === m.start;
  if (!continues) connection.previous = undefined;
  if (continues && m.flags & RELATED) {
    if (m.sessionLow === -1 && m.sessionHigh === -1) {
      m.sessionLow = connection.previousSessionLow;
      m.sessionHigh = connection.previousSessionHigh;
    }
    if (m.treeId === -1) m.treeId = connection.previousTree;
  }
  connection.previousSessionLow = m.sessionLow;
  connection.previousSessionHigh = m.sessionHigh;
  connection.previousTree = m.treeId;
}

/** Keeps a request for its response. */
export function keep(d: Dissection, m: Message, connection: Connection): void {
  // CANCEL is not answered, and bears the MessageId of what it cancels (3.2.4.24).
  if (m.command === CANCEL) return;
  const request = take(connection, d.packet.number);
  request.w0 = u32le(d.bytes, m.start + at.messageId) | 0;
  request.w1 = u32le(d.bytes, m.start + at.messageId + 4) | 0;
  request.command = m.command;
  request.direction = d.direction;
  request.frame = d.packet.number;
  request.seconds = d.packet.seconds;
  request.nanoseconds = d.packet.nanoseconds;
  request.sessionLow = m.sessionLow;
  request.sessionHigh = m.sessionHigh;
  request.treeId = m.treeId;
  const { previous } = connection;
  request.head = m.flags & RELATED && previous ? (previous.head ?? previous) : undefined;
  connection.previous = request;
  m.request = request;
  if (pushesOut(connection.requests.add(request), request)) d.reached('smbRequests');
}

/** Whether a thing had to go for another one, and not for its own successor of the same number. */
const pushesOut = (gone: Identified | undefined, { w0, w1, w2, w3 }: Identified): boolean =>
  gone !== undefined && !gone.has(w0, w1, w2, w3);

/** Finds the request of a response; the final one ends it. */
export function answer(d: Dissection, m: Message, connection: Connection): void {
  const low = u32le(d.bytes, m.start + at.messageId) | 0;
  const high = u32le(d.bytes, m.start + at.messageId + 4) | 0;
  const request = connection.requests.find(low, high);
  if (!request || request.direction === d.direction || request.command !== m.command) return;
  m.request = request;
  if (m.command === SESSION_SETUP) settleSession(d, m, connection);
  if (m.status === PENDING) return;
  connection.requests.delete(request);
  request.answered = d.packet.number;
  // What others of its compound point to stays theirs.
  if (!request.head && connection.spare.length < SPARES) connection.spare.push(request);
}

const SPARES = 64;

/** A request object; one that was answered in an earlier frame, where there is one: nobody looks at it any more. */
function take(connection: Connection, frame: number): Request {
  const { spare } = connection;
  const last = spare.at(-1);
  if (!last || last.answered === frame) return new Request();
  spare.pop();
  last.file = undefined;
  last.text = '';
  last.type = 0;
  last.level = 0;
  last.preauthHash = undefined;
  last.answered = 0;
  return last;
}

const BINDING = 0x01;
const SESSION_SETUP = 1;
const MORE_PROCESSING_REQUIRED = 0xc0000016;

/** A session setup is over: who asked for the session is known, and on which connections it lives. */
function settleSession(d: Dissection, m: Message, connection: Connection): void {
  if (m.status === MORE_PROCESSING_REQUIRED || !m.request) return;
  if (m.status === 0 && m.request.type & BINDING) {
    const place = d.shared(sessionPlaces).find(m.sessionLow, m.sessionHigh);
    if (place && place.opens !== connection.opens) {
      connection.opens.channels--;
      connection.opens = place.opens;
      place.opens.channels++;
    }
    return;
  }
  const session = sessionOf(m);
  if (!session) return;
  const who = d.flow?.peek(authentication);
  session.user = who?.user ?? '';
  session.domain = who?.domain ?? '';
  session.workstation = who?.workstation ?? '';
  session.frame = m.status === 0 ? d.packet.number : m.request.frame;
  if (m.status !== 0) return;
  const place = new SessionPlace(connection.opens);
  place.w0 = m.sessionLow;
  place.w1 = m.sessionHigh;
  if (pushesOut(d.shared(sessionPlaces).add(place), place)) d.reached('smbSessions');
}

/** A session, which is there as soon as a message names it. */
export function sessionOf(m: Message): Session | undefined {
  const { connection } = m;
  if (!connection || (m.sessionLow === 0 && m.sessionHigh === 0)) return undefined;
  let session = connection.opens.sessions.find(m.sessionLow, m.sessionHigh);
  if (!session) {
    session = new Session();
    session.w0 = m.sessionLow;
    session.w1 = m.sessionHigh;
    connection.opens.sessions.add(session);
  }
  return session;
}

export const treeOf = (m: Message): Tree | undefined =>
  m.connection?.opens.trees.find(m.sessionLow, m.sessionHigh, m.treeId);

export function connectTree(d: Dissection, m: Message, path: string, shareType: number): void {
  if (!m.connection) return;
  const tree = new Tree();
  tree.w0 = m.sessionLow;
  tree.w1 = m.sessionHigh;
  tree.w2 = m.treeId;
  tree.path = path;
  tree.shareType = shareType;
  tree.frame = d.packet.number;
  if (pushesOut(m.connection.opens.trees.add(tree), tree)) d.reached('smbTrees');
}

/** The open that a FileId at `position` names; a related command means the file of its compound (3.3.5.2.7.2). */
export function findFile(d: Dissection, m: Message, position: number): OpenFile | undefined {
  const { connection } = m;
  if (!connection || position + 16 > d.end) return undefined;
  const { bytes } = d;
  const w0 = u32le(bytes, position) | 0;
  const w1 = u32le(bytes, position + 4) | 0;
  const w2 = u32le(bytes, position + 8) | 0;
  const w3 = u32le(bytes, position + 12) | 0;
  if ((w0 & w1 & w2 & w3) === -1) return m.request ? m.request.head?.file : undefined;
  const file = connection.opens.files.find(w0, w1, w2, w3);
  if (file && m.request) m.request.file = file;
  return file;
}

/** The open that a FileId names, made where its create was not seen. */
export function needFile(d: Dissection, m: Message, position: number): OpenFile | undefined {
  return findFile(d, m, position) ?? openFile(d, m, position, undefined);
}

export function openFile(d: Dissection, m: Message, position: number, path: string | undefined): OpenFile | undefined {
  const { connection } = m;
  if (!connection || position + 16 > d.end) return undefined;
  const file = new OpenFile();
  file.w0 = u32le(d.bytes, position) | 0;
  file.w1 = u32le(d.bytes, position + 4) | 0;
  file.w2 = u32le(d.bytes, position + 8) | 0;
  file.w3 = u32le(d.bytes, position + 12) | 0;
  if ((file.w0 & file.w1 & file.w2 & file.w3) === -1) return undefined;
  file.path = path;
  file.tree = treeOf(m);
  if (path !== undefined) file.frame = d.packet.number;
  const gone = connection.opens.files.add(file);
  if (gone) {
    const full = pushesOut(gone, file);
    endPipe(d, gone, full ? 'limit' : 'closed');
    if (full) d.reached('smbFiles');
  }
  if (m.request) m.request.file = file;
  return file;
}

export function closeFile(d: Dissection, m: Message, file: OpenFile): void {
  endPipe(d, file, 'closed');
  m.connection?.opens.files.delete(file);
}

/** Ends what was opened on a tree, or on all trees of the session. */
export function closeFiles(d: Dissection, m: Message, tree: Tree | undefined): void {
  const { connection } = m;
  if (!connection) return;
  for (const file of connection.opens.files) {
    const { tree: its } = file;
    if (!its || its.w0 !== m.sessionLow || its.w1 !== m.sessionHigh || (tree && its !== tree)) continue;
    closeFile(d, m, file);
  }
}

/** A text that is kept: at most so many characters of it. */
export function keptText(d: Dissection, position: number, length: number): string {
  if (position < d.layer.start || position >= d.end) return '';
  if (length > limits.smbPath * 2) d.reached('smbPath');
  const end = Math.min(d.end, position + Math.min(length, limits.smbPath * 2));
  return decodeText(d.bytes, position, end, 'utf-16le');
}
