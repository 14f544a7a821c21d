/** What SMB1's fields say where halves make one number, or two words one time. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { asciiz, concat, session, u16le, u32le, writePcap } from '../../samples/make/index.ts';
import { program } from '../../scripts/golden/program.ts';
import {
  andx,
  CLOSE,
  close,
  connect,
  create,
  created,
  FID,
  NT_CREATE_ANDX,
  nothing,
  opened,
  request,
  response,
  TRANSACTION,
  talk,
  zeros,
} from './smb1-messages.ts';

const LOCKING_ANDX = 0x24;
const SEARCH = 0x81;
const LARGE_FILES = 0x10;

describe('SMB1 fields', () => {
  /** The last of a conversation about a file. */
  const asked = (type: number, range: Uint8Array, count = 1) =>
    talk(...connect('\\\\SERVER\\SHARE', 'A:'), ...opened('a.txt', false), [
      true,
      request(LOCKING_ANDX, {
        words: concat(andx.words, u16le(FID), [type, 0], u32le(0), u16le(0), u16le(count)),
        bytes: range,
      }),
    ]).at(-1)!;

  test('ranges of 32 bits', () => {
    const seen = asked(0, concat(u16le(7), u32le(0x10), u32le(0x20)));
    assert.deepEqual([seen.one('smb.lock.offset'), seen.one('smb.lock.length')], ['16', '32']);
  });

  test('ranges of 64 bits', () => {
    const wide = (high: number, low: number) =>
      concat(u16le(7), zeros(2), u32le(high), u32le(low), u32le(0xffffffff), u32le(0xffffffff));
    const seen = asked(LARGE_FILES, wide(1, 2));
    assert.equal(seen.one('smb.lock.offset'), '4294967298');
    assert.equal(seen.one('smb.lock.offset.high'), '1');
    assert.equal(seen.one('smb.lock.offset.low'), '2');
    assert.equal(seen.one('smb.lock.length'), '18446744073709551615');
    assert.equal(asked(LARGE_FILES, wide(0, 2)).one('smb.lock.offset'), '2');
    const two = asked(LARGE_FILES, concat(wide(0, 2), wide(0, 5)), 2);
    assert.deepEqual(two.all('smb.lock.offset'), ['2', '5']);
    const cut = asked(LARGE_FILES, wide(0, 2).subarray(0, 19));
    assert.deepEqual(cut.all('smb.lock.offset'), []);
  });

  test('an answer whose parameters lie in its header, and whose data nowhere, ends where it began', () => {
    const words = concat(...[0, 196, 0, 12, 0, 0x5250, 0x4e49, 0x5354, 0x5245].map(u16le), u16le(0));
    const [seen] = talk([false, response(TRANSACTION, { words })]).slice(-1);
    assert.deepEqual(
      seen!.layers.slice(-1).map(({ name, outcome }) => [name, outcome]),
      [['smb', 'malformed']],
    );
  });

  test('a date and a time of day', () => {
    const date = ((2019 - 1980) << 9) | (12 << 5) | 15;
    const time = (12 << 11) | (25 << 5) | 10;
    const entry = (...words: readonly [number, number]) =>
      concat(zeros(21), [0x20], ...words.map(u16le), u32le(5), asciiz('A.TXT       '));
    const found = (...words: readonly [number, number]) =>
      talk(
        ...connect('\\\\SERVER\\SHARE', 'A:'),
        [true, request(SEARCH, nothing)],
        [false, response(SEARCH, { words: u16le(1), bytes: concat([5], u16le(43), entry(...words)) })],
      ).at(-1)!;
    const seen = found(time, date);
    assert.equal(seen.one('smb.last_write.time'), 'Dec 15, 2019 12:25:20.000000000 UTC');
    assert.equal(seen.one('smb.last_write.smb.date'), '0x4f8f');
    assert.deepEqual(found(time, 0).all('smb.last_write.time'), []);
  });

  test('what a file was opened with stands at its FID, bit by bit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'specshark-smb1-'));
    const path = join(folder, 'open.pcap');
    const asked = create('a.txt');
    asked.words.set(u32le(0x40), 39);
    const it = session({ port: 445 });
    for (const [fromClient, message] of connect('\\\\SERVER\\SHARE', 'A:'))
      fromClient ? it.request(message) : it.response(message);
    it.request(request(NT_CREATE_ANDX, asked)).response(response(NT_CREATE_ANDX, created(FID, false)));
    it.request(request(CLOSE, close()));
    try {
      writePcap(path, it.frames);
      const { output } = await program(['read', '-V', '-Y', 'smb.cmd == 4', path]);
      const lines = output.toString('utf8').split('\n');
      const at = lines.indexOf('            [CreateOptions of its open: 0x00000040]');
      assert.notEqual(at, -1, output.toString('utf8'));
      assert.equal(
        lines[at + 7],
        '                .... .... .... .... .... .... .1.. .... = FILE_NON_DIRECTORY_FILE: Set',
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
