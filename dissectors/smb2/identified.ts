/** Something that is known by a number of up to 128 bits, held as four signed words so that no key need be made of it. */
export class Identified {
  w0 = 0;
  w1 = 0;
  w2 = 0;
  w3 = 0;
  /** The next one with the same hash. */
  next: this | undefined;

  has(w0: number, w1: number, w2: number, w3: number): boolean {
    return this.w0 === w0 && this.w1 === w1 && this.w2 === w2 && this.w3 === w3;
  }
}

/** Whoever makes numbers collide on purpose gains nothing: chains stay this short. */
const LONGEST_CHAIN = 8;

/** A bounded set of identified things. Looking one up allocates nothing. */
export class IdTable<T extends Identified> implements Iterable<T> {
  readonly #heads = new Map<number, T>();
  readonly #most: number;
  size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  find(w0: number, w1: number, w2 = 0, w3 = 0): T | undefined {
    let it = this.#heads.get(mix(w0, w1, w2, w3));
    while (it && !it.has(w0, w1, w2, w3)) it = it.next;
    return it;
  }

  /** Adds; gives what had to go: one with the same number, or the oldest where the table is full. */
  add(item: T): T | undefined {
    const hash = mix(item.w0, item.w1, item.w2, item.w3);
    let gone = this.find(item.w0, item.w1, item.w2, item.w3) ?? this.#tail(hash);
    if (!gone && this.size >= this.#most) gone = this.#heads.values().next().value;
    if (gone) this.delete(gone);
    item.next = this.#heads.get(hash);
    this.#heads.set(hash, item);
    this.size++;
    return gone;
  }

  delete(item: T): void {
    const hash = mix(item.w0, item.w1, item.w2, item.w3);
    const head = this.#heads.get(hash);
    if (head === item) {
      if (item.next) this.#heads.set(hash, item.next);
      else this.#heads.delete(hash);
    } else {
      let before = head;
      while (before && before.next !== item) before = before.next;
      if (!before) return;
      before.next = item.next;
    }
    item.next = undefined;
    this.size--;
  }

  /** Deleting the one that was just given is allowed. */
  *[Symbol.iterator](): Iterator<T> {
    for (const head of this.#heads.values()) {
      let it: T | undefined = head;
      while (it) {
        const { next }: T = it;
        yield it;
        it = next;
      }
    }
  }

  /** The last of a chain that is as long as one may be. */
  #tail(hash: number): T | undefined {
    let last = this.#heads.get(hash);
    let length = last ? 1 : 0;
    while (last?.next) {
      last = last.next;
      length++;
    }
    return length >= LONGEST_CHAIN ? last : undefined;
  }
}

const mix = (w0: number, w1: number, w2: number, w3: number): number => {
  const h =
    Math.imul(w0, 0x9e3779b1) ^ Math.imul(w1, 0x85ebca6b) ^ Math.imul(w2, 0xc2b2ae35) ^ Math.imul(w3, 0x27d4eb2f);
  return h ^ (h >>> 15);
};
