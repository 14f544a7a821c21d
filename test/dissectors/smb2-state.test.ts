/** What SMB2 remembers of a connection: shares, files, pipes, sessions on several connections, and the bounds of it all. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Identified, IdTable } from '../../dissectors/smb2/identified.ts';
import { Connection } from '../../dissectors/smb2/keys.ts';
import { concat, type Frame, session, u16le, u32le } from '../../samples/make/index.ts';
import { run } from './frames.ts';
import {
  answer,
  bind,
  CLOSE,
  CREATE,
  close,
  closed,
  compound,
  connect,
  create,
  created,
  ECHO,
  FID,
  IOCTL,
  IPC,
  ioctl,
  ioctlDone,
  LOGOFF,
  NO_FID,
  opened,
  QUERY_INFO,
  queryInfo,
  READ,
  RELATED,
  read,
  readDone,
  request,
  response,
  SESSION_SETUP,
  SHARE,
  smb2,
  TRANSCEIVE,
  TREE_CONNECT,
  TREE_DISCONNECT,
  type Turn,
  talk,
  told,
  treeConnect,
  treeConnected,
  u64le,
  WRITE,
  write,
  zeros,
} from './smb2-messages.ts';

const PIPE = 2;
const DISK = 1;
const nothing = concat(u16le(4), u16le(0));

describe('shares and files', () => {
  test('are named wherever their ids are', () => {
    const frames = talk(
      ...connect(SHARE, DISK),
      ...opened('dir\\file.txt'),
      [true, request(READ, read())],
      [true, request(CLOSE, close())],
      [false, response(CLOSE, closed())],
      [true, request(CLOSE, close())],
    );
    const [connecting, connected, creating, done, reading, closing, , again] = frames;
    assert.equal(connecting!.info, `Tree Connect Request Tree: ${SHARE}`);
    assert.equal(connecting!.one('smb2.tree'), SHARE);
    assert.equal(connected!.one('smb2.share_type'), '0x01');
    assert.equal(creating!.one('smb2.tree'), SHARE);
    assert.equal(creating!.one('smb2.tcon_frame'), '5');
    assert.equal(done!.info, 'Create Response File: dir\\file.txt');
    assert.equal(reading!.info, 'Read Request Len:1024 Off:0 File: dir\\file.txt');
    assert.equal(reading!.one('smb2.fid.name'), 'dir\\file.txt');
    assert.equal(closing!.info, 'Close Request File: dir\\file.txt');
    assert.equal(again!.info, 'Close Request', 'a closed file has no name');
  });

  test('of related commands are the create’s', () => {
    const asked = compound(
      request(CREATE, create('a'), { message: 1 }),
      request(QUERY_INFO, queryInfo(1, 5, NO_FID), { message: 2, flags: RELATED }),
    );
    const [, , , , later] = talk(
      ...connect(SHARE, DISK),
      [true, asked],
      [
        false,
        compound(response(CREATE, created(), { message: 1 }), response(QUERY_INFO, answer(zeros(24)), { message: 2 })),
      ],
      [true, request(CLOSE, close())],
    );
    assert.equal(later!.info, 'Close Request File: a');
  });

  test('belong to their session', () => {
    const [, , other] = talk(...connect(SHARE, DISK), [true, request(CREATE, create('a'), { session: 0x78 })]);
    assert.equal(other!.one('smb2.tree'), 'none');
  });

  test('with control characters in their names steer nobody’s screen', () => {
    const [seen] = talk([true, request(CREATE, create('a\u001b[2Jb'))]);
    assert.equal(seen!.info, 'Create Request File: a\\x1b[2Jb');
  });
});

describe('pipes', () => {
  const reply = (() => {
    const bytes = bind();
    bytes[2] = 12;
    return bytes;
  })();
  const open: readonly Turn[] = [...connect(IPC, PIPE), ...opened('srvsvc')];
  const paths = (turns: readonly Turn[]): string[] =>
    told(turns)
      .frames.slice(3 + open.length)
      .map((it) => it.path);
  const RPC = 'eth ip tcp nbss smb2 dcerpc';

  test('carry calls in writes and reads', () => {
    assert.deepEqual(
      paths([
        ...open,
        [true, request(WRITE, write(bind()))],
        [true, request(READ, read())],
        [false, response(READ, readDone(bind()))],
      ]),
      [RPC, 'eth ip tcp nbss smb2', RPC],
    );
  });

  test('and in transceive, both ways', () => {
    assert.deepEqual(
      paths([
        ...open,
        [true, request(IOCTL, ioctl(TRANSCEIVE, bind()))],
        [false, response(IOCTL, ioctlDone(TRANSCEIVE, bind()))],
      ]),
      [RPC, RPC],
    );
  });

  test('put messages together from parts that overflowed', () => {
    const whole = bind();
    const seen = told([
      ...open,
      [true, request(READ, read(), { message: 20 })],
      [false, response(READ, readDone(whole.subarray(0, 40)), { message: 20, status: 0x80000005 })],
      [true, request(READ, read(), { message: 21 })],
      [false, response(READ, readDone(whole.subarray(40)), { message: 21 })],
    ]).frames.slice(-3);
    assert.equal(seen[0]!.path, 'eth ip tcp nbss smb2');
    assert.equal(seen[0]!.info, 'Read Response, Error: STATUS_BUFFER_OVERFLOW');
    assert.equal(seen[2]!.path, RPC);
    const rpc = seen[2]!.layers.at(-1)!;
    assert.deepEqual(rpc.bytes, whole);
    assert.deepEqual(
      rpc.spans.map((span) => span.length),
      [40, 32],
    );
  });

  test('are answered later, by an asynchronous response', () => {
    const seen = paths([
      ...open,
      [true, request(IOCTL, ioctl(TRANSCEIVE, bind()), { message: 30 })],
      [false, response(IOCTL, concat(u16le(9), zeros(6), [0]), { message: 30, status: 0x103, async: 5 })],
      [true, request(ECHO, nothing, { message: 31 })],
      [false, response(IOCTL, ioctlDone(TRANSCEIVE, reply), { message: 30, async: 5 })],
    ]);
    assert.deepEqual(seen, [RPC, 'eth ip tcp nbss smb2', 'eth ip tcp nbss smb2', RPC]);
  });

  test('are written to and read from in one compound', () => {
    const seen = told([
      ...open,
      [
        true,
        compound(
          request(WRITE, write(bind(), NO_FID), { message: 40 }),
          request(READ, read(NO_FID), { message: 41, flags: RELATED }),
        ),
      ],
      [true, compound(request(WRITE, write(bind())), request(READ, read(NO_FID), { message: 43, flags: RELATED }))],
    ]).frames.slice(-2);
    assert.equal(seen[0]!.path, `${RPC} smb2`, 'without a create before them: recognised by its content');
    assert.equal(seen[1]!.path, `${RPC} smb2`);
  });

  test('begin anew after a close, a tree disconnect and a logoff', () => {
    const half = write(bind().subarray(0, 40));
    for (const end of [
      [
        [true, request(CLOSE, close())],
        [false, response(CLOSE, closed())],
      ],
      [
        [true, request(TREE_DISCONNECT, nothing)],
        [false, response(TREE_DISCONNECT, nothing)],
      ],
      [
        [true, request(LOGOFF, nothing)],
        [false, response(LOGOFF, nothing)],
      ],
    ] as const satisfies readonly (readonly Turn[])[]) {
      const seen = told([
        ...open,
        [true, request(WRITE, half)],
        ...end,
        ...opened('srvsvc'),
        [true, request(WRITE, write(bind()))],
      ]).frames.at(-1)!;
      assert.equal(seen.path, RPC);
      assert.equal(seen.layers.at(-1)!.outcome, 'complete');
    }
  });

  test('are recognised by content where the share was not seen', () => {
    const [first] = talk([true, request(WRITE, write(bind()))]);
    assert.equal(first!.path, RPC);
    const [orphan] = talk([false, response(READ, readDone(reply))]);
    assert.equal(orphan!.path, RPC, 'an answer whose request is missing');
    const [text] = talk([true, request(WRITE, write(zeros(72)))]);
    assert.equal(text!.path, 'eth ip tcp nbss smb2 data');
  });

  test('are no files: what is written to a disk is data, whatever it looks like', () => {
    const seen = talk(...connect(SHARE, DISK), ...opened('bind.bin'), [true, request(WRITE, write(bind()))]);
    assert.equal(seen.at(-1)!.path, 'eth ip tcp nbss smb2 data');
  });
});

describe('sessions', () => {
  const setup = (flags: number) => concat(u16le(25), [flags, 1], u32le(0), u32le(0), u16le(88), u16le(0), u64le(0));
  const granted = concat(u16le(9), u16le(0), u16le(72), u16le(0));
  const BINDING = 1;

  /** A second connection of a session, which reads a file that the first one opened. */
  function channels(flags: number): Frame[] {
    const first = session({ port: 445 });
    first.request(smb2(SESSION_SETUP, setup(0), { session: 0 })).response(response(SESSION_SETUP, granted));
    for (const [fromClient, message] of [...connect(SHARE, DISK), ...opened('shared.txt')]) {
      fromClient ? first.request(message) : first.response(message);
    }
    const second = session({ port: 445, clientPort: 49153 });
    second.request(smb2(SESSION_SETUP, setup(flags))).response(response(SESSION_SETUP, granted));
    second.request(request(READ, read()));
    return [...first.frames, ...second.frames];
  }

  test('that are bound to a second connection share what they opened', () => {
    const seen = run(channels(BINDING)).frames.at(-1)!;
    assert.equal(seen.one('smb2.tree'), SHARE);
    assert.equal(seen.info, 'Read Request Len:1024 Off:0 File: shared.txt');
  });

  test('of the same number that are not bound are others', () => {
    const seen = run(channels(0)).frames.at(-1)!;
    assert.equal(seen.one('smb2.tree'), 'none');
    assert.equal(seen.info, 'Read Request Len:1024 Off:0');
  });
});

