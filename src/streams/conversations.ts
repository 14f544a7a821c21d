import { equal, u16be } from '../bytes/read.ts';
import type { Direction, Flow } from '../model/flow.ts';
import { limits } from '../model/limits.ts';

/** Two transport addresses as they lie in a packet: `size` bytes at each position. */
export interface Endpoints {
  bytes: Uint8Array;
  source: number;
  destination: number;
  size: number;
  sourcePort: number;
  destinationPort: number;
}

interface Entry<F extends Flow> {
  readonly flow: F;
  readonly hash: number;
  /** Chain of entries with the same hash. */
  next: Entry<F> | undefined;
  /** Order of use. */
  older: Entry<F> | undefined;
  newer: Entry<F> | undefined;
  /** One of those used last. */
  fresh: boolean;
}

/** Conversations used last: of any other that is closed nothing more is expected. */
const FRESH = 1024;

/**
 * The conversations of one transport, found by their two addresses whichever way a packet goes. Bounded: the one that
 * was silent for longest is evicted, and its owner told; one that is closed forgets what was kept of it before.
 */
export class Conversations<F extends Flow> {
  readonly #table = new Map<number, Entry<F>>();
  readonly #make: (at: Endpoints, stream: number) => F;
  readonly #evict: (flow: F) => unknown;
  readonly #most: number;
  #oldest: Entry<F> | undefined;
  #newest: Entry<F> | undefined;
  /** The oldest of the fresh ones, and how many they are. */
  #oldestFresh: Entry<F> | undefined;
  #fresh = 0;
  #size = 0;
  #streams = 0;
  /** Which way the last packet asked for goes. */
  direction: Direction = 0;

  constructor(make: (at: Endpoints, stream: number) => F, evict: (flow: F) => unknown, most: number = limits.flows) {
    this.#make = make;
    this.#evict = evict;
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  /** The conversation of a packet, begun if there is none or if `anew` says that the one there is over. */
  find(at: Endpoints, anew?: (flow: F, direction: Direction) => boolean): F {
    // As a rule it is the one of the packet before.
    const newest = this.#newest;
    if (newest && !anew) {
      const direction = match(newest.flow, at);
      if (direction >= 0) {
        this.direction = direction as Direction;
        return newest.flow;
      }
    }
    const hash = hashOf(at);
    const head = this.#table.get(hash);
    for (let entry = head; entry; entry = entry.next) {
      const direction = match(entry.flow, at);
      if (direction < 0) continue;
      if (anew?.(entry.flow, direction as Direction)) {
        this.#remove(entry);
        break;
      }
      this.#touch(entry);
      this.direction = direction as Direction;
      return entry.flow;
    }
    if (this.#size >= this.#most && this.#oldest) {
      const { flow } = this.#oldest;
      this.#remove(this.#oldest);
      this.#evict(flow);
    }
    const flow = this.#make(at, this.#streams++);
    const next = this.#table.get(hash);
    const entry: Entry<F> = { flow, hash, next, older: undefined, newer: undefined, fresh: false };
    this.#table.set(hash, entry);
    this.#append(entry);
    this.#size++;
    this.direction = 0;
    return flow;
  }

  /** The conversation of a packet, where there is one. */
  peek(at: Endpoints): F | undefined {
    for (let entry = this.#table.get(hashOf(at)); entry; entry = entry.next)
      if (match(entry.flow, at) >= 0) return entry.flow;
    return undefined;
  }

  /** All of them, the longest silent first. */
  *flows(): Generator<F> {
    for (let entry = this.#oldest; entry; entry = entry.newer) yield entry.flow;
  }

  #touch(entry: Entry<F>): void {
    if (entry === this.#newest) return;
    this.#unlink(entry);
    this.#append(entry);
  }

  #append(entry: Entry<F>): void {
    entry.older = this.#newest;
    entry.newer = undefined;
    if (this.#newest) this.#newest.newer = entry;
    else this.#oldest = entry;
    this.#newest = entry;
    entry.fresh = true;
    this.#oldestFresh ??= entry;
    if (++this.#fresh > FRESH) this.#age(this.#oldestFresh);
  }

  #age(entry: Entry<F>): void {
    this.#oldestFresh = entry.newer;
    entry.fresh = false;
    this.#fresh--;
    if (entry.flow.closed) entry.flow.forget();
  }

  #unlink(entry: Entry<F>): void {
    if (entry.fresh) this.#fresh--;
    if (entry === this.#oldestFresh) this.#oldestFresh = entry.newer;
    if (entry.older) entry.older.newer = entry.newer;
    else this.#oldest = entry.newer;
    if (entry.newer) entry.newer.older = entry.older;
    else this.#newest = entry.older;
  }

  #remove(entry: Entry<F>): void {
    this.#unlink(entry);
    this.#size--;
    const head = this.#table.get(entry.hash);
    if (head === entry) {
      if (entry.next) this.#table.set(entry.hash, entry.next);
      else this.#table.delete(entry.hash);
      return;
    }
    for (let before = head; before; before = before.next) if (before.next === entry) before.next = entry.next;
  }
}

/** The same for both ways; 30 bits, so that it stays a small integer. */
function hashOf(at: Endpoints): number {
  const a = mix(at.bytes, at.source, at.size) + Math.imul(at.sourcePort, 0x9e3779b1);
  const b = mix(at.bytes, at.destination, at.size) + Math.imul(at.destinationPort, 0x9e3779b1);
  const sum = Math.imul(a ^ (a >>> 15), 0x85ebca6b) + Math.imul(b ^ (b >>> 15), 0x85ebca6b);
  return (sum ^ (sum >>> 13)) & 0x3fffffff;
}

function mix(bytes: Uint8Array, at: number, size: number): number {
  let h = size;
  for (let i = 0; i < size; i += 2) h = Math.imul(h ^ u16be(bytes, at + i), 0x01000193);
  return h;
}

function match(flow: Flow, at: Endpoints): number {
  const { addresses, ports } = flow;
  const { bytes, size } = at;
  if (addresses[0].length !== size) return -1;
  for (let way = 0; way < 2; way++) {
    const back = 1 - way;
    if (at.sourcePort !== ports[way] || at.destinationPort !== ports[back]) continue;
    if (equal(addresses[way]!, 0, bytes, at.source, size) && equal(addresses[back]!, 0, bytes, at.destination, size))
      return way;
  }
  return -1;
}
