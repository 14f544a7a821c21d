import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { childrenCount, type Element, element, elements, oidText, within } from '../../dissectors/ber/keys.ts';
import { Cursor, Short } from '../../src/bytes/cursor.ts';
import type { Dissection } from '../../src/sdk/index.ts';
import { der, hex, repeat } from './tokens.ts';

/** A cursor with what else the reader uses of a dissection. */
function over(bytes: Uint8Array, promised = bytes.length): Dissection {
  const cursor = new Cursor();
  cursor.bytes = bytes;
  cursor.end = bytes.length;
  cursor.promised = promised;
  return Object.assign(cursor, { open: () => -1, close: () => {} }) as unknown as Dissection;
}

const read = (digits: string): Element => element(over(hex(digits)));
const refused = (digits: string): void =>
  assert.throws(
    () => read(digits),
    (thrown) => thrown instanceof Short && !thrown.cut,
  );

describe('an element', () => {
  test('has a length in one octet, or in several', () => {
    assert.deepEqual(read('0403 010203'), { tag: 4, start: 0, content: 2, end: 5, next: 5 });
    assert.deepEqual(read('048103'), { tag: 4, start: 0, content: 3, end: 6, next: 6 });
    assert.deepEqual(read('3082 0100'), { tag: 0x30, start: 0, content: 4, end: 260, next: 260 });
    assert.deepEqual(read('3084 00000001'), { tag: 0x30, start: 0, content: 6, end: 7, next: 7 });
  });

  test('may promise more than a window holds', () => {
    assert.equal(read('3084 ffffffff').end, 6 + 0xffffffff);
    assert.equal(read(`3088 ${'ff'.repeat(8)}`).end, 10 + 2 ** 64);
  });

  test('may have a number that takes further octets', () => {
    assert.equal(read('bf8101 02 0000').content, 4);
    refused(`bf${'81'.repeat(9)}0100`);
  });

  test('is none where identifier or length are cut', () => {
    for (const digits of ['', '30', '3082', '308201', 'bf', 'bf81', `3089${'00'.repeat(9)}`]) refused(digits);
  });

  test('of indefinite length ends at its own end-of-contents octets', () => {
    assert.deepEqual(read('3080 040100 0000 04'), { tag: 0x30, start: 0, content: 2, end: 5, next: 7 });
    assert.deepEqual(read('3080 3080 0401ff 0000 3003 020100 0000'), {
      tag: 0x30,
      start: 0,
      content: 2,
      end: 14,
      next: 16,
    });
    const endless = read('3080 040100');
    assert.deepEqual([endless.end, endless.next], [5, 5]);
    assert.equal(read(`3080 ${'3080'.repeat(1000)}`).end, 2002);
    assert.equal(read('3080 04820100').end, 6);
    assert.equal(read('3080 0480').end, 4);
  });
});

describe('a window', () => {
  test('is the element’s, and afterwards the cursor is behind it', () => {
    const d = over(hex('3004 04021234 0500'));
    within(d, element(d), 'outer', () => {
      assert.deepEqual([d.at, d.end, d.promised, d.limit], [2, 6, 6, 'outer']);
      within(d, element(d), 'inner', () => assert.deepEqual([d.at, d.left, d.limit], [4, 2, 'inner']));
      assert.deepEqual([d.at, d.end, d.limit], [6, 6, 'outer']);
    });
    assert.deepEqual([d.at, d.end, d.limit], [6, 8, 'frame']);
  });

  test('ends with its surroundings, and what is missing ends the layer: lied about, or cut off', () => {
    for (const promised of [4, 10]) {
      const d = over(hex('3008 0401'), promised);
      let inside = 0;
      const fails = () =>
        within(d, element(d), 'outer', () => {
          inside = d.left;
        });
      assert.throws(fails, (thrown) => thrown instanceof Short && thrown.cut === promised > 4);
      assert.equal(inside, 2);
    }
  });

  test('is walked through element by element', () => {
    const d = over(der(0x30, der(4, [1]), der(5), der(4, repeat(1, 200))));
    const seen: number[] = [];
    within(d, element(d), 'list', () => {
      assert.equal(childrenCount(d), 3);
      elements(d, 'member', (it) => {
        seen.push(it.tag, d.left);
      });
    });
    assert.deepEqual(seen, [4, 1, 5, 0, 4, 200]);
  });
});

test('object identifiers are dotted numbers, or nothing', () => {
  const text = (digits: string) => oidText(hex(digits), 0, digits.length / 2);
  assert.equal(text('2b0601050502'), '1.3.6.1.5.5.2');
  assert.equal(text('2a864882f712010202'), '1.2.840.48018.1.2.2');
  assert.equal(text('883703'), '2.999.3');
  assert.equal(text('00'), '0.0');
  for (const digits of ['', '2b86', `2b${'ff'.repeat(8)}7f`, '2b'.repeat(65)]) assert.equal(text(digits), undefined);
});
