import { type Field, nameOf } from '../../model/field.ts';
import { type Definition, INDEX, REFERENT } from './definition.ts';
import type { Tape } from './tape.ts';
import { bodyStart, CUT, plainValue } from './values.ts';

/** A value as JSON has it. */
export type PlainValue =
  | number
  | string
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

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
  /** Numbers by their names or in hex, where their fields have such: for people. */
  readonly named?: boolean;
  /** Passwords as they are. */
  readonly reveal?: boolean;
}

/**
 * The arguments of a walked stub by their parameters' names. Pointers are what they point to, or null; unions are
 * objects with the chosen arm; counted strings are their text; SIDs are written out.
 */
export function argumentsOf(
  tape: Tape,
  definitions: readonly Definition[],
  bytes: Uint8Array,
  little: boolean,
  limits: ArgumentLimits = {},
): Record<string, PlainValue> {
  const { values = 256, length = 256, depth = 16, named = false, handles = true, reveal = false } = limits;
  let left = values;

  const definitionOf = (node: number): Definition => definitions[tape.definition(node)]!;
  const isValue = (node: number): boolean => definitionOf(node).role !== 'aside';

  /** The value among the nodes of a parameter or a referent: what is not a count. */
  const within = (first: number, end: number, level: number): PlainValue => {
    for (let node = first; node < end; node = tape.next(node)) if (isValue(node)) return value(node, level);
    return null;
  };

  const value = (node: number, level: number): PlainValue => {
    if (left <= 0 || level > depth) return CUT;
    left--;
    const definition = definitionOf(node);
    if (definition.secret && !reveal && tape.end(node) > tape.start(node) && definition.role !== 'pointer')
      return SECRET;
    if (!handles && definition.role === 'context') return null;
    const start = tape.start(node);
    const end = tape.end(node);
    const last = tape.next(node);
    // Another protocol's, and maybe secret in part: its own layer shows it.
    if (typeof definition.carries === 'object') return `${end - start} bytes of ${definition.carries.name}`;
    switch (definition.role) {
      case 'pointer':
        return pointed(node, level);
      case 'structure': {
        const text = definition.text?.(bytes, bodyStart(tape, definitions, node), end, little);
        if (text !== undefined) return text;
        return definition.value === undefined ? members(node + 1, last, level) : counted(node, definition.value, level);
      }
      case 'union':
        return members(node + 1, last, level);
      case 'array':
        return elements(node + 1, last, level);
      default:
        return word(definition.field, plainValue(definition, bytes, start, end, little, length));
    }
  };

  const word = (field: Field | undefined, plain: PlainValue): PlainValue => {
    if (!named || !field || typeof plain !== 'number') return plain;
    return nameOf(field, plain) ?? (field.base === 'hex' ? `0x${plain.toString(16)}` : plain);
  };

  const pointed = (node: number, level: number): PlainValue => {
    let segment = tape.linked(node);
    // A full pointer that was met before.
    if (segment >= 0 && tape.definition(segment) !== REFERENT) segment = tape.linked(segment);
    if (segment < 0 || tape.definition(segment) !== REFERENT) return null;
    return within(segment + 1, tape.next(segment), level + 1);
  };

  const members = (first: number, end: number, level: number): PlainValue => {
    const found: Record<string, PlainValue> = {};
    for (let node = first; node < end; node = tape.next(node)) {
      if (!isValue(node)) continue;
      if (left <= 0) {
        found[CUT] = CUT;
        break;
      }
      put(found, definitionOf(node).name, value(node, level + 1));
    }
    return found;
  };

  const counted = (structure: number, member: string, level: number): PlainValue => {
    const end = tape.next(structure);
    for (let node = structure + 1; node < end; node = tape.next(node)) {
      if (definitionOf(node).name === member) return value(node, level);
    }
    return members(structure + 1, end, level);
  };

  const elements = (first: number, end: number, level: number): PlainValue => {
    const found: PlainValue[] = [];
    for (let node = first; node < end; node = tape.next(node)) {
      if (!isValue(node)) {
        if (tape.definition(node) === INDEX.elements) found.push(CUT);
        continue;
      }
      if (left <= 0) {
        found.push(CUT);
        break;
      }
      found.push(value(node, level + 1));
    }
    return found;
  };

  const all: Record<string, PlainValue> = {};
  for (let node = 0; node < tape.count; node = tape.next(node)) {
    const { role, name } = definitionOf(node);
    if (role === 'parameter') put(all, name, within(node + 1, tape.next(node), 0));
  }
  return all;
}

const SECRET = '********';

/** Sets a property whatever its name is. */
function put(object: Record<string, PlainValue>, name: string, value: PlainValue): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
