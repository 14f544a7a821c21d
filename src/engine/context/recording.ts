import { Cursor, LAST_POSITION } from '../../bytes/cursor.ts';
import { interpret, wordOf } from '../../decode/interpret.ts';
import type { Field, FieldGroup, Kind } from '../../model/field.ts';
import type { Layer } from '../../model/layer.ts';
import type { Layout } from '../../model/layout.ts';
import { Packet } from '../../model/packet.ts';
import type { ByteSource } from '../../model/source.ts';
import { DEFERRED, GENERATED, type GeneratedValue, WORDS } from '../../model/tree.ts';
import type { Question } from '../question.ts';

const NO_FIELDS: readonly Field[] = [];
const DIVISIBLE: ReadonlySet<Kind> = new Set(['none', 'bytes', 'string']);

/** The cursor of the layer under way, and what it writes down: nodes of the packet's tree, as far as somebody asks. */
export abstract class Recording extends Cursor {
  readonly packet = new Packet();
  layer!: Layer;
  source!: ByteSource;
  quoted = false;
  recording = false;
  protected readonly question: Question;
  protected readonly wanted: Uint8Array;
  /** Subtrees of the layer under way that are not closed yet. */
  protected readonly unclosed: number[] = [];

  constructor(question: Question) {
    super();
    this.question = question;
    this.wanted = question.wanted;
  }

  wants(field: Field): boolean {
    return this.wanted[field.id] === 1;
  }

  wantsAny(group: FieldGroup): boolean {
    return this.recording && this.question.wantedOf(group).length > 0;
  }

  wantedOf(group: FieldGroup): readonly Field[] {
    return this.recording ? this.question.wantedOf(group) : NO_FIELDS;
  }

  record(layout: Layout, flags = 0): void {
    if (this.at + layout.size > this.end) {
      if (this.recording) interpret(this.packet.tree, layout, this.wanted, this.at, this.end, flags);
      this.runOut(layout.size);
    }
    if (this.recording) this.question.recorder(layout)(this.packet.tree, this.at, flags);
    this.at += layout.size;
  }

  take(field: Field, length: number, flags = 0): void {
    if (length < 0 || this.at + length > this.end) {
      // What is there of a text is that text's beginning; a part of a number or an address is none.
      if (this.end > this.at && DIVISIBLE.has(field.kind)) this.mark(field, this.at, this.end, flags);
      this.runOut(length);
    }
    if (this.recording && this.wanted[field.id]) {
      this.packet.tree.add(wordOf(field) | flags, this.at, this.at + length);
    }
    this.at = (this.at + length) | 0;
  }

  /** Gives up where some of it was recorded: the subtrees under way, however they are closed, reach to the last byte. */
  private runOut(needed: number): never {
    try {
      return this.fail(needed);
    } finally {
      this.at = this.end;
    }
  }

  mark(field: Field, start: number, end: number, flags = 0): void {
    if (this.recording && this.wanted[field.id]) this.packet.tree.add(wordOf(field) | flags, start, end);
  }

  generate(field: Field, value: GeneratedValue, start = -1, end = -1): number {
    return this.recording && this.wanted[field.id] ? this.packet.tree.generate(wordOf(field), value, start, end) : -1;
  }

  generateBits(field: Field, value: number, bits: readonly Field[]): void {
    const node = this.generate(field, value);
    for (const bit of bits) this.generate(bit, (value & bit.mask) !== 0);
    if (node >= 0) this.packet.tree.enclose(node);
  }

  open(field: Field): number {
    if (!this.recording || !this.wanted[field.id]) return -1;
    const node = this.packet.tree.add(wordOf(field), this.at, this.at);
    this.unclosed.push(node);
    return node;
  }

  close(node: number): void {
    if (node < 0) return;
    // What was begun in it and ran short ends with it.
    for (let last = this.unclosed.pop()!; last > node; last = this.unclosed.pop()!) this.endNode(last, this.at);
    this.endNode(node, this.at);
  }

  within(start: number, end: number, limit: string, act: (d: this) => void): unknown {
    const { at, end: last, promised, limit: outer } = this;
    const opened = this.unclosed.length;
    this.at = start;
    this.end = end;
    this.promised = end;
    this.limit = limit;
    try {
      act(this);
      return undefined;
    } catch (signal) {
      this.endOpened(opened);
      return signal;
    } finally {
      this.at = at;
      this.end = last;
      this.promised = promised;
      this.limit = outer;
    }
  }

  /** Ends the subtrees under way but for the first so many: what stopped their reading came here. */
  protected endOpened(but: number): void {
    while (this.unclosed.length > but) this.endNode(this.unclosed.pop()!, this.at);
  }

  /**
   * Ends a subtree; what it holds of bytes that lie elsewhere, because an offset leads there, is marked as such. Where
   * the reading stopped over there, before its beginning, it has no bytes.
   */
  protected endNode(node: number, at: number): void {
    const { tree } = this.packet;
    const start = tree.start(node);
    const end = Math.max(start, at);
    tree.close(node, end);
    for (let child = node + 1; child < tree.count; child = tree.next(child)) {
      if (tree.flags(child) & GENERATED || (tree.start(child) >= start && tree.end(child) <= end)) continue;
      tree.words[child * WORDS]! |= DEFERRED;
    }
  }

  limitTo(length: number, limit: string): void {
    const end = Math.min(this.at + length, LAST_POSITION) | 0;
    if (end <= this.end) {
      this.end = end;
      this.layer.end = end;
    }
    // A length does not make a frame longer than it was; but an error message quotes only a datagram's beginning.
    this.promised = this.quoted ? end : Math.min(end, this.promised);
    this.layer.promised = this.promised;
    this.limit = limit;
  }
}
