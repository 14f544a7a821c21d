import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decodeText, escapeText, nullTerminated } from '../../src/bytes/text.ts';

describe('escapeText', () => {
  test('leaves what can be read', () => {
    for (const text of [
      '',
      'Print Job Completed',
      'Büro → 2. Étage',
      '日本語',
      '𝄞 😀',
      '\\\\SERVER\\SHARE',
      '"quoted"',
    ]) {
      assert.equal(escapeText(text), text);
    }
  });

  test('shows control characters, and those that turn or hide text', () => {
    const escapes: readonly (readonly [string, string])[] = [
      ['a\nb\r\n\tc', 'a\\nb\\r\\n\\tc'],
      ['\0', '\\x00'],
      ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
      ['\u007f\u0080\u009b2J', '\\x7f\\x80\\x9b2J'],
      ['\u202egnp.exe', '\\u202egnp.exe'],
      ['\u2066\u2069\u200b\u200f\u061c\ufeff', '\\u2066\\u2069\\u200b\\u200f\\u061c\\ufeff'],
      ['line\u2028paragraph\u2029', 'line\\u2028paragraph\\u2029'],
      ['\u{e0041}', '\\u{e0041}'],
      ['half \ud800', 'half \\ud800'],
    ];
    for (const [hostile, shown] of escapes) assert.equal(escapeText(hostile), shown);
  });

  test('leaves no code point that a terminal acts on', () => {
    for (let code = 0; code <= 0xffff; code++) {
      const shown = escapeText(String.fromCharCode(code));
      assert.doesNotMatch(shown, /[\p{Cc}\p{Cs}\p{Bidi_Control}]/u, code.toString(16));
    }
  });
});

describe('decodeText', () => {
  const bytes = Uint8Array.of(0x41, 0xe9, 0, 0x42, 0xff);

  test('reads ASCII as Latin-1, so that no byte is lost', () => {
    assert.equal(decodeText(bytes, 0, 5, 'ascii'), 'Aé\0Bÿ');
    assert.equal(decodeText(bytes, 1, 1, 'ascii'), '');
  });

  test('shows half a UTF-16 unit as one that cannot be shown', () => {
    assert.equal(decodeText(Uint8Array.of(0x41, 0, 0xac, 0x20, 0x42), 0, 5, 'utf-16le'), 'A€\ufffd');
  });

  test('finds the null, or the end', () => {
    assert.equal(nullTerminated(bytes, 0, 5), 2);
    assert.equal(nullTerminated(bytes, 3, 5), 5);
    assert.equal(nullTerminated(bytes, 0, 2), 2);
  });
});