describe('limits', () => {
  test('requests that nobody answers are dropped, oldest first', () => {
    const asked = Array.from({ length: 4100 }, (_, i): Turn => [true, request(ECHO, nothing, { message: i })]);
    const { frames, limits } = told([
      ...asked,
      [false, response(ECHO, nothing, { message: 0 })],
      [false, response(ECHO, nothing, { message: 4099 })],
    ]);
    assert.deepEqual(new Set(limits), new Set(['smbRequests']));
    assert.equal(limits.length, 4);
    assert.equal(frames.at(-2)!.one('smb2.response_to'), 'none');
    assert.equal(frames.at(-1)!.one('smb2.response_to'), String(3 + 4100));
  });

  test('trees are dropped, too', () => {
    const turns = Array.from({ length: 1026 }, (_, i): readonly Turn[] => [
      [true, request(TREE_CONNECT, treeConnect('\\\\s\\a'), { message: i, tree: 0 })],
      [false, response(TREE_CONNECT, treeConnected(DISK), { message: i, tree: i + 1 })],
    ]).flat();
    assert.deepEqual(told(turns).limits, ['smbTrees', 'smbTrees']);
  });
});

describe('a table of identified things', () => {
  class Thing extends Identified {}
  const thing = (w0: number, w1 = 0, w2 = 0, w3 = 0): Thing => Object.assign(new Thing(), { w0, w1, w2, w3 });

  test('finds by all of the number', () => {
    const table = new IdTable<Thing>(10);
    const one = thing(1, 2, 3, 4);
    assert.equal(table.add(one), undefined);
    assert.equal(table.find(1, 2, 3, 4), one);
    assert.equal(table.find(1, 2, 3, 5), undefined);
    const successor = thing(1, 2, 3, 4);
    assert.equal(table.add(successor), one, 'a number used again');
    assert.equal(table.find(1, 2, 3, 4), successor);
    assert.equal(table.size, 1);
  });

  test('holds so many, and drops the oldest', () => {
    const table = new IdTable<Thing>(3);
    const things = [1, 2, 3, 4].map((n) => thing(n));
    assert.deepEqual(
      things.map((it) => table.add(it)),
      [undefined, undefined, undefined, things[0]],
    );
    assert.deepEqual([...table], things.slice(1));
    table.delete(things[2]!);
    table.delete(things[2]!);
    assert.equal(table.size, 2);
  });

  test('gives up things during a walk', () => {
    const table = new IdTable<Thing>(100);
    for (let i = 0; i < 50; i++) table.add(thing(i));
    for (const it of table) table.delete(it);
    assert.equal(table.size, 0);
    assert.deepEqual([...table], []);
  });
});

test('request objects are used again, not made', () => {
  const connection = new Connection();
  assert.equal(connection.spare.length, 0);
  const turns = Array.from({ length: 100 }, (_, i): readonly Turn[] => [
    [true, request(ECHO, nothing, { message: i })],
    [false, response(ECHO, nothing, { message: i })],
  ]).flat();
  const answers = talk(...turns).filter((_, i) => i % 2 === 1);
  assert.deepEqual(
    answers.map((it) => it.one('smb2.response_to')),
    answers.map((_, i) => String(4 + 2 * i)),
  );
});

test('FileIds of all kinds are told apart', () => {
  const ids = [concat(u64le(1), u64le(2)), concat(u64le(2), u64le(1)), concat(u64le(1n << 40n), u64le(2)), FID];
  const frames = talk(
    ...connect(SHARE, DISK),
    ...ids.flatMap((id, i) => opened(`file${i}`, id)),
    ...ids.map((id): Turn => [true, request(READ, read(id))]),
  );
  assert.deepEqual(
    frames.slice(-4).map((it) => it.one('smb2.fid.name')),
    ['file0', 'file1', 'file2', 'file3'],
  );
  assert.equal(u32le(0).length, 4);
});
