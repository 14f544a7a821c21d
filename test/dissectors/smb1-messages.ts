/** SMB1 messages written by MS-CIFS 2.2.4, and conversations made of them. Everything that is not given is right or zero. */
import { ascii, asciiz, type Bytes, concat, REPLY, session, smb, u16le, u32le } from '../../samples/make/index.ts';
import { type Ran, run, type Seen } from './frames.ts';

export const CLOSE = 0x04;
export const READ_RAW = 0x1a;
export const WRITE_RAW = 0x1d;
export const WRITE_COMPLETE = 0x20;
export const TRANSACTION = 0x25;
export const READ_ANDX = 0x2e;
export const WRITE_ANDX = 0x2f;
export const TREE_DISCONNECT = 0x71;
export const NEGOTIATE = 0x72;
export const LOGOFF_ANDX = 0x74;
export const TREE_CONNECT_ANDX = 0x75;
export const NT_CREATE_ANDX = 0xa2;

export const FID = 0x4001;
const TID = 0x0801;
const UID = 0x0802;
const HEADER = 32;
/** 32-bit status. */
const NT_STATUS = 0x4000;
const NO_ANDX = [0xff, 0, 0, 0];

export const zeros = (length: number): Bytes => new Uint8Array(length);

export interface Fields {
  readonly status?: number;
  readonly tid?: number;
  readonly uid?: number;
  readonly mid?: number;
}

/** What lies between WordCount and ByteCount, and after it. */
export interface Body {
  readonly words: Bytes;
  readonly bytes?: Bytes;
}
export const nothing: Body = { words: zeros(0) };

function message(command: number, { words, bytes = zeros(0) }: Body, flags: number, fields: Fields): Bytes {
  const { status = 0, tid = TID, uid = UID, mid = 1 } = fields;
  const header = { command, flags, flags2: NT_STATUS, status, tid, uid, mid, pidLow: 7 };
  return smb({ header, words, bytes });
}
export const request = (command: number, body: Body, fields: Fields = {}): Bytes => message(command, body, 0, fields);
export const response = (command: number, body: Body, fields: Fields = {}): Bytes =>
  message(command, body, REPLY, fields);

// Bodies --------------------------------------------------------------------------------------------------------------

export const treeConnect = (path: string): Body => ({
  words: concat(NO_ANDX, u16le(0), u16le(1)),
  bytes: concat([0], asciiz(path), asciiz('?????')),
});
export const treeConnected = (service: string): Body => ({
  words: concat(NO_ANDX, u16le(0)),
  bytes: concat(asciiz(service), asciiz('NTFS')),
});
export const create = (name: string): Body => ({
  words: concat(NO_ANDX, [0], u16le(name.length), zeros(41)),
  bytes: asciiz(name),
});
export const created = (fid = FID, pipe = true): Body => ({
  words: concat(NO_ANDX, [0], u16le(fid), zeros(56), u16le(pipe ? 2 : 0), zeros(3)),
});
export const close = (fid = FID): Body => ({ words: concat(u16le(fid), u32le(0)) });
export const andx: Body = { words: Uint8Array.from(NO_ANDX) };

export const read = (fid = FID): Body => ({
  words: concat(NO_ANDX, u16le(fid), u32le(0), u16le(1024), u16le(0), u32le(0), u16le(0)),
});
export const readDone = (data: Bytes): Body => ({
  words: concat(NO_ANDX, u16le(0), u16le(0), u16le(0), u16le(data.length), u16le(HEADER + 1 + 24 + 2), zeros(10)),
  bytes: data,
});
const MESSAGE_START = 0x08;
const RAW = 0x04;
/** `start`: the first part of a message of so many bytes, which a pipe is written in raw mode (WriteMode). */
export const write = (data: Bytes, { fid = FID, start }: { fid?: number; start?: number } = {}): Body => {
  const bytes = start === undefined ? data : concat(u16le(start), data);
  return {
    words: concat(
      NO_ANDX,
      u16le(fid),
      u32le(0),
      u32le(0),
      u16le(start === undefined ? 0 : MESSAGE_START | RAW),
      u16le(0),
      u16le(0),
      u16le(bytes.length),
      u16le(HEADER + 1 + 24 + 2),
    ),
    bytes,
  };
};
export const written = (count: number): Body => ({ words: concat(NO_ANDX, u16le(count), zeros(6)) });

/** TransactNmPipe: written and read in one go. */
export const transact = (data: Bytes, fid = FID): Body => {
  const name = asciiz('\\PIPE\\');
  const at = HEADER + 1 + 32 + 2 + name.length;
  return {
    words: concat(
      u16le(0),
      u16le(data.length),
      u16le(0),
      u16le(1024),
      zeros(10),
      u16le(0),
      u16le(at),
      u16le(data.length),
      u16le(at),
      [2, 0],
      u16le(0x26),
      u16le(fid),
    ),
    bytes: concat(name, data),
  };
};
export const transacted = (data: Bytes): Body => {
  const at = HEADER + 1 + 20 + 2;
  return {
    words: concat(
      u16le(0),
      u16le(data.length),
      u16le(0),
      u16le(0),
      u16le(at),
      u16le(0),
      u16le(data.length),
      u16le(at),
      u16le(0),
      [0, 0],
    ),
    bytes: data,
  };
};

export const readRaw = (fid = FID): Body => ({
  words: concat(u16le(fid), u32le(0), u16le(1024), u16le(0), u32le(0), u16le(0)),
});
/** `now` of `all` bytes; the rest comes alone. */
export const writeRaw = (now: Bytes, all: number, fid = FID): Body => ({
  words: concat(
    u16le(fid),
    u16le(all),
    u16le(0),
    u32le(0),
    u32le(0),
    u16le(RAW),
    u32le(0),
    u16le(now.length),
    u16le(HEADER + 1 + 24 + 2),
  ),
  bytes: now,
});
export const available: Body = { words: u16le(0xffff) };
export const negotiate: Body = { words: zeros(0), bytes: concat([2], asciiz('NT LM 0.12')) };
/** NT LM 0.12 with extended security: a GUID and a token. */
export const negotiated = (token: Bytes): Body => ({
  words: concat(u16le(0), [3], zeros(16), u32le(0x80000000), zeros(11)),
  bytes: concat(ascii('0123456789abcdef'), token),
});

// Conversations -------------------------------------------------------------------------------------------------------

/** `bare`: bytes of a session message that are no SMB. */
export type Turn = readonly [fromClient: boolean, message: Bytes];

export const connect = (path: string, service: string): readonly Turn[] => [
  [true, request(TREE_CONNECT_ANDX, treeConnect(path), { tid: 0 })],
  [false, response(TREE_CONNECT_ANDX, treeConnected(service))],
];
export const opened = (name: string, pipe = true): readonly Turn[] => [
  [true, request(NT_CREATE_ANDX, create(name))],
  [false, response(NT_CREATE_ANDX, created(FID, pipe))],
];

export function told(turns: readonly Turn[]): Ran {
  const it = session({ port: 445 });
  for (const [fromClient, bytes] of turns) fromClient ? it.request(bytes) : it.response(bytes);
  return run(it.frames);
}
/** What its turns say, a frame each. */
export const talk = (...turns: readonly Turn[]): readonly Seen[] => told(turns).frames.slice(3);
