import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FrameColumns } from '../../../src/capture/columns.ts';
import { FrameQueue } from '../../../src/capture/live/index.ts';
import { payload } from '../build.ts';

/** A batch of frames of these lengths, each of which says by its bytes which one it is. */
function batchOf(...lengths: number[]): FrameColumns {
  const columns = new FrameColumns(lengths.length);
  const frames = lengths.map((length, i) => payload(length, i));
  columns.bytes = Buffer.concat(frames);
  let start = 0;
  for (const [i, { length }] of frames.entries()) {
    columns.start[i] = start;
    columns.captured[i] = length;
    columns.wire[i] = length + i;
    columns.seconds[i] = 1_700_000_000 + i;
    columns.nanoseconds[i] = 999_999_999 - i;
    columns.interface[i] = 0;
    start += length;
  }
  columns.count = lengths.length;
  return columns;
}

/** What the next `take` gives, as numbers and bytes. */
function taken(queue: FrameQueue): { number: number; bytes: Buffer; wire: number; time: string; from: number }[] {
  const next = queue.take();
  assert.ok(next.kind === 'frames', next.kind);
  const { batch, first } = next;
  return Array.from({ length: batch.count }, (_, i) => ({
    number: first + i,
    bytes: Buffer.from(batch.bytes.subarray(batch.start[i]!, batch.start[i]! + batch.captured[i]!)),
    wire: batch.wire[i]!,
    time: `${batch.seconds[i]}.${batch.nanoseconds[i]}`,
    from: batch.interface[i]!,
  }));
}

describe('the queue from the thread that captures to the one that dissects', () => {
  test('hands on every column, the bytes and the interfaces, through the same memory', () => {
    const writer = new FrameQueue(1 << 12);
    const reader = new FrameQueue(writer.memory);
    const batch = batchOf(60, 0, 61);
    assert.equal(writer.declare({ linkType: 1, snapLength: 0, section: 0, name: 'lo' }), true);
    for (let i = 0; i < 3; i++) writer.put(batch, i, 0, i + 1);
    assert.equal(writer.end('over'), true);
    assert.deepEqual(taken(reader), [
      { number: 1, bytes: payload(60, 0), wire: 60, time: '1700000000.999999999', from: 0 },
      { number: 2, bytes: payload(0, 1), wire: 1, time: '1700000001.999999998', from: 0 },
      { number: 3, bytes: payload(61, 2), wire: 63, time: '1700000002.999999997', from: 0 },
    ]);
    assert.deepEqual(reader.interfaces, [{ linkType: 1, snapLength: 0, section: 0, name: 'lo' }]);
    assert.deepEqual(reader.take(), { kind: 'end', note: 'over' });
  });

  test('goes round its memory again and again', () => {
    const queue = new FrameQueue(1 << 10);
    for (let number = 1; number <= 5000; number++) {
      const length = (number * 37) % 400;
      queue.put(batchOf(length), 0, 0, number);
      queue.publish();
      assert.deepEqual(taken(queue), [
        { number, bytes: payload(length), wire: length, time: '1700000000.999999999', from: 0 },
      ]);
    }
    assert.equal(queue.skipped, 0);
  });

  test('goes on where its positions no longer fit 32 bits', () => {
    const queue = new FrameQueue(1 << 22);
    const large = batchOf((1 << 22) - 4096);
    const rounds = 2 ** 32 / (1 << 22) + 3;
    for (let number = 1; number <= rounds; number++) {
      queue.put(large, 0, 0, number);
      queue.publish();
      const next = queue.take();
      assert.ok(next.kind === 'frames');
      assert.deepEqual([next.first, next.batch.count, next.batch.captured[0]], [number, 1, (1 << 22) - 4096]);
    }
    assert.equal(queue.skipped, 0);
  });

  test('leaves frames out when it is full, until half of it is free, and says which', () => {
    const queue = new FrameQueue(1 << 12);
    const batch = batchOf(464);
    // Eight records of 512 bytes fill it.
    for (let number = 1; number <= 10; number++) queue.put(batch, 0, 0, number);
    queue.publish();
    assert.equal(queue.skipped, 2);
    assert.deepEqual(
      taken(queue).map(({ number }) => number),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
    for (let number = 11; number <= 12; number++) queue.put(batch, 0, 0, number);
    queue.publish();
    assert.deepEqual(
      taken(queue).map(({ number }) => number),
      [11, 12],
    );
    assert.equal(queue.skipped, 2);
  });

  test('begins another batch behind frames that were left out', () => {
    const queue = new FrameQueue(1 << 12);
    const batch = batchOf(10);
    for (const number of [1, 2, 7, 8]) queue.put(batch, 0, 0, number);
    queue.publish();
    assert.deepEqual(
      [taken(queue).map(({ number }) => number), taken(queue).map(({ number }) => number)],
      [
        [1, 2],
        [7, 8],
      ],
    );
  });

  test('is full for what must not be lost, too, and says so', () => {
    const queue = new FrameQueue(1 << 10);
    const batch = batchOf(400);
    for (let number = 1; number <= 3; number++) queue.put(batch, 0, 0, number);
    queue.publish();
    assert.equal(queue.end('x'.repeat(200)), false);
    taken(queue);
    assert.equal(queue.end('x'.repeat(200)), true);
  });

  test('ends at once when it is abandoned, whatever waits', () => {
    const queue = new FrameQueue(1 << 12);
    queue.put(batchOf(10), 0, 0, 1);
    queue.publish();
    queue.abandon();
    assert.deepEqual(queue.take(), { kind: 'abandoned' });
  });
});
