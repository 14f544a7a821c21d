import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Flow, Side, stateKey } from '../../src/model/flow.ts';
import { Conversations, type Endpoints } from '../../src/streams/conversations.ts';

const kept = stateKey(() => ({ value: 0 }));

/** Conversations of one client's ports with a server. */
function conversations(most?: number) {
  const evicted: Flow[] = [];
  const bytes = Uint8Array.of(192, 0, 2, 1, 192, 0, 2, 2);
  const all = new Conversations<Flow>(
    ({ sourcePort }, stream) =>
      new Flow('tcp', stream, [bytes.slice(0, 4), bytes.slice(4)], [sourcePort, 445], [new Side(), new Side()], 1),
    (flow) => evicted.push(flow),
    most,
  );
  const at: Endpoints = { bytes, source: 0, destination: 4, size: 4, sourcePort: 0, destinationPort: 445 };
  const find = (port: number): Flow => {
    at.sourcePort = port;
    return all.find(at);
  };
  return { all, find, evicted };
}

describe('conversations', () => {
  test('that are closed forget what protocols kept, once a thousand others were used since', () => {
    const { find } = conversations();
    const [closed, open, used] = [1, 2, 3].map((port) => {
      const flow = find(port);
      flow.state(kept).value = port;
      return flow;
    });
    closed!.closed = 'fin';
    used!.closed = 'rst';
    for (let port = 1000; port < 2000; port++) find(port);
    assert.equal(closed!.peek(kept)?.value, 1);
    assert.equal(find(3), used);
    for (let port = 2000; port < 2100; port++) find(port);
    assert.equal(closed!.peek(kept), undefined);
    assert.equal(open!.peek(kept)?.value, 2);
    assert.equal(used!.peek(kept)?.value, 3);
    assert.equal(find(1), closed);
  });

  test('are evicted in the order of their last use', () => {
    const { all, find, evicted } = conversations(3);
    for (const port of [1, 2, 3, 1, 4, 5]) find(port);
    assert.deepEqual(
      evicted.map(({ ports }) => ports[0]),
      [2, 3],
    );
    assert.deepEqual(
      [...all.flows()].map(({ ports }) => ports[0]),
      [1, 4, 5],
    );
  });
});
