import { bigUint, NO_BYTES } from '../../bytes/read.ts';
import { isoFiletime } from '../../bytes/time.ts';
import type { Dissection } from '../../model/dissection.ts';
import type { Field } from '../../model/field.ts';
import { DEFERRED, LITTLE, Tree, WORDS } from '../../model/tree.ts';
import { wordOf } from '../interpret.ts';
import { type Definition, REFERENT } from './definition.ts';
import type { Tape } from './tape.ts';
import { bodyStart, countedText, floatOf, plainValue, wideText } from './values.ts';

/** Where fields go: the engine's Dissection, or a tree of one's own. */
export interface NdrTarget {
  readonly recording: boolean;
  wants(field: Field): boolean;
  readonly packet: { readonly tree: Tree };
}

const WHOLE = 2 ** 31;
const NOWHERE: NdrTarget = { recording: false, wants: () => false, packet: { tree: new Tree() } };

/** Records what was walked as fields: referents below their pointers, flagged where they lie outside of them. */
export class Recorder {
  readonly #tape: Tape;
  #definitions: readonly Definition[] = [];
  #bytes = NO_BYTES;
  #little = true;
  #order = 0;
  #target = NOWHERE;
  #tree = NOWHERE.packet.tree;
  #inside: Dissection | undefined;
  /** What stopped somebody who read inside a field. */
  #stopped: unknown;

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  /**
   * `inside` is where those record that read what lies in a field's bytes. What stops one of them, and with that the
   * layer, is thrown when all is recorded.
   */
  record(
    definitions: readonly Definition[],
    target: NdrTarget,
    bytes: Uint8Array,
    little: boolean,
    inside?: Dissection,
  ): void {
    if (!target.recording) return;
    const tape = this.#tape;
    this.#definitions = definitions;
    this.#target = target;
    this.#tree = target.packet.tree;
    this.#bytes = bytes;
    this.#little = little;
    this.#order = little ? LITTLE : 0;
    this.#inside = inside;
    this.#stopped = undefined;
    // Referents follow the parameter that leads to them; they are shown where their pointers are.
    for (let node = 0; node < tape.count; node = tape.next(node)) {
      if (tape.definition(node) !== REFERENT) this.#one(node, 0);
    }
    if (this.#stopped !== undefined) throw this.#stopped;
  }

  #below(first: number, end: number, flags: number): void {
    for (let node = first; node < end; node = this.#tape.next(node)) this.#one(node, flags);
  }

  #one(node: number, flags: number): void {
    const tape = this.#tape;
    const definition = this.#definitions[tape.definition(node)]!;
    const { field, role } = definition;
    const end = tape.next(node);
    const isShown = field !== undefined && this.#target.wants(field);
    const made = isShown ? this.#add(definition, field, node, flags) : -1;
    // What is not shown leaves its place to what is below it.
    if (definition.bits.length > 0) this.#all(definition.bits, node);
    if (end > node + 1) this.#below(node + 1, end, isShown ? 0 : flags);
    if (role === 'pointer') this.#referent(node, isShown ? DEFERRED : flags);
    const { tree } = this.#target.packet;
    if (typeof definition.carries === 'function' && this.#inside) {
      const limit = field?.abbrev ?? this.#inside.limit;
      this.#stopped ??= this.#inside.within(tape.start(node), tape.end(node), limit, definition.carries);
    }
    if (isShown) tree.words[made * WORDS + 3] = tree.count;
    if (definition.secret) this.#inside?.conceal(tape.start(node), tape.end(node), role === 'wide' ? 2 : 1);
    if (definition.aliases.length > 0) this.#also(definition, node);
  }

  /** Fields over the same bytes: parts of a number, other names. */
  #all(fields: readonly Field[], node: number): void {
    for (const it of fields) {
      if (!this.#target.wants(it)) continue;
      this.#tree.add(wordOf(it) | this.#order, this.#tape.start(node), this.#tape.end(node));
    }
  }

  /** Other names of a value; of a text they are the text. */
  #also(definition: Definition, node: number): void {
    if (definition.role !== 'structure' || !definition.text) return this.#all(definition.aliases, node);
    for (const it of definition.aliases) if (this.#target.wants(it)) this.#add(definition, it, node, 0);
  }

  #referent(pointer: number, flags: number): void {
    const segment = this.#tape.linked(pointer);
    if (segment < 0 || this.#tape.definition(segment) !== REFERENT) return;
    this.#below(segment + 1, this.#tape.next(segment), flags);
  }

  /** A node; values that the model has no kind or byte order for are worked out. */
  #add(definition: Definition, field: Field, node: number, flags: number): number {
    const tape = this.#tape;
    const start = tape.start(node);
    const end = tape.end(node);
    const word = wordOf(field) | flags;
    const { role } = definition;
    const isText = role === 'structure' && (definition.text !== undefined || definition.value !== undefined);
    if (isText) return this.#tree.generate(word, this.#textOf(definition, node), start, end);
    if (role === 'float') {
      return this.#tree.generate(word, floatOf(this.#bytes, start, end, this.#little), start, end);
    }
    if (!this.#little && role === 'wide') {
      return this.#tree.generate(word, wideText(this.#bytes, start, end, false), start, end);
    }
    if (!this.#little && role === 'filetime') {
      const low = bigUint(this.#bytes, start, start + 4, false);
      return this.#tree.generate(
        word,
        isoFiletime((bigUint(this.#bytes, start + 4, end, false) << 32n) | low),
        start,
        end,
      );
    }
    return this.#tree.add(word | this.#order, start, end);
  }

  /** A structure as text: by a function of its own, or what its counted string says. */
  #textOf({ text }: Definition, node: number): string {
    const tape = this.#tape;
    const definitions = this.#definitions;
    if (text) return text(this.#bytes, bodyStart(tape, definitions, node), tape.end(node), this.#little) ?? '';
    const at = countedText(tape, definitions, node);
    if (at < 0) return '';
    const definition = definitions[tape.definition(at)]!;
    return String(plainValue(definition, this.#bytes, tape.start(at), tape.end(at), this.#little, WHOLE));
  }
}
