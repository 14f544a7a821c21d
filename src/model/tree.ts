/**
 * The fields of one packet, in preorder, four words a node:
 *
 *   word 0   field id (bits 0-19) and flags (bits 20-)
 *   word 1   first byte, as a position in the bytes of the layer's source; GENERATED: index into `values`
 *   word 2   position after the last byte; GENERATED: index into `spans` (pairs), -1 where no bytes are concerned
 *   word 3   index of the first node that is not below this one
 *
 * Values are read from the bytes when they are asked for. One tree serves all packets in turn.
 */
export const WORDS = 4;
export const ID_MASK = 0xfffff;
/** The value is not in the bytes: it lies in `values`. */
export const GENERATED = 1 << 20;
/** Another name of the node before it. */
export const ALIAS = 1 << 21;
/** Its span lies outside its parent's: an NDR referent, or what an offset leads to. */
export const DEFERRED = 1 << 22;
/** The number is little-endian. */
export const LITTLE = 1 << 23;

/** A time or a duration, exact to the nanosecond; of a negative duration both parts are negative. */
export interface Instant {
  readonly seconds: number;
  readonly nanoseconds: number;
}

export type GeneratedValue = number | bigint | string | boolean | Uint8Array | Instant;

export class Tree {
  words: Int32Array = new Int32Array(1024 * WORDS);
  /** Nodes in use. */
  count = 0;
  /** Both are overwritten from packet to packet; the counts say how much is this packet's. */
  readonly values: GeneratedValue[] = [];
  readonly spans: number[] = [];
  #valueCount = 0;
  #spanCount = 0;

  clear(): void {
    this.count = 0;
    this.#valueCount = 0;
    this.#spanCount = 0;
  }

  /** Room for `n` more nodes; gives the word array, which may be a new one. */
  room(n: number): Int32Array {
    const need = (this.count + n) * WORDS;
    if (need > this.words.length) {
      const grown = new Int32Array(Math.max(this.words.length * 2, need));
      grown.set(this.words);
      this.words = grown;
    }
    return this.words;
  }

  /** A node without descendants; gives its index. */
  add(word: number, start: number, end: number): number {
    const words = this.room(1);
    const node = this.count++;
    const at = node * WORDS;
    words[at] = word;
    words[at + 1] = start;
    words[at + 2] = end;
    words[at + 3] = node + 1;
    return node;
  }

  /** A node whose value was worked out, and from which bytes, where there are some. */
  generate(id: number, value: GeneratedValue, start = -1, end = -1): number {
    let span = -1;
    if (start >= 0) {
      span = this.#spanCount;
      this.spans[span] = start;
      this.spans[span + 1] = end;
      this.#spanCount += 2;
    }
    this.values[this.#valueCount] = value;
    return this.add(id | GENERATED, this.#valueCount++, span);
  }

  /** Gives a GENERATED node another value: one that was not known when it was made. */
  revise(node: number, value: GeneratedValue): void {
    this.values[this.words[node * WORDS + 1]!] = value;
  }

  /** Ends the node's descendants here, and its bytes at `end`. */
  close(node: number, end: number): void {
    const at = node * WORDS;
    this.words[at + 2] = end;
    this.words[at + 3] = this.count;
  }

  /** What was added since a GENERATED node belongs to it. */
  enclose(node: number): void {
    this.words[node * WORDS + 3] = this.count;
  }

  id(node: number): number {
    return this.words[node * WORDS]! & ID_MASK;
  }

  flags(node: number): number {
    return this.words[node * WORDS]! & ~ID_MASK;
  }

  /** First byte, -1 for a generated node that concerns none. */
  start(node: number): number {
    const at = node * WORDS;
    if ((this.words[at]! & GENERATED) === 0) return this.words[at + 1]!;
    const span = this.words[at + 2]!;
    return span < 0 ? -1 : this.spans[span]!;
  }

  end(node: number): number {
    const at = node * WORDS;
    if ((this.words[at]! & GENERATED) === 0) return this.words[at + 2]!;
    const span = this.words[at + 2]!;
    return span < 0 ? -1 : this.spans[span + 1]!;
  }

  next(node: number): number {
    return this.words[node * WORDS + 3]!;
  }

  /** The worked-out value of a GENERATED node. */
  value(node: number): GeneratedValue {
    return this.values[this.words[node * WORDS + 1]!]!;
  }
}
