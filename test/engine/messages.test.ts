/** Messages of a byte stream: what nobody asks about is passed over, and never put together. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Protocol, protocol } from '../../src/model/protocol.ts';
import type { Framing } from '../../src/model/routes.ts';
import { ByteSource } from '../../src/model/source.ts';
import { MessageCutter, MessageStream } from '../../src/streams/messages.ts';

/** Two bytes: the length of what follows, and its kind. */
const framing: Framing = { header: 2, measure: (b, at) => 2 + b[at]! };
const framed: Protocol = protocol({ name: 'framed', label: 'Framed', title: 'Framed', framing, dissect: () => {} });
/** A kind that nobody asks about. */
const UNASKED = 9;

class Stream {
  readonly told: string[] = [];
  readonly stream = new MessageStream();
  readonly cutter = new MessageCutter<string>({
    message: (_flow, _stream, _protocol, source, start, end, promised, whole) => {
      const missing = promised > end ? ` of ${promised - start}` : '';
      this.told.push(`${whole ? '' : 'part '}${[...source.bytes.subarray(start, end)]}${missing}`);
    },
    passesOver: (_flow, _protocol, bytes, at) => bytes[at + 1] === UNASKED,
    reached: assert.fail,
    silent: () => false,
    dropped: assert.fail,
  });

  feed(bytes: readonly number[], lacking = 0): void {
    const source = new ByteSource('test', Uint8Array.from(bytes), 0, bytes.length);
    this.cutter.feed('flow', this.stream, framed, source, 0, bytes.length, bytes.length + lacking);
  }
}

describe('a message that nobody asks about', () => {
  test('is passed over where it lies whole in a segment', () => {
    const it = new Stream();
    it.feed([1, 1, 7, 2, UNASKED, 0, 0, 1, 1, 8]);
    assert.deepEqual(it.told, ['1,1,7', '1,1,8']);
  });

  test('is not kept where it spans segments, and the next one is found', () => {
    const it = new Stream();
    it.feed([1, 1, 7, 6, UNASKED, 0]);
    assert.equal(it.cutter.held, 0);
    it.feed([0, 0]);
    assert.equal(it.cutter.held, 0);
    it.feed([0, 0, 0, 1, 1, 8]);
    assert.deepEqual(it.told, ['1,1,7', '1,1,8']);
  });

  test('is kept where its beginning does not show what it is', () => {
    const it = new Stream();
    it.feed([2]);
    assert.ok(it.cutter.held > 0);
    it.feed([UNASKED, 0, 0, 1, 1, 8]);
    assert.deepEqual(it.told, [`2,${UNASKED},0,0`, '1,1,8']);
    assert.equal(it.cutter.held, 0);
  });

  test('ends with a gap: what follows begins anew', () => {
    const it = new Stream();
    it.feed([6, UNASKED, 0]);
    it.cutter.abandon('flow', it.stream, framed);
    assert.deepEqual(it.told, []);
    it.feed([1, 1, 8]);
    assert.deepEqual(it.told, ['1,1,8']);
  });

  test('ends where the capture cut a segment within it', () => {
    const it = new Stream();
    it.feed([6, UNASKED, 0]);
    it.feed([0], 5);
    it.feed([1, 1, 8]);
    assert.deepEqual(it.told, ['1,1,8']);
  });

  test('is told where the capture cut it short, as any other', () => {
    const it = new Stream();
    it.feed([3, UNASKED, 0], 2);
    assert.deepEqual(it.told, [`3,${UNASKED},0 of 5`]);
    it.feed([1, 1, 8]);
    assert.deepEqual(it.told.slice(1), ['1,1,8']);
  });
});
