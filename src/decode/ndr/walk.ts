import { Cursor, Short } from '../../bytes/cursor.ts';
import { toHex } from '../../bytes/hex.ts';
import { joined } from '../../bytes/read.ts';
import { empty } from '../../model/empty.ts';
import { INDEX, REFERENT } from './definition.ts';
import type { Evaluate } from './expression.ts';
import { ndrLimits } from './limits.ts';
import type { NdrObservationKind, NdrObservations } from './observation.ts';
import { type NdrRules, RULES } from './rules.ts';
import { Stop, stop, Tape } from './tape.ts';

/** One thing to be read. */
export type Step = (w: Walk) => void;

/** What a check at the end of the walk compares, once all values are known. */
export interface Check {
  readonly kind: 'size-disagrees' | 'first-disagrees' | 'length-disagrees' | 'tag-disagrees' | 'null-with-size';
  readonly expected: Evaluate;
}

/** An observation before its path is written. */
export interface Seen {
  readonly kind: NdrObservationKind;
  readonly node: number;
  readonly start: number;
  readonly end: number;
  readonly data: Readonly<Record<string, number | string>>;
}

const NOWHERE = new Cursor();

/**
 * The state of one walk over a stub: where it is, what it recorded, and what it still has to read. Reads run short as
 * those of any cursor do; what was read before stays.
 */
export class Walk {
  cursor: Cursor = NOWHERE;
  rules: NdrRules = RULES.ndr;
  little = true;
  readonly tape = new Tape();
  readonly seen: Seen[] = [];
  /** Values that expressions ask for, frame by frame; NaN is unknown. */
  values = new Float64Array(256);
  /** Bytes at the end that were not read. */
  unread = 0;
  /** The frame of the structure or procedure that is being read. */
  frame = 0;
  #frames = 0;
  /** First byte of the stub: what alignment counts from. */
  #base = 0;
  /** Maximum counts of the outermost construct, read ahead of it; and which is next. */
  readonly #maxima: number[] = [];
  readonly #maximumNodes: number[] = [];
  #maximumCount = 0;
  maximum = 0;
  /** Referents that wait, the next one last: those of a construct follow it in order, depth first (C706 14.3.12.3). */
  readonly #waiting: Waiting[] = [];
  readonly #fresh: Waiting[] = [];
  #depth = 0;
  readonly #unique = new Set<number>();
  readonly #full = new Map<number, number>();
  /** Check, frame, value and node of each comparison that waits for the end. */
  readonly #checks: (Check | number)[] = [];

