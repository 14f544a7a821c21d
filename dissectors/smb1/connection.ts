import { type ByteSource, type CloseReason, type Direction, type Dissection, type Flow, limits, stateKey } from '#sdk';
import type { Exchange } from './keys.ts';
import { SmbMessage } from './message.ts';

/** Messages of one frame that are kept for later frames. */
const KEPT = 16;

/** A share that was connected to. */
export interface Tree {
  /** As its request named it; empty where that was not seen. */
  readonly path: string;
  /** IPC$: its files are pipes. Undefined where its name was not seen. */
  readonly pipes: boolean | undefined;
  /** Frame of the response that gave the TID. */
  readonly frame: number;
}

/** Who a UID stands for. */
export interface Session {
  readonly account: string;
  readonly domain: string;
  readonly frame: number;
}

/** What an open asked for (MS-CIFS 2.2.4.64.1); shown wherever the file is used. */
export interface CreateParameters {
  readonly flags: number;
  readonly access: number;
  readonly attributes: number;
  readonly share: number;
  readonly disposition: number;
  readonly options: number;
}

/** Forms of an open that asked for less. */
export const NO_PARAMETERS: CreateParameters = {
  flags: 0,
  access: 0,
  attributes: 0,
  share: 0,
  disposition: 0,
  options: 0,
};

/** A FID. */
export interface OpenFile {
  readonly tid: number;
  readonly fid: number;
  /** Undefined where its open was not seen. */
  readonly name: string | undefined;
  readonly parameters: CreateParameters | undefined;
  /** Frame of the response that gave the FID, 0 where it was not seen. */
  readonly opened: number;
  /** What its bytes are; undefined where nothing says so yet. */
  isPipe: boolean | undefined;
  /** The pipe's own flow, from its first bytes on. */
  pipe: Flow | undefined;
}

/** Offsets of an open file's bytes. */
export interface Extent {
  readonly low: number;
  readonly high: number;
  readonly length: number;
}

/** A transaction's response that comes in pieces. */
export interface Gathered {
  parameters: ByteSource | undefined;
  data: ByteSource | undefined;
}

/** A request that waits for its response, or for more of it. Used again for later ones. */
export class Request {
  command = 0;
  pid = 0;
  mid = 0;
  tid = 0;
  uid = 0;
  direction: Direction = 0;
  frame = 0;
  seconds = 0;
  nanoseconds = 0;
  /** Its FID, and the file it stands for; -1 for none. */
  fid = -1;
  file: OpenFile | undefined;
  /** What it names: a path, a pattern, a pipe or a mailslot. */
  path: string | undefined;
  /** The share of a tree connect, the account of a session setup: an AndX chain may hold these and a path. */
  share: string | undefined;
  account: string | undefined;
  domain: string | undefined;
  parameters: CreateParameters | undefined;
  extent: Extent | undefined;
  /** A transaction's subcommand and information level, -1 for none. */
  subcommand = -1;
  level = -1;
  /** A transaction's parameters and data have not all been sent yet. */
  partial = false;
  /** Pieces of its response. */
  gathered: Gathered | undefined;
  /** What else its command's own code, or that of what it carries, keeps of it. */
  detail: unknown;
  exchange: Exchange | undefined;
  /** Frame that ended it. */
  released = 0;

  begin(): void {
    this.fid = -1;
    this.file = undefined;
    this.path = undefined;
    this.share = undefined;
    this.account = undefined;
    this.domain = undefined;
    this.parameters = undefined;
    this.extent = undefined;
    this.subcommand = -1;
    this.level = -1;
    this.partial = false;
    this.gathered = undefined;
    this.detail = undefined;
    this.exchange = undefined;
  }
}

/** A raw read or write under way. */
export interface RawTransfer {
  readonly tid: number;
  readonly fid: number;
  readonly file: OpenFile | undefined;
  readonly direction: Direction;
  /** The read, which its bytes answer. */
  readonly asked: Request | undefined;
}

