import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ByteWriter } from '../../src/bytes/writer.ts';

function written(write: (out: ByteWriter) => void): string {
  const out = new ByteWriter(() => assert.fail('nothing is to be sent yet'));
  write(out);
  return Buffer.from(out.buffer.buffer, 0, out.length).toString('utf8');
}

describe('ByteWriter', () => {
  test('writes decimal numbers of every length', () => {
    const numbers = [0, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER];
    for (let power = 1; power < 10 ** 15; power *= 10) numbers.push(power - 1, power, power + 1);
    for (const n of numbers)
      assert.equal(
        written((out) => out.decimal(n)),
        String(n),
      );
  });

  test('writes hex digits, as many as asked for or more', () => {
    for (const n of [0, 1, 0xf, 0x10, 0xff, 0x1234, 0x7fffffff, 0x80000000, 0xffffffff]) {
      for (const digits of [1, 2, 4, 8]) {
        assert.equal(
          written((out) => out.hex(n, digits)),
          n.toString(16).padStart(digits, '0'),
        );
      }
    }
  });

  test('writes exactly the digits asked for', () => {
    assert.equal(
      written((out) => out.padded(7, 9)),
      '000000007',
    );
    assert.equal(
      written((out) => out.padded(999_999_999, 9)),
      '999999999',
    );
    assert.equal(
      written((out) => out.padded(0, 6)),
      '000000',
    );
  });

  test('writes bytes as hex, with a separator or without', () => {
    const bytes = Uint8Array.of(0, 0xab, 0x0c, 0xff);
    assert.equal(
      written((out) => out.hexBytes(bytes, 0, 4)),
      '00ab0cff',
    );
    assert.equal(
      written((out) => out.hexBytes(bytes, 1, 4, 0x3a)),
      'ab:0c:ff',
    );
    assert.equal(
      written((out) => out.hexBytes(bytes, 2, 2, 0x3a)),
      '',
    );
  });

  test('writes text in UTF-8', () => {
    for (const text of ['', 'plain', 'é', 'a→b', '𝄞', 'x'.repeat(100_000), '→'.repeat(50_000)]) {
      assert.equal(
        written((out) => out.utf8(text)),
        text,
      );
    }
  });

  test('writes IPv4 addresses', () => {
    assert.equal(
      written((out) => out.ipv4(Uint8Array.of(9, 0, 10, 199, 255), 1)),
      '0.10.199.255',
    );
  });

  /** RFC 5952: sections 4.1 to 4.3 and 5, and what inet_ntop of Linux does where the RFC leaves room. */
  const ADDRESSES: readonly (readonly [groups: string, text: string])[] = [
    ['0 0 0 0 0 0 0 0', '::'],
    ['0 0 0 0 0 0 0 1', '::1'],
    ['1 0 0 0 0 0 0 0', '1::'],
    ['2001 db8 0 0 0 0 2 1', '2001:db8::2:1'],
    ['2001 db8 0 1 1 1 1 1', '2001:db8:0:1:1:1:1:1'],
    ['2001 0 0 1 0 0 0 1', '2001:0:0:1::1'],
    ['2001 db8 0 0 1 0 0 1', '2001:db8::1:0:0:1'],
    ['1 2 3 4 5 6 7 8', '1:2:3:4:5:6:7:8'],
    ['1 2 3 4 5 6 0 0', '1:2:3:4:5:6::'],
    ['0 0 3 4 5 6 7 8', '::3:4:5:6:7:8'],
    ['0 2 3 4 5 6 7 8', '0:2:3:4:5:6:7:8'],
    ['fe80 0 0 0 aaaa bbbb cccc dddd', 'fe80::aaaa:bbbb:cccc:dddd'],
    ['ABCD EF01 0 0 0 0 0 A', 'abcd:ef01::a'],
    ['0 0 0 0 0 ffff c000 201', '::ffff:192.0.2.1'],
    ['0 0 0 0 0 0 c000 201', '::192.0.2.1'],
    ['0 0 0 0 0 0 0 2', '::2'],
    ['0 0 0 0 0 fffe c000 201', '::fffe:c000:201'],
    ['64 ff9b 0 0 0 0 c000 201', '64:ff9b::c000:201'],
  ];
  for (const [groups, text] of ADDRESSES) {
    test(`writes the IPv6 address ${text}`, () => {
      const bytes = Uint8Array.from(
        groups.split(' ').flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]),
      );
      assert.equal(
        written((out) => out.ipv6(Uint8Array.of(0xaa, ...bytes, 0xbb), 1)),
        text,
      );
    });
  }

  test('sends what it holds when it is nearly full and told that a line is over, and nothing twice', () => {
    const sent: number[] = [];
    let sum = 0;
    const out = new ByteWriter((bytes, length) => {
      sent.push(length);
      for (let i = 0; i < length; i++) sum += bytes[i]!;
    });
    for (let i = 0; i < 5000; i++) {
      out.ascii('0123456789abcdef0123456789abcdef');
      out.settle();
    }
    assert.ok(sent.length >= 2 && sent.every((length) => length >= 1 << 16), String(sent));
    out.flush();
    out.flush();
    assert.equal(
      sent.reduce((a, b) => a + b),
      5000 * 32,
    );
    assert.equal(sum, 5000 * Buffer.from('0123456789abcdef0123456789abcdef').reduce((a, b) => a + b));
  });

  test('holds nothing that its sink has refused', () => {
    const out = new ByteWriter(() => {
      throw new Error('closed');
    });
    out.ascii('x');
    assert.throws(() => out.flush(), /closed/);
    assert.equal(out.length, 0);
    out.flush();
  });
});
