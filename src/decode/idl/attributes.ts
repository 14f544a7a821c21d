import { parseType } from './parse-type.ts';
import type { Warn } from './problem.ts';
import { partReader } from './reader.ts';
import type { IdlAttribute, PointerClass } from './schema.ts';
import type { SyntaxAttribute, SyntaxType } from './syntax.ts';

export const findAttribute = (attributes: readonly SyntaxAttribute[], name: string): SyntaxAttribute | undefined =>
  attributes.find((it) => it.name === name);

/** Words before size_is and its like are what these attributes say of a pointer. */
const POINTERS: Readonly<Record<string, PointerClass>> = { ref: 'ref', unique: 'unique', ptr: 'full' };

export function pointerClass(attributes: readonly SyntaxAttribute[]): PointerClass | undefined {
  for (const { name } of attributes) if (POINTERS[name]) return POINTERS[name];
  return undefined;
}

/** The word in parentheses: `pointer_default(unique)`. */
export const argumentText = (attribute: SyntaxAttribute | undefined): string =>
  (attribute?.arguments ?? []).map((tokens) => tokens.map(({ text }) => text).join(' ')).join(', ');

export const pointerDefault = (attributes: readonly SyntaxAttribute[]): PointerClass =>
  POINTERS[argumentText(findAttribute(attributes, 'pointer_default'))] ?? 'unique';

/** The type in parentheses: `switch_type(unsigned short)`. */
export function argumentType(attribute: SyntaxAttribute, warn: Warn): SyntaxType {
  const r = partReader(attribute.arguments?.[0] ?? [], attribute.place, warn);
  return parseType(r);
}

export const kept = (attributes: readonly SyntaxAttribute[]): IdlAttribute[] =>
  attributes.map((it) => ({ name: it.name, text: argumentText(it) }));