/** What is known of an SMB connection (MS-CIFS 3.2.1.2 and 3.3.1.2, as an onlooker can know it). */
export class SmbConnection {
  /** Requests that wait, oldest first. */
  readonly requests: Request[] = [];
  readonly trees = new Map<number, Tree>();
  readonly sessions = new Map<number, Session>();
  /** By TID and FID. */
  readonly files = new Map<number, OpenFile>();
  /** Dialects that the client offered. */
  dialects: readonly string[] = [];
  /** The raw read or write whose bytes come next, in a message without a header. */
  raw: RawTransfer | undefined;
  /** Bytes of responses that are being put together. */
  held = 0;
  readonly #spare: Request[] = [];
  /** Messages of the frame under way: used again for the next one. */
  readonly #messages: SmbMessage[] = [];
  #messageCount = 0;
  #frame = 0;

  message(frame: number): SmbMessage {
    if (frame !== this.#frame) {
      this.#frame = frame;
      this.#messageCount = 0;
    }
    let message = this.#messages[this.#messageCount];
    if (!message) {
      message = new SmbMessage();
      if (this.#messageCount < KEPT) this.#messages.push(message);
    }
    this.#messageCount++;
    return message;
  }

  /** A request of this frame that waits from now on. */
  begin(frame: number): Request {
    // What ended in this very frame may still be shown.
    const spare = this.#spare.at(-1);
    const request = spare !== undefined && spare.released !== frame ? this.#spare.pop()! : new Request();
    request.begin();
    request.frame = frame;
    this.requests.push(request);
    return request;
  }

  end(request: Request, frame: number): void {
    const at = this.requests.indexOf(request);
    if (at < 0) return;
    this.requests.splice(at, 1);
    this.release(request);
    request.released = frame;
    this.#spare.push(request);
  }

  /** Gives up the pieces of a response. */
  release(request: Request): void {
    const { gathered } = request;
    if (!gathered) return;
    this.held -= (gathered.parameters?.end ?? 0) + (gathered.data?.end ?? 0);
    request.gathered = undefined;
  }

  file(tid: number, fid: number): OpenFile | undefined {
    return this.files.get(key(tid, fid));
  }

  open(d: Dissection, file: OpenFile): OpenFile {
    const at = key(file.tid, file.fid);
    this.close(d, this.files.get(at), 'closed');
    if (this.files.size >= limits.smbFiles) {
      d.reached('smbFiles');
      this.close(d, first(this.files), 'limit');
    }
    this.files.set(at, file);
    return file;
  }

  close(d: Closer, file: OpenFile | undefined, reason: CloseReason): void {
    if (!file) return;
    this.files.delete(key(file.tid, file.fid));
    if (file.pipe) d.closePipe(file.pipe, reason);
  }

  /** Ends every file of a tree, or of the connection. */
  closeAll(d: Closer, reason: CloseReason, tid?: number): void {
    for (const file of this.files.values()) if (tid === undefined || file.tid === tid) this.close(d, file, reason);
  }

  keepTree(d: Dissection, tid: number, tree: Tree): void {
    if (keep(this.trees, limits.smbTrees, tid, tree)) d.reached('smbTrees');
  }

  keepSession(d: Dissection, uid: number, session: Session): void {
    if (keep(this.sessions, limits.smbSessions, uid, session)) d.reached('smbSessions');
  }
}

export const smbConnection = stateKey(() => new SmbConnection());

/** Who can end a pipe's flow. */
export type Closer = Pick<Dissection, 'closePipe'>;

const key = (tid: number, fid: number): number => tid * 0x10000 + fid;

/** Whether the oldest one had to go. */
function keep<T>(map: Map<number, T>, most: number, id: number, value: T): boolean {
  const full = map.size >= most && !map.has(id);
  if (full) map.delete(map.keys().next().value!);
  map.set(id, value);
  return full;
}
const first = <T>(map: ReadonlyMap<number, T>): T | undefined => map.values().next().value;
