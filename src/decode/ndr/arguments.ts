import { type Field, nameOf } from '../../model/field.ts';
import { type Definition, INDEX, REFERENT } from './definition.ts';
import type { Tape } from './tape.ts';
import { bodyStart, CUT, plainValue } from './values.ts';

/** A single value as JSON has it. */
export type PlainScalar = number | string | boolean | null;

export type PlainValue = PlainScalar | readonly PlainValue[] | { readonly [name: string]: PlainValue };

/** How much of a call's arguments is told. What is left out shows as '…'. */
export interface ArgumentLimits {
  /** Values in all. */
  readonly values?: number;
  /** Characters of a text, bytes of a blob. */
  readonly length?: number;
  /** Structures in structures. */
  readonly depth?: number;
  /** False for no context handles: they are numbers of the server's that say nothing. */
  readonly handles?: boolean;
  /** False for the arguments alone, without the result. */
  readonly result?: boolean;
  /** Numbers by their names or in hex, where their fields have such: for people. */
  readonly named?: boolean;
  /** Passwords as they are. */
  readonly reveal?: boolean;
}

/** Hears of a call's arguments in their order, each by its name; elements of an array have none. */
export interface ArgumentVisitor {
  value(name: string, value: PlainScalar): void;
  structure(name: string): void;
  array(name: string): void;
  /** The end of the structure or array that began last. */
  end(): void;
}

const UNLIMITED: ArgumentLimits = {};
const SECRET = '********';

/**
 * Goes through the arguments of a walked stub by their parameters' names. Pointers are what they point to, or null;
 * unions are structures with the chosen arm; counted strings are their text; SIDs are written out.
 */
export class ArgumentWalk {
  readonly #tape: Tape;
  #definitions: readonly Definition[] = [];
  #bytes!: Uint8Array;
  #little = true;
  #limits = UNLIMITED;
  #visitor!: ArgumentVisitor;
  /** Values that may still be told. */
  #left = 0;

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  visit(
    definitions: readonly Definition[],
    bytes: Uint8Array,
    little: boolean,
    visitor: ArgumentVisitor,
    limits = UNLIMITED,
  ): void {
    this.#definitions = definitions;
    this.#bytes = bytes;
    this.#little = little;
    this.#visitor = visitor;
    this.#limits = limits;
    this.#left = limits.values ?? 256;
    const tape = this.#tape;
    for (let node = 0; node < tape.count; node = tape.next(node)) {
      const { role, name } = this.#definition(node);
      if (role !== 'parameter' || (limits.result === false && name === 'return')) continue;
      this.#within(name, node + 1, tape.next(node), 0);
    }
  }

  #definition(node: number): Definition {
    return this.#definitions[this.#tape.definition(node)]!;
  }

  #isValue(node: number): boolean {
    return this.#definition(node).role !== 'aside';
  }

  /** The value among the nodes of a parameter or a referent: what is not a count. */
  #within(name: string, first: number, end: number, level: number): void {
    for (let node = first; node < end; node = this.#tape.next(node))
      if (this.#isValue(node)) return this.#value(name, node, level);
    this.#visitor.value(name, null);
  }

  #value(name: string, node: number, level: number): void {
    const visitor = this.#visitor;
    const limits = this.#limits;
    if (this.#left <= 0 || level > (limits.depth ?? 16)) return visitor.value(name, CUT);
    this.#left--;
    const definition = this.#definition(node);
    const start = this.#tape.start(node);
    const end = this.#tape.end(node);
    if (definition.secret && !limits.reveal && end > start && definition.role !== 'pointer')
      return visitor.value(name, SECRET);
    if (limits.handles === false && definition.role === 'context') return visitor.value(name, null);
    // Another protocol's, and maybe secret in part: its own layer shows it.
    if (typeof definition.carries === 'object')
      return visitor.value(name, `${end - start} bytes of ${definition.carries.name}`);
    const last = this.#tape.next(node);
    switch (definition.role) {
      case 'pointer':
        return this.#pointed(name, node, level);
      case 'structure': {
        const from = definition.text && bodyStart(this.#tape, this.#definitions, node);
        const text = from === undefined ? undefined : definition.text!(this.#bytes, from, end, this.#little);
        if (text !== undefined) return visitor.value(name, text);
        if (definition.value !== undefined) return this.#counted(name, node, definition.value, level);
        return this.#members(name, node + 1, last, level);
      }
      case 'union':
        return this.#members(name, node + 1, last, level);
      case 'array':
        return this.#elements(name, node + 1, last, level);
    }
    const plain = plainValue(definition, this.#bytes, start, end, this.#little, limits.length ?? 256);
    visitor.value(name, limits.named && typeof plain === 'number' ? word(definition.field, plain) : plain);
  }

  #pointed(name: string, node: number, level: number): void {
    const tape = this.#tape;
    let segment = tape.linked(node);
    // A full pointer that was met before.
    if (segment >= 0 && tape.definition(segment) !== REFERENT) segment = tape.linked(segment);
    if (segment < 0 || tape.definition(segment) !== REFERENT) return this.#visitor.value(name, null);
    this.#within(name, segment + 1, tape.next(segment), level + 1);
  }

  #members(name: string, first: number, end: number, level: number): void {
    this.#visitor.structure(name);
    for (let node = first; node < end; node = this.#tape.next(node)) {
      if (!this.#isValue(node)) continue;
      if (this.#left <= 0) {
        this.#visitor.value(CUT, CUT);
        break;
      }
      this.#value(this.#definition(node).name, node, level + 1);
    }
    this.#visitor.end();
  }

  #counted(name: string, structure: number, member: string, level: number): void {
    const end = this.#tape.next(structure);
    for (let node = structure + 1; node < end; node = this.#tape.next(node))
      if (this.#definition(node).name === member) return this.#value(name, node, level);
    this.#members(name, structure + 1, end, level);
  }

  #elements(name: string, first: number, end: number, level: number): void {
    this.#visitor.array(name);
    for (let node = first; node < end; node = this.#tape.next(node)) {
      if (!this.#isValue(node)) {
        if (this.#tape.definition(node) === INDEX.elements) this.#visitor.value('', CUT);
        continue;
      }
      if (this.#left <= 0) {
        this.#visitor.value('', CUT);
        break;
      }
      this.#value('', node, level + 1);
    }
    this.#visitor.end();
  }
}

const word = (field: Field | undefined, n: number): number | string =>
  field ? (nameOf(field, n) ?? (field.base === 'hex' ? `0x${n.toString(16)}` : n)) : n;

/** Makes arguments into objects and arrays. */
export class PlainArguments implements ArgumentVisitor {
  readonly all: Record<string, PlainValue> = {};
  readonly #open: (Record<string, PlainValue> | PlainValue[])[] = [this.all];

  value(name: string, value: PlainValue): void {
    const into = this.#open.at(-1)!;
    if (Array.isArray(into)) into.push(value);
    else put(into, name, value);
  }

  structure(name: string): void {
    this.#begin(name, {});
  }

  array(name: string): void {
    this.#begin(name, []);
  }

  end(): void {
    this.#open.pop();
  }

  #begin(name: string, what: Record<string, PlainValue> | PlainValue[]): void {
    this.value(name, what);
    this.#open.push(what);
  }
}

/** Sets a property whatever its name is. */
function put(object: Record<string, PlainValue>, name: string, value: PlainValue): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
