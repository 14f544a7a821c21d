import { createHmac } from 'node:crypto';

/**
 * Replaces addresses byte by byte, each by what its key and the bytes before it say: two addresses share as long a prefix
 * as before, so networks stay networks. What has a meaning of its own stays.
 */
export class Addresses {
  readonly #key: string;
  readonly #orders = new Map<string, Uint8Array>();

  constructor(key: string) {
    this.#key = key;
  }

  ipv4(bytes: Uint8Array): Uint8Array {
    const [a = 0, b = 0] = bytes;
    const kept = a === 0 || a === 127 || a >= 224 ? 4 : a === 10 ? 1 : PRIVATE.has((a << 8) | b) ? 2 : 0;
    // 172.16 to 172.31 are sixteen networks of one kind.
    return this.#replace('ipv4', bytes, a === 172 && b >> 4 === 1 ? 2 : kept, FIRST_OF_IPV4, ENDS);
  }

  ipv6(bytes: Uint8Array): Uint8Array {
    const multicast = bytes[0] === 0xff;
    const local = bytes[0] === 0xfe;
    const mapped = bytes.subarray(0, 10).every((byte) => byte === 0);
    if (mapped) {
      const out = bytes.slice();
      // ::, ::1, and IPv4 addresses within.
      if (bytes[10] === 0xff && bytes[11] === 0xff) out.set(this.ipv4(bytes.subarray(12)), 12);
      return out;
    }
    return multicast ? bytes.slice() : this.#replace('ipv6', bytes, local ? 2 : 1, NONE, ZERO);
  }

  ether(bytes: Uint8Array): Uint8Array {
    // Groups, everybody, and nobody.
    if (bytes[0]! & 1 || bytes.every((byte) => byte === 0)) return bytes.slice();
    const out = this.#replace('ether', bytes, 0, NONE, ZERO);
    // A card's own address or a local one, of one station.
    out[0] = (out[0]! & ~3) | (bytes[0]! & 3);
    return out;
  }

  #replace(
    kind: string,
    bytes: Uint8Array,
    kept: number,
    first: readonly number[],
    fixed: readonly number[],
  ): Uint8Array {
    const out = bytes.slice();
    for (let i = kept; i < bytes.length; i++) {
      const before = `${kind} ${Buffer.from(bytes.subarray(0, i)).toString('hex')}`;
      out[i] = this.#order(before, i === 0 && first.length > 0 ? first : fixed)[bytes[i]!]!;
    }
    return out;
  }

  /** A permutation of 256 bytes that leaves the fixed ones alone (Fisher and Yates, with keyed numbers). */
  #order(name: string, fixed: readonly number[]): Uint8Array {
    const known = this.#orders.get(name);
    if (known) return known;
    const free = Array.from({ length: 256 }, (_, i) => i).filter((i) => !fixed.includes(i));
    const to = [...free];
    const random = numbers(this.#key, name);
    for (let i = to.length - 1; i > 0; i--) {
      const j = random() % (i + 1);
      [to[i], to[j]] = [to[j]!, to[i]!];
    }
    const order = Uint8Array.from({ length: 256 }, (_, i) => i);
    free.forEach((byte, i) => {
      order[byte] = to[i]!;
    });
    if (this.#orders.size < 65_536) this.#orders.set(name, order);
    return order;
  }
}

const PRIVATE: ReadonlySet<number> = new Set([0xc0a8, 0xa9fe]);
const NONE: readonly number[] = [];
const ZERO: readonly number[] = [0];
/** A network's own address and its broadcast's. */
const ENDS: readonly number[] = [0, 255];
/** First bytes that say what kind an address is. */
const FIRST_OF_IPV4 = [0, 10, 127, 169, 172, 192, ...Array.from({ length: 32 }, (_, i) => 224 + i)];

function numbers(key: string, name: string): () => number {
  let block = 0;
  let at = 32;
  let digest = Buffer.alloc(0);
  return () => {
    if (at >= 32) {
      digest = createHmac('sha256', key).update(`order ${block++} ${name}`).digest();
      at = 0;
    }
    at += 4;
    return digest.readUInt32BE(at - 4);
  };
}
