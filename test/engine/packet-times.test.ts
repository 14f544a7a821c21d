/** The times that a packet has beside its own. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Packet } from '../../src/model/packet.ts';

function times(packet: Packet, seconds: number, nanoseconds: number): number[][] {
  packet.arrive(seconds, nanoseconds);
  return [packet.delta, packet.relative].map((it) => [it.seconds, it.nanoseconds]);
}

const NONE = [0, 0];

describe('a packet comes', () => {
  test('some time after the one before it, and after the first', () => {
    const packet = new Packet();
    assert.deepEqual(times(packet, 100, 900_000_000), [NONE, NONE]);
    assert.deepEqual(times(packet, 101, 0), [
      [0, 100_000_000],
      [0, 100_000_000],
    ]);
    assert.deepEqual(times(packet, 103, 0), [
      [2, 0],
      [2, 100_000_000],
    ]);
  });

  test('before the one before it: both parts are negative', () => {
    const packet = new Packet();
    times(packet, 100, 0);
    assert.deepEqual(times(packet, 98, 500_000_000), [
      [-1, -500_000_000],
      [-1, -500_000_000],
    ]);
  });

  test('as the first that was seen, though others went by before', () => {
    const packet = new Packet();
    packet.number = 7;
    assert.deepEqual(times(packet, 1_700_000_000, 5), [NONE, NONE]);
    assert.equal(packet.number, 8);
  });
});
