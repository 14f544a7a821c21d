/**
 * xxHash (github.com/Cyan4973/xxHash, doc/xxhash_spec.md) with seed 0, over pieces: LZ4 frames end with its 32-bit form,
 * Zstandard frames with the low half of its 64-bit form.
 */

abstract class Stripes {
  readonly #stripe: number;
  readonly #pending: Uint8Array;
  readonly #pendingView: DataView;
  #held = 0;
  protected total = 0;

  constructor(stripe: number) {
    this.#stripe = stripe;
    this.#pending = new Uint8Array(stripe);
    this.#pendingView = new DataView(this.#pending.buffer);
  }

  /** Mixes whole stripes from `at` to `end`. */
  protected abstract mix(view: DataView, at: number, end: number): void;
  /** Low 32 bits of the hash; `rest` is shorter than a stripe. */
  protected abstract finish(rest: DataView, length: number): number;

  update(bytes: Uint8Array): this {
    const stripe = this.#stripe;
    let at = 0;
    this.total += bytes.length;
    if (this.#held > 0) {
      at = Math.min(stripe - this.#held, bytes.length);
      this.#pending.set(bytes.subarray(0, at), this.#held);
      this.#held += at;
      if (this.#held < stripe) return this;
      this.mix(this.#pendingView, 0, stripe);
      this.#held = 0;
    }
    const end = bytes.length - ((bytes.length - at) % stripe);
    if (end > at) this.mix(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at, end);
    this.#pending.set(bytes.subarray(end));
    this.#held = bytes.length - end;
    return this;
  }

  /** The hash's low 32 bits, unsigned. */
  digest(): number {
    return this.finish(this.#pendingView, this.#held) >>> 0;
  }
}

const rotate = (n: number, by: number): number => (n << by) | (n >>> (32 - by));

const P32 = [0x9e3779b1 | 0, 0x85ebca77 | 0, 0xc2b2ae3d | 0, 0x27d4eb2f, 0x165667b1] as const;

export class XxHash32 extends Stripes {
  readonly #lanes = new Int32Array([P32[0] + P32[1], P32[1], 0, -P32[0]]);

  constructor() {
    super(16);
  }

  protected override mix(view: DataView, at: number, end: number): void {
    let [a = 0, b = 0, c = 0, d = 0] = this.#lanes;
    for (; at < end; at += 16) {
      a = round32(a, view.getInt32(at, true));
      b = round32(b, view.getInt32(at + 4, true));
      c = round32(c, view.getInt32(at + 8, true));
      d = round32(d, view.getInt32(at + 12, true));
    }
    this.#lanes.set([a, b, c, d]);
  }

  protected override finish(rest: DataView, length: number): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#lanes;
    let h = this.total < 16 ? P32[4] : rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
    h = (h + this.total) | 0;
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      h = Math.imul(rotate(h + Math.imul(rest.getInt32(at, true), P32[2]), 17), P32[3]);
    }
    for (; at < length; at++) h = Math.imul(rotate(h + Math.imul(rest.getUint8(at), P32[4]), 11), P32[0]);
    h = Math.imul(h ^ (h >>> 15), P32[1]);
    h = Math.imul(h ^ (h >>> 13), P32[2]);
    return h ^ (h >>> 16);
  }
}

function round32(lane: number, word: number): number {
  return Math.imul(rotate(lane + Math.imul(word, P32[1]), 13), P32[0]);
}

const P64 = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
] as const;
const P1_HIGH = 0x9e3779b1 | 0;
const P1_LOW = 0x85ebca87 | 0;
const P2_HIGH = 0xc2b2ae3d | 0;
const P2_LOW = 0x27d4eb4f;
const u64 = (n: bigint): bigint => BigInt.asUintN(64, n);
const rotate64 = (n: bigint, by: bigint): bigint => u64(n << by) | (n >> (64n - by));

export class XxHash64 extends Stripes {
  /** Four lanes, high and low halves: 64-bit integers of the language are far too slow for the bytes themselves. */
  readonly #lanes = new Int32Array(8);

  constructor() {
    super(32);
    [P64[0] + P64[1], P64[1], 0n, -P64[0]].forEach((lane, i) => {
      this.#lanes[2 * i] = Number(BigInt.asIntN(32, lane >> 32n));
      this.#lanes[2 * i + 1] = Number(BigInt.asIntN(32, lane));
    });
  }

  protected override mix(view: DataView, at: number, end: number): void {
    for (let lane = 0; lane < 4; lane++) {
      let high = this.#lanes[2 * lane]!;
      let low = this.#lanes[2 * lane + 1]!;
      for (let p = at + 8 * lane; p < end; p += 32) {
        const w = view.getInt32(p, true);
        // lane + word * P2
        const product = Math.imul(w, P2_LOW);
        const sum = (low + product) | 0;
        const carry = sum >>> 0 < product >>> 0 ? 1 : 0;
        const h =
          (high + upper(w, P2_LOW) + Math.imul(view.getInt32(p + 4, true), P2_LOW) + Math.imul(w, P2_HIGH) + carry) | 0;
        // … rotated left by 31, times P1
        const l = (sum << 31) | (h >>> 1);
        low = Math.imul(l, P1_LOW);
        high = (upper(l, P1_LOW) + Math.imul((h << 31) | (sum >>> 1), P1_LOW) + Math.imul(l, P1_HIGH)) | 0;
      }
      this.#lanes[2 * lane] = high;
      this.#lanes[2 * lane + 1] = low;
    }
  }

  protected override finish(rest: DataView, length: number): number {
    let h = this.total < 32 ? P64[4] : this.#merged();
    h = u64(h + BigInt(this.total));
    let at = 0;
    for (; at + 8 <= length; at += 8) {
      h = u64(rotate64(h ^ round64(rest.getBigUint64(at, true)), 27n) * P64[0] + P64[3]);
    }
    if (at + 4 <= length) {
      h = u64(rotate64(h ^ u64(BigInt(rest.getUint32(at, true)) * P64[0]), 23n) * P64[1] + P64[2]);
      at += 4;
    }
    for (; at < length; at++) h = u64(rotate64(h ^ u64(BigInt(rest.getUint8(at)) * P64[4]), 11n) * P64[0]);
    h = u64((h ^ (h >> 33n)) * P64[1]);
    h = u64((h ^ (h >> 29n)) * P64[2]);
    return Number(BigInt.asUintN(32, h ^ (h >> 32n)));
  }

  #merged(): bigint {
    const lanes = [0, 1, 2, 3].map(
      (i) => (BigInt(this.#lanes[2 * i]! >>> 0) << 32n) | BigInt(this.#lanes[2 * i + 1]! >>> 0),
    );
    let h = 0n;
    lanes.forEach((lane, i) => {
      h = u64(h + rotate64(lane, [1n, 7n, 12n, 18n][i]!));
    });
    for (const lane of lanes) h = u64((h ^ round64(lane)) * P64[0] + P64[3]);
    return h;
  }
}

function round64(word: bigint): bigint {
  return u64(rotate64(u64(word * P64[1]), 31n) * P64[0]);
}

/** Upper half of the product of two unsigned 32-bit integers. */
function upper(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + (Math.imul(a0, b0) >>> 16);
  return (Math.imul(a1, b1) + (middle >>> 16) + ((Math.imul(a0, b1) + (middle & 0xffff)) >>> 16)) | 0;
}