  begin(cursor: Cursor, rules: NdrRules, little: boolean, slots: number, inputs: Float64Array | undefined): void {
    this.cursor = cursor;
    this.rules = rules;
    this.little = little;
    this.#base = cursor.at;
    this.tape.clear();
    empty(this.seen);
    this.unread = 0;
    this.#frames = 0;
    this.frame = this.allocate(slots);
    if (inputs) this.values.set(inputs.subarray(0, slots), 0);
    empty(this.#waiting);
    empty(this.#fresh);
    this.#depth = 0;
    if (this.#unique.size > 0) this.#unique.clear();
    if (this.#full.size > 0) this.#full.clear();
    empty(this.#checks);
  }

  /** Reads a parameter and all that it points to. */
  parameter(definition: number, step: Step): void {
    this.tape.open(definition, this.cursor.at);
    step(this);
    this.tape.close(this.cursor.at);
    this.#referents();
  }

  #referents(): void {
    if (this.#fresh.length === 0) return;
    const frame = this.frame;
    for (;;) {
      for (let next = this.#fresh.pop(); next; next = this.#fresh.pop()) this.#waiting.push(next);
      const next = this.#waiting.pop();
      if (!next) break;
      this.frame = next.frame;
      this.#depth = next.depth;
      this.tape.segment(REFERENT, next.node, this.cursor.at);
      next.step(this);
      this.tape.close(this.cursor.at);
    }
    this.frame = frame;
    this.#depth = 0;
  }

  /** Puts a referent in the queue. */
  defer(step: Step, node: number): void {
    if (this.#depth >= ndrLimits.depth) this.giveUp(`pointers behind more than ${ndrLimits.depth} others`);
    this.#fresh.push({ step, node, frame: this.frame, depth: this.#depth + 1 });
  }

  /** Ends the walk here. */
  giveUp(reason: string): never {
    stop.reason = reason;
    throw stop;
  }

  /** What is to be done however the walk ended; `signal` is what it ended with. */
  finish(signal: unknown): void {
    const { cursor, tape } = this;
    tape.closeAll(signal instanceof Short ? cursor.end : cursor.at);
    if (signal instanceof Stop) {
      const node = cursor.left > 0 ? tape.append(INDEX.notRead, cursor.at, cursor.end) : -1;
      this.observe('not-read', node, cursor.at, cursor.end, { reason: stop.reason, length: cursor.left });
      this.unread = cursor.left;
      cursor.at = cursor.end;
    } else if (signal === undefined && cursor.left > 0) {
      const node = tape.append(INDEX.leftOver, cursor.at, cursor.end);
      const bytes = toHex(cursor.bytes, cursor.at, Math.min(cursor.end, cursor.at + 16));
      this.observe('left-over', node, cursor.at, cursor.end, { length: cursor.left, bytes });
      this.unread = cursor.left;
      cursor.at = cursor.end;
    }
    this.#compare();
    this.cursor = NOWHERE;
  }

  // Reading.

  /** An unsigned number at the cursor; above 2^53 it is not exact, which no count that could be met needs. */
  unsigned(size: number): number {
    const { cursor: c, little } = this;
    switch (size) {
      case 1:
        return c.u8(0);
      case 2:
        return little ? c.u16le(0) : c.u16be(0);
      case 4:
        return little ? c.u32le(0) : c.u32be(0);
      default:
        c.need(8);
        return little ? joined(c.u32le(4), c.u32le(0)) : joined(c.u32be(0), c.u32be(4));
    }
  }

  /** Moves to the next multiple of `n`, counted from the stub's start (C706 14.2.2). */
  align(n: number): void {
    const { cursor: c } = this;
    const gap = (this.#base - c.at) & (n - 1);
    if (gap !== 0) this.#pass(gap);
  }

  /** A structure's trailing pad (MS-RPCE 2.2.5.3.4.1), which some leave out at the end of a stub. */
  trail(n: number): void {
    const { cursor: c } = this;
    const gap = (this.#base - c.at) & (n - 1);
    if (gap === 0) return;
    if (c.left >= gap || c.promised > c.end) return this.#pass(gap);
    this.observe('padding-missing', this.tape.count - 1, c.at, c.end, { missing: gap - c.left });
    c.at = c.end;
  }

  #pass(gap: number): void {
    const { cursor: c } = this;
    c.need(gap);
    for (let i = 0; i < gap; i++) {
      if (c.bytes[c.at + i] === 0) continue;
      const node = this.tape.add(INDEX.padding, c.at, c.at + gap);
      this.observe('padding-not-zero', node, c.at, c.at + gap, { bytes: toHex(c.bytes, c.at, c.at + gap) });
      break;
    }
    c.at += gap;
  }

  /** A maximum count, an offset, an actual count, or a chunk's. */
  count(definition: number): number {
    const { count } = this.rules;
    this.align(count);
    const value = this.unsigned(count);
    const { cursor: c } = this;
    this.tape.add(definition, c.at, c.at + count);
    c.at += count;
    return value;
  }

  /** The count that closes a chunk of NDR64: negative, or 0. */
  closing(definition: number): number {
    this.align(8);
    const { cursor: c, little } = this;
    c.need(8);
    const low = little ? c.u32le(0) : c.u32be(4);
    const high = little ? c.u32le(4) : c.u32be(0);
    this.tape.add(definition, c.at, c.at + 8);
    c.at += 8;
    return joined(high | 0, low);
  }

  /** Begins an outermost construct: its maximum counts come first (C706 14.3.1). */
  outermost(): void {
    this.#maximumCount = 0;
    this.maximum = 0;
  }

  readMaximum(definition: number): void {
    const value = this.count(definition);
    this.#maxima[this.#maximumCount] = value;
    this.#maximumNodes[this.#maximumCount++] = this.tape.count - 1;
  }

  /** The next maximum count, compared with what it ought to be. */
  nextMaximum(expected: Check | undefined): number {
    const at = this.maximum++;
    const value = at < this.#maximumCount ? this.#maxima[at]! : 0;
    if (expected) this.check(expected, value, this.#maximumNodes[at]!);
    return value;
  }

  // Values.

  /** A frame for a structure's values. */
  allocate(slots: number): number {
    const frame = this.#frames;
    this.#frames += slots;
    if (this.#frames > this.values.length) {
      const grown = new Float64Array(Math.max(this.values.length * 2, this.#frames));
      grown.set(this.values);
      this.values = grown;
    }
    for (let i = frame; i < this.#frames; i++) this.values[i] = Number.NaN;
    return frame;
  }

  keep(slot: number, value: number): void {
    this.values[this.frame + slot] = value;
  }

  // What is told.

  observe<K extends NdrObservationKind>(
    kind: K,
    node: number,
    start: number,
    end: number,
    data: NdrObservations[K],
  ): void {
    const isLast = kind === 'left-over' || kind === 'not-read';
    if (this.seen.length < ndrLimits.observations || isLast) this.seen.push({ kind, node, start, end, data });
  }

  /** Notes a comparison for the end, when what it depends on is known. */
  check(check: Check, value: number, node: number): void {
    this.#checks.push(check, this.frame, value, node);
  }

  #compare(): void {
    const checks = this.#checks;
    for (let i = 0; i < checks.length; i += 4) {
      const { kind, expected: evaluate } = checks[i] as Check;
      const expected = evaluate(this.values, checks[i + 1] as number);
      const found = checks[i + 2] as number;
      if (Number.isNaN(expected) || expected === found) continue;
      const node = checks[i + 3] as number;
      const start = this.tape.start(node);
      const end = this.tape.end(node);
      if (kind === 'null-with-size') this.observe(kind, node, start, end, { expected });
      else this.observe(kind, node, start, end, { expected, found });
    }
  }

  /** A unique pointer's id: each has its own. */
  uniqueId(id: number, node: number): void {
    if (!this.#unique.has(id)) this.#unique.add(id);
    else this.observe('unique-repeated', node, this.tape.start(node), this.tape.end(node), { id });
  }

  /** A full pointer's id: true if what it points to was sent before (C706 14.3.10). */
  fullId(id: number, node: number): boolean {
    const first = this.#full.get(id);
    if (first === undefined) {
      this.#full.set(id, node);
      return false;
    }
    this.tape.link(node, first);
    this.observe('full-repeated', node, this.tape.start(node), this.tape.end(node), { id });
    return true;
  }
}

interface Waiting {
  readonly step: Step;
  readonly node: number;
  readonly frame: number;
  readonly depth: number;
}
