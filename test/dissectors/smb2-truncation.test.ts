/** Every kind of SMB2 message, cut at each of its bytes and sent on by a strict pass. */
import { describe, test } from 'node:test';
import { type Bytes, concat, type Frame, session, u16le, u32le } from '../../samples/make/index.ts';
import { run } from './frames.ts';
import {
  answer,
  bind,
  CHANGE_NOTIFY,
  CLOSE,
  CREATE,
  close,
  compound,
  connect,
  create,
  createContexts,
  created,
  ECHO,
  FID,
  HEADER,
  IOCTL,
  IPC,
  ioctl,
  ioctlDone,
  NEGOTIATE,
  NO_FID,
  opened,
  QUERY_DIRECTORY,
  QUERY_INFO,
  queryDirectory,
  queryInfo,
  READ,
  RELATED,
  read,
  readDone,
  request,
  response,
  SESSION_SETUP,
  SET_INFO,
  SHARE,
  TRANSCEIVE,
  TREE_CONNECT,
  type Turn,
  treeConnect,
  treeConnected,
  u64le,
  utf16,
  WRITE,
  write,
  zeros,
} from './smb2-messages.ts';

const contexts = createContexts(
  ['DHnQ', zeros(16)],
  ['MxAc', zeros(8)],
  ['AAPL', concat(u32le(1), u32le(0), u64le(7), u64le(0x3f))],
  ['RqLs', zeros(52)],
);
const negotiateContexts = concat(u16le(1), u16le(8), u32le(0), u16le(1), u16le(2), u16le(1), [1, 2]);
const entry = concat(zeros(60), u32le(6), zeros(4), [4, 0], utf16('A~'), zeros(20), zeros(2), u64le(9), utf16('abc'));
const stream = concat(u32le(0), u32le(14), u64le(5), u64le(8), utf16('::$DATA'));
const notified = concat(u32le(0), u32le(3), u32le(6), utf16('abc'));
const networkInterface = concat(zeros(24), u16le(2), u16le(0), [10, 0, 0, 1], zeros(120));
const redirect = concat(u32le(48), u32le(3), u32le(28), u32le(6), u16le(0), u16le(0), u32le(0), utf16('abc'));
const errors = concat(
  u16le(9),
  [1, 0],
  u32le(8 + redirect.length),
  u32le(redirect.length),
  u32le(0x72645253),
  redirect,
);
const disk: readonly Turn[] = [...connect(SHARE, 1), ...opened('a')];
const pipe: readonly Turn[] = [...connect(IPC, 2), ...opened('srvsvc')];
const asked = (message: Bytes): readonly Turn[] => [[true, message]];

