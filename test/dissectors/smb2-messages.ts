/** SMB2 messages written by MS-SMB2 2.2, and conversations made of them. Everything that is not given is right or zero. */
import { type Bytes, concat, session, u16le, u32le } from '../../samples/make/index.ts';
import { type Ran, run, type Seen } from './frames.ts';

export const HEADER = 64;
export const NEGOTIATE = 0;
export const SESSION_SETUP = 1;
export const LOGOFF = 2;
export const TREE_CONNECT = 3;
export const TREE_DISCONNECT = 4;
export const CREATE = 5;
export const CLOSE = 6;
export const READ = 8;
export const WRITE = 9;
export const IOCTL = 11;
export const ECHO = 13;
export const QUERY_DIRECTORY = 14;
export const CHANGE_NOTIFY = 15;
export const QUERY_INFO = 16;
export const SET_INFO = 17;

const RESPONSE = 0x01;
const ASYNC = 0x02;
export const RELATED = 0x04;

export const SHARE = '\\\\server\\share';
export const IPC = '\\\\server\\IPC$';
/** FSCTL_PIPE_TRANSCEIVE. */
export const TRANSCEIVE = 0x0011c017;

export const zeros = (length: number): Bytes => new Uint8Array(length);
export const utf16 = (text: string): Bytes => new Uint8Array(Buffer.from(text, 'utf16le'));
export function u64le(value: number | bigint): Bytes {
  const bytes = zeros(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}

export const FID = concat(u64le(0x1111), u64le(0x2222));
/** The file of the compound's create. */
export const NO_FID = zeros(16).fill(0xff);

export interface HeaderFields {
  readonly status?: number;
  readonly flags?: number;
  readonly message?: number;
  readonly tree?: number;
  readonly session?: number;
  /** Its presence makes the header an asynchronous one. */
  readonly async?: number;
}

/** Header (2.2.1) and body. */
export function smb2(command: number, body: Bytes, fields: HeaderFields = {}): Bytes {
  const { status = 0, flags = 0, message = 1, tree = 1, session: id = 0x77, async } = fields;
  return concat(
    [0xfe, 0x53, 0x4d, 0x42],
    u16le(HEADER),
    u16le(1),
    u32le(status),
    u16le(command),
    u16le(1),
    u32le(flags | (async === undefined ? 0 : ASYNC)),
    u32le(0),
    u64le(message),
    async === undefined ? concat(u32le(0), u32le(tree)) : u64le(async),
    u64le(id),
    zeros(16),
    body,
  );
}

export const request = smb2;
export const response = (command: number, body: Bytes, fields: HeaderFields = {}): Bytes =>
  smb2(command, body, { ...fields, flags: (fields.flags ?? 0) | RESPONSE });

/** Messages one after another, each but the last padded to eight bytes (3.2.4.1.4). */
export function compound(...messages: readonly Bytes[]): Bytes {
  return concat(
    ...messages.map((message, i) => {
      if (i === messages.length - 1) return message;
      const padded = concat(message, zeros(-message.length & 7));
      padded.set(u32le(padded.length), 20);
      return padded;
    }),
  );
}

// Bodies --------------------------------------------------------------------------------------------------------------

export const treeConnect = (path: string): Bytes => {
  const name = utf16(path);
  return concat(u16le(9), u16le(0), u16le(HEADER + 8), u16le(name.length), name);
};
export const treeConnected = (shareType: number): Bytes => concat(u16le(16), [shareType, 0], zeros(12));

export function createContexts(...contexts: readonly (readonly [name: string, data: Bytes])[]): Bytes {
  return concat(
    ...contexts.map(([name, data], i) => {
      const whole = concat(u32le(0), u16le(16), u16le(4), u16le(0), u16le(24), u32le(data.length));
      const context = concat(
        whole,
        Uint8Array.from(name, (c) => c.charCodeAt(0)),
        zeros(4),
        data,
      );
      if (i === contexts.length - 1) return context;
      const padded = concat(context, zeros(-context.length & 7));
      padded.set(u32le(padded.length), 0);
      return padded;
    }),
  );
}

export function create(path: string, { contexts = zeros(0) }: { contexts?: Bytes } = {}): Bytes {
  const name = utf16(path);
  const padded = concat(name, zeros(-name.length & 7));
  const at = HEADER + 56;
  return concat(
    u16le(57),
    zeros(42),
    u16le(at),
    u16le(name.length),
    u32le(contexts.length > 0 ? at + padded.length : 0),
    u32le(contexts.length),
    padded,
    contexts,
  );
}
export const created = (fid: Bytes = FID, contexts: Bytes = zeros(0)): Bytes =>
  concat(u16le(89), zeros(62), fid, u32le(contexts.length > 0 ? HEADER + 88 : 0), u32le(contexts.length), contexts);

export const close = (fid: Bytes = FID): Bytes => concat(u16le(24), zeros(6), fid);
export const closed = (): Bytes => concat(u16le(60), zeros(58));

export const read = (fid: Bytes = FID): Bytes =>
  concat(u16le(49), zeros(2), u32le(1024), u64le(0), fid, zeros(16), [0]);
export const readDone = (data: Bytes): Bytes => concat(u16le(17), [HEADER + 16, 0], u32le(data.length), zeros(8), data);

export const write = (data: Bytes, fid: Bytes = FID): Bytes =>
  concat(u16le(49), u16le(HEADER + 48), u32le(data.length), u64le(0), fid, zeros(16), data);
export const written = (count: number): Bytes => concat(u16le(17), zeros(2), u32le(count), zeros(8));

export const ioctl = (code: number, input: Bytes, fid: Bytes = FID): Bytes =>
  concat(
    u16le(57),
    zeros(2),
    u32le(code),
    fid,
    u32le(HEADER + 56),
    u32le(input.length),
    u32le(0),
    u32le(0),
    u32le(0),
    u32le(4096),
    u32le(1),
    zeros(4),
    input,
  );
export const ioctlDone = (code: number, output: Bytes, fid: Bytes = FID): Bytes =>
  concat(
    u16le(49),
    zeros(2),
    u32le(code),
    fid,
    u32le(HEADER + 48),
    u32le(0),
    u32le(HEADER + 48),
    u32le(output.length),
    zeros(8),
    output,
  );

export const queryInfo = (type: number, level: number, fid: Bytes = FID): Bytes =>
  concat(u16le(41), [type, level], u32le(4096), zeros(16), fid);
export const queryDirectory = (level: number, pattern: string): Bytes => {
  const name = utf16(pattern);
  return concat(u16le(33), [level, 0], u32le(0), FID, u16le(HEADER + 32), u16le(name.length), u32le(4096), name);
};
/** The response of QUERY_INFO, QUERY_DIRECTORY and CHANGE_NOTIFY: a buffer. */
export const answer = (data: Bytes): Bytes => concat(u16le(9), u16le(HEADER + 8), u32le(data.length), data);

/** A DCE/RPC bind of one context: srvsvc, in NDR. */
export const bind = (): Bytes =>
  concat(
    [5, 0, 11, 3, 0x10, 0, 0, 0],
    u16le(72),
    u16le(0),
    u32le(1),
    u16le(4280),
    u16le(4280),
    u32le(0),
    [1, 0, 0, 0],
    u16le(0),
    [1, 0],
    [0xc8, 0x4f, 0x32, 0x4b, 0x70, 0x16, 0xd3, 0x01, 0x12, 0x78, 0x5a, 0x47, 0xbf, 0x6e, 0xe1, 0x88],
    u32le(3),
    [0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08, 0x00, 0x2b, 0x10, 0x48, 0x60],
    u32le(2),
  );

// Conversations -------------------------------------------------------------------------------------------------------

export type Turn = readonly [fromClient: boolean, message: Bytes];

export const connect = (share: string, shareType: number): readonly Turn[] => [
  [true, request(TREE_CONNECT, treeConnect(share), { tree: 0 })],
  [false, response(TREE_CONNECT, treeConnected(shareType))],
];

export const opened = (path: string, fid: Bytes = FID): readonly Turn[] => [
  [true, request(CREATE, create(path))],
  [false, response(CREATE, created(fid))],
];

/** A connection to port 445, from its handshake's three frames on. */
export function told(turns: readonly Turn[]): Ran {
  const it = session({ port: 445 });
  for (const [fromClient, message] of turns) fromClient ? it.request(message) : it.response(message);
  return run(it.frames);
}

/** What its turns say, a frame each. */
export const talk = (...turns: readonly Turn[]): readonly Seen[] => told(turns).frames.slice(3);
