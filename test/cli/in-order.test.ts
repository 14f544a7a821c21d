import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HELD, InOrder } from '../../src/cli/in-order.ts';
import { specshark } from './run.ts';

interface Message {
  readonly time: string;
  readonly text: string;
}

const at = (second: number, text = ''): Message => ({ time: new Date(second * 1000).toISOString(), text });
const passed = (messages: readonly Message[]): { before: Message[]; all: Message[] } => {
  const all: Message[] = [];
  const inOrder = new InOrder<Message>((it) => all.push(it));
  for (const it of messages) inOrder.add(it);
  const before = [...all];
  inOrder.flush();
  return { before, all };
};

test('what becomes known late goes where its time is', () => {
  const [a, b, c] = [at(1), at(2), at(3)];
  assert.deepEqual(passed([b, c, a]).all, [a, b, c]);
  const twins = [at(1, 'first'), at(1, 'second')];
  assert.deepEqual(passed(twins).all, twins, 'of one time, as they became known');
});

test('no more is held than may be', () => {
  const many = Array.from({ length: HELD.number + 2 }, (_, i) => at(i));
  assert.deepEqual(passed(many).before, many.slice(0, 2));
  const long = Array.from({ length: 3 }, (_, i) => at(i, 'x'.repeat(HELD.characters / 2)));
  assert.deepEqual(passed(long).before, long.slice(0, 1));
});

test('messages of a file come in the order in which they were sent', async () => {
  for (const file of ['icmp-quoted', 'messenger-violations-segments', 'messenger-impacket']) {
    const { stdout } = await specshark(['messages', '-T', 'ndjson', `samples/${file}.pcap`]);
    const times = stdout
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as Message).time);
    assert.ok(times.length > 1);
    assert.deepEqual(times, times.toSorted());
  }
});