/** What came before, and the message that is cut. */
const messages: Record<string, readonly [before: readonly Turn[], fromClient: boolean, cut: Bytes]> = {
  'a negotiate request': [
    [],
    true,
    request(
      NEGOTIATE,
      concat(
        u16le(36),
        u16le(1),
        zeros(24),
        u32le(104),
        u16le(1),
        u16le(0),
        u16le(0x0311),
        zeros(2),
        negotiateContexts,
      ),
    ),
  ],
  'a negotiate response': [
    [],
    false,
    response(
      NEGOTIATE,
      concat(
        u16le(65),
        u16le(1),
        u16le(0x0311),
        u16le(1),
        zeros(48),
        u16le(HEADER + 64),
        u16le(8),
        u32le(HEADER + 72),
        zeros(8),
        negotiateContexts,
      ),
    ),
  ],
  'a session setup': [
    [],
    true,
    request(SESSION_SETUP, concat(u16le(25), zeros(10), u16le(88), u16le(8), u64le(0), zeros(8))),
  ],
  'a tree connect': [[], true, request(TREE_CONNECT, treeConnect(SHARE))],
  'a tree connect response': [[], false, response(TREE_CONNECT, treeConnected(1))],
  'a create request': [connect(SHARE, 1), true, request(CREATE, create('abc', { contexts }))],
  'a create response': [connect(SHARE, 1), false, response(CREATE, created(FID, contexts))],
  'a compound': [
    connect(SHARE, 1),
    true,
    compound(
      request(CREATE, create('abc'), { message: 1 }),
      request(QUERY_INFO, queryInfo(3, 0, NO_FID), { message: 2, flags: RELATED }),
      request(CLOSE, close(NO_FID), { message: 3, flags: RELATED }),
    ),
  ],
  'a write to a pipe': [pipe, true, request(WRITE, write(bind()))],
  'a read from a pipe': [[...pipe, ...asked(request(READ, read()))], false, response(READ, readDone(bind()))],
  'a transceive': [pipe, true, request(IOCTL, ioctl(TRANSCEIVE, bind()))],
  'its response': [
    [...pipe, ...asked(request(IOCTL, ioctl(TRANSCEIVE, bind())))],
    false,
    response(IOCTL, ioctlDone(TRANSCEIVE, bind())),
  ],
  'a referral request': [[], true, request(IOCTL, ioctl(0x00060194, concat(u16le(4), utf16('\\a\\b\0'))))],
  'network interfaces': [[], false, response(IOCTL, ioctlDone(0x001401fc, networkInterface))],
  'a listing': [
    [...disk, ...asked(request(QUERY_DIRECTORY, queryDirectory(37, '*')))],
    false,
    response(QUERY_DIRECTORY, answer(entry)),
  ],
  'streams of a file': [
    [...disk, ...asked(request(QUERY_INFO, queryInfo(1, 22)))],
    false,
    response(QUERY_INFO, answer(stream)),
  ],
  'everything of a file': [
    [...disk, ...asked(request(QUERY_INFO, queryInfo(1, 18)))],
    false,
    response(QUERY_INFO, answer(concat(zeros(96), u32le(6), utf16('abc')))),
  ],
  'a volume': [
    [...disk, ...asked(request(QUERY_INFO, queryInfo(2, 5)))],
    false,
    response(QUERY_INFO, answer(concat(zeros(8), u32le(8), utf16('NTFS')))),
  ],
  'a rename': [
    disk,
    true,
    request(
      SET_INFO,
      concat(u16le(33), [1, 10], u32le(26), u16le(96), zeros(6), FID, [1], zeros(15), u32le(6), utf16('abc')),
    ),
  ],
  'a notification': [[], false, response(CHANGE_NOTIFY, answer(notified))],
  'an error with contexts': [[], false, response(CREATE, errors, { status: 0xc00000cc })],
  'a sealed message': [[], true, concat([0xfd, 0x53, 0x4d, 0x42], zeros(48), zeros(8))],
  'a compressed message': [
    [],
    true,
    concat([0xfc, 0x53, 0x4d, 0x42], u32le(68), u16le(1), zeros(6), u16le(0x3043), request(ECHO, zeros(4))),
  ],
  'a chain of compressed messages': [
    [],
    true,
    concat(
      [0xfc, 0x53, 0x4d, 0x42],
      u32le(80),
      u16le(4),
      u16le(1),
      u32le(8),
      [7, 0, 0, 0],
      u32le(64),
      u16le(2),
      u16le(0),
      u32le(8),
      u32le(16),
      zeros(4),
    ),
  ],
};

function frames(before: readonly Turn[], fromClient: boolean, message: Bytes): Frame[] {
  const it = session({ port: 445 });
  for (const [client, turn] of before) client ? it.request(turn) : it.response(turn);
  if (fromClient) it.request(message);
  else it.response(message);
  return it.frames;
}

describe('every prefix of', () => {
  for (const [what, [before, fromClient, message]] of Object.entries(messages)) {
    test(`${what}, sent`, () => {
      for (let length = 1; length < message.length; length++)
        run(frames(before, fromClient, message.subarray(0, length)));
    });

    test(`${what}, captured`, () => {
      const whole = frames(before, fromClient, message);
      const last = whole.at(-1)!;
      for (let length = last.bytes.length - message.length; length <= last.bytes.length; length++) {
        const cut = { ...last, bytes: last.bytes.subarray(0, length), wire: last.bytes.length };
        run([...whole.slice(0, -1), cut]);
      }
    });
  }
});
