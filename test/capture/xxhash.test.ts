import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XxHash32, XxHash64 } from '../../src/capture/xxhash.ts';

/** The buffer of xxHash's own sanity check (tests/sanity_test.c). */
function sanityBuffer(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 2654435761n;
  for (let i = 0; i < length; i++) {
    bytes[i] = Number(state >> 56n);
    state = BigInt.asUintN(64, state * 11400714785074694797n);
  }
  return bytes;
}

// Length, XXH32, low half of XXH64, with seed 0.
const VECTORS: readonly (readonly [number, number, number])[] = [
  [0, 0x02cc5d05, 0x51d8e999],
  [1, 0xcf65b03e, 0xdb052768],
  [14, 0x1208e7e2, 0x994e35c8],
  [222, 0x5bd11dbd, 0xb691c174],
];

test('hashes are those of xxHash, whatever pieces the bytes come in', () => {
  for (const [length, hash32, hash64] of VECTORS) {
    const bytes = sanityBuffer(length);
    for (const size of [1, 3, 16, 31, 33, 100, 1000]) {
      const [a, b] = [new XxHash32(), new XxHash64()];
      for (let at = 0; at < length; at += size) {
        a.update(bytes.subarray(at, at + size));
        b.update(bytes.subarray(at, at + size));
      }
      assert.equal(a.digest().toString(16), hash32.toString(16), `XXH32 of ${length}`);
      assert.equal(b.digest().toString(16), hash64.toString(16), `XXH64 of ${length}`);
    }
  }
});
