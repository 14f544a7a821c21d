import { empty } from '../../model/empty.ts';
import { ndrLimits } from './limits.ts';

/**
 * What a walk found, in the order of the bytes; five words a node:
 *
 *   word 0   definition (index)
 *   word 1   first byte
 *   word 2   position after the last byte
 *   word 3   index of the first node that is not below this one
 *   word 4   pointers: the segment that holds their referent, -1 for none; segments: the pointer they belong to
 *
 * Referents lie behind the construct that points to them (C706 14.3.12.3); each is a segment, so that a tree can show
 * it below its pointer without anything being moved.
 */
const WORDS = 5;

/** Thrown where a stub is given up: its rest is shown as it is. Caught by the walk. */
export class Stop {
  reason = '';
}
export const stop = new Stop();

export class Tape {
  words: Int32Array = new Int32Array(256 * WORDS);
  count = 0;
  /** Nodes that are not closed yet. */
  readonly #open: number[] = [];

  clear(): void {
    this.count = 0;
    empty(this.#open);
  }

  add(definition: number, start: number, end: number): number {
    if (this.count >= ndrLimits.nodes) {
      stop.reason = `more than ${ndrLimits.nodes} fields`;
      throw stop;
    }
    return this.append(definition, start, end);
  }

  /** Adds a node even where the limit is reached. */
  append(definition: number, start: number, end: number): number {
    const at = this.count * WORDS;
    if (at === this.words.length) {
      const grown = new Int32Array(this.words.length * 2);
      grown.set(this.words);
      this.words = grown;
    }
    const { words } = this;
    words[at] = definition;
    words[at + 1] = start;
    words[at + 2] = end;
    words[at + 3] = ++this.count;
    words[at + 4] = -1;
    return this.count - 1;
  }

  open(definition: number, start: number): number {
    const node = this.add(definition, start, start);
    this.#open.push(node);
    return node;
  }

  /** Closes the node that was opened last. */
  close(end: number): void {
    const at = this.#open.pop()! * WORDS;
    this.words[at + 2] = end;
    this.words[at + 3] = this.count;
  }

  closeAll(end: number): void {
    while (this.#open.length > 0) this.close(end);
  }

  /** Opens the segment of a pointer's referent. */
  segment(definition: number, pointer: number, start: number): void {
    const node = this.open(definition, start);
    this.words[node * WORDS + 4] = pointer;
    this.words[pointer * WORDS + 4] = node;
  }

  link(pointer: number, segment: number): void {
    this.words[pointer * WORDS + 4] = segment;
  }

  definition(node: number): number {
    return this.words[node * WORDS]!;
  }

  start(node: number): number {
    return this.words[node * WORDS + 1]!;
  }

  end(node: number): number {
    return this.words[node * WORDS + 2]!;
  }

  next(node: number): number {
    return this.words[node * WORDS + 3]!;
  }

  linked(node: number): number {
    return this.words[node * WORDS + 4]!;
  }
}
