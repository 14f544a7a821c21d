/** What SMB1's fields say where halves make one number, or two words one time. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asciiz, concat, u16le, u32le } from '../../samples/make/session.ts';
import { andx, connect, FID, nothing, opened, request, response, talk, zeros } from './smb1-messages.ts';

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
});
