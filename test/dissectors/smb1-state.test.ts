/** What SMB1 remembers of a connection: shares, files, and pipes with all the commands that feed them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Bytes, hex, session } from '../../samples/make/index.ts';
import { run } from './frames.ts';
import {
  andx,
  available,
  CLOSE,
  close,
  connect,
  FID,
  LOGOFF_ANDX,
  NEGOTIATE,
  negotiate,
  negotiated,
  nothing,
  opened,
  READ_ANDX,
  READ_RAW,
  read,
  readDone,
  readRaw,
  request,
  response,
  TRANSACTION,
  TREE_DISCONNECT,
  type Turn,
  talk,
  told,
  transact,
  transacted,
  WRITE_ANDX,
  WRITE_COMPLETE,
  WRITE_RAW,
  write,
  writeRaw,
  written,
  zeros,
} from './smb1-messages.ts';
import { bind } from './smb2-messages.ts';

const SHARE = '\\\\SERVER\\SHARE';
const IPC = '\\\\SERVER\\IPC$';
const SMB = 'eth ip tcp nbss smb';
const RPC = `${SMB} dcerpc`;
const ack = (() => {
  const bytes = bind();
  bytes[2] = 12;
  return bytes;
})();
const half = bind().subarray(0, 40);
const rest = bind().subarray(40);

describe('shares and files', () => {
  test('are named wherever their ids are', () => {
    const frames = talk(
      ...connect(SHARE, 'A:'),
      ...opened('\\dir\\file.txt', false),
      [true, request(READ_ANDX, read())],
      [true, request(CLOSE, close())],
      [false, response(CLOSE, nothing)],
      [true, request(READ_ANDX, read(), { mid: 2 })],
    );
    const [connecting, , creating, , reading, , , again] = frames;
    assert.equal(connecting!.info, `Tree Connect AndX Request, Path: ${SHARE}`);
    assert.equal(creating!.one('smb.path'), SHARE);
    assert.equal(reading!.one('smb.file'), '\\dir\\file.txt');
    assert.equal(again!.one('smb.file'), 'none', 'a closed file has no name');
  });

  test('that are no pipes: what is written to a disk is data, whatever it looks like', () => {
    const seen = talk(...connect(SHARE, 'A:'), ...opened('bind.bin', false), [
      true,
      request(WRITE_ANDX, write(bind())),
    ]);
    assert.equal(seen.at(-1)!.path, SMB);
    assert.equal(seen.at(-1)!.one('smb.file_data').length, 144);
  });
});

describe('pipes', () => {
  const open: readonly Turn[] = [...connect(IPC, 'IPC'), ...opened('\\srvsvc')];
  const paths = (...turns: readonly Turn[]): string[] =>
    talk(...open, ...turns)
      .slice(4)
      .map(({ path }) => path);
  const second = { mid: 2 };

  test('carry calls in writes and reads', () => {
    assert.deepEqual(
      paths(
        [true, request(WRITE_ANDX, write(bind()))],
        [false, response(WRITE_ANDX, written(72))],
        [true, request(READ_ANDX, read(), second)],
        [false, response(READ_ANDX, readDone(ack), second)],
      ),
      [RPC, SMB, SMB, RPC],
    );
  });

  test('and in TransactNmPipe, both ways', () => {
    assert.deepEqual(
      paths([true, request(TRANSACTION, transact(bind()))], [false, response(TRANSACTION, transacted(ack))]),
      [RPC, RPC],
    );
  });

  test('go on in a read where a transaction’s answer overflowed', () => {
    const overflow = 0x80000005;
    const seen = talk(
      ...open,
      [true, request(TRANSACTION, transact(bind()))],
      [false, response(TRANSACTION, transacted(ack.subarray(0, 40)), { status: overflow })],
      [true, request(READ_ANDX, read(), second)],
      [false, response(READ_ANDX, readDone(ack.subarray(40)), second)],
    ).slice(-3);
    assert.equal(seen[0]!.path, SMB);
    assert.equal(seen[2]!.path, RPC);
    assert.deepEqual(seen[2]!.layers.at(-1)!.bytes, ack);
    assert.deepEqual(
      seen[2]!.layers.at(-1)!.spans.map(({ length }) => length),
      [40, 32],
    );
  });

  test('are written to in parts, the first of which says how much there will be', () => {
    const seen = paths(
      [true, request(WRITE_ANDX, write(half, { start: 72 }))],
      [false, response(WRITE_ANDX, written(42))],
      [true, request(WRITE_ANDX, write(rest), second)],
    );
    assert.deepEqual(seen, [SMB, SMB, RPC]);
  });

  test('are read raw: the answer has no header', () => {
    const seen = talk(...open, [true, request(READ_RAW, readRaw())], [false, ack], [false, ack]).slice(-2);
    assert.equal(seen[0]!.path, 'eth ip tcp nbss smb_raw dcerpc');
    assert.equal(seen[1]!.path, 'eth ip tcp nbss data', 'once only');
  });

  test('are written raw: at once, and alone after the interim response', () => {
    assert.deepEqual(
      paths(
        [true, request(WRITE_RAW, writeRaw(half, 72))],
        [false, response(WRITE_RAW, available)],
        [true, rest],
        [false, response(WRITE_COMPLETE, { words: zeros(2) })],
      ),
      [SMB, SMB, 'eth ip tcp nbss smb_raw dcerpc', SMB],
    );
  });

  test('have no raw data after a refusal, or where a message came instead', () => {
    assert.equal(
      paths(
        [true, request(WRITE_RAW, writeRaw(zeros(0), 72))],
        [false, response(WRITE_RAW, nothing, { status: 0xc0000022 })],
        [true, bind()],
      ).at(-1),
      'eth ip tcp nbss data',
    );
    assert.equal(
      paths(
        [true, request(WRITE_RAW, writeRaw(zeros(0), 72))],
        [true, request(READ_ANDX, read(), second)],
        [true, bind()],
      ).at(-1),
      'eth ip tcp nbss data',
    );
  });

  test('begin anew after a close, a tree disconnect and a logoff', () => {
    const ends: readonly (readonly [number, typeof nothing])[] = [
      [CLOSE, close(FID)],
      [TREE_DISCONNECT, nothing],
      [LOGOFF_ANDX, andx],
    ];
    for (const [command, body] of ends) {
      const seen = talk(
        ...open,
        [true, request(WRITE_ANDX, write(half))],
        [true, request(command, body, second)],
        [false, response(command, command === LOGOFF_ANDX ? andx : nothing, second)],
        ...opened('\\srvsvc'),
        [true, request(WRITE_ANDX, write(bind()), { mid: 3 })],
      ).at(-1)!;
      assert.equal(seen.path, RPC, `command ${command}`);
      assert.equal(seen.layers.at(-1)!.outcome, 'complete');
    }
  });

  test('are recognised by content where nothing of them was seen', () => {
    const [first] = talk([true, request(WRITE_ANDX, write(bind()))]);
    assert.equal(first!.path, RPC);
    const [text] = talk([true, request(WRITE_ANDX, write(zeros(72)))]);
    assert.equal(text!.path, SMB);
  });
});

test('a negotiate response hands its token on', () => {
  const token: Bytes = hex('60 1c 06 06 2b 06 01 05 05 02 a0 12 30 10 a0 0e 30 0c 06 0a 2b 06 01 04 01 82 37 02 02 0a');
  const [, answered] = talk([true, request(NEGOTIATE, negotiate)], [false, response(NEGOTIATE, negotiated(token))]);
  assert.equal(answered!.one('smb.dialect.selected'), 'NT LM 0.12');
  assert.equal(answered!.path, `${SMB} gss-api spnego`);
  const { frames } = session({ port: 445 })
    .request(request(NEGOTIATE, negotiate))
    .response(response(NEGOTIATE, negotiated(token)));
  const alone = run(frames, { fields: ['spnego.MechType'] }).frames.at(-1)!;
  assert.equal(alone.one('spnego.MechType'), '1.3.6.1.4.1.311.2.2.10', 'also where nothing of SMB is asked for');
});

describe('limits', () => {
  test('requests that nobody answers are dropped, oldest first', () => {
    const asked = Array.from({ length: 258 }, (_, mid): Turn => [true, request(READ_ANDX, read(), { mid })]);
    assert.deepEqual(told(asked).limits, ['exchanges', 'exchanges']);
  });
});

describe('every prefix of', () => {
  const messages: Record<string, readonly [before: readonly Turn[], fromClient: boolean, cut: Bytes]> = {
    'a tree connect': [[], true, connect(IPC, 'IPC')[0]![1]],
    'a create': [connect(IPC, 'IPC'), true, opened('\\srvsvc')[0]![1]],
    'a write to a pipe': [opened('\\srvsvc'), true, request(WRITE_ANDX, write(bind()))],
    'a transaction on a pipe': [opened('\\srvsvc'), true, request(TRANSACTION, transact(bind()))],
    'its response': [
      [...opened('\\srvsvc'), [true, request(TRANSACTION, transact(bind()))]],
      false,
      response(TRANSACTION, transacted(ack)),
    ],
    'a raw write': [opened('\\srvsvc'), true, request(WRITE_RAW, writeRaw(half, 72))],
    'raw data': [[...opened('\\srvsvc'), [true, request(READ_RAW, readRaw())]], false, ack],
    'a negotiate response': [[[true, request(NEGOTIATE, negotiate)]], false, response(NEGOTIATE, negotiated(ack))],
  };
  for (const [what, [before, fromClient, message]] of Object.entries(messages)) {
    test(`${what}, sent`, () => {
      for (let length = 1; length < message.length; length++) {
        const { frames } = told([...before, [fromClient, message.subarray(0, length)]]);
        assert.equal(frames.length, 3 + before.length + 1);
      }
    });
  }
});
