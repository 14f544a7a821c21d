import { type Field, type FieldOptions, field, type Kind } from '../../model/field.ts';
import { type Definition, type Role, SHARED } from './definition.ts';
import { READ_AS } from './presentation.ts';
import type { Refinement } from './refine.ts';

/** Makes an interface's fields and the table of its definitions. */
export class FieldMaker {
  readonly definitions: Definition[] = [...SHARED];
  readonly fields: Field[] = [];
  readonly #known = new Map<string, Field>();
  readonly #identities = new Map<unknown, number>();

  define(made: Field | undefined, role: Role, name: string, refined: Refinement = {}, value?: string): number {
    const index = this.definitions.length;
    const { bits = [], aliases = [], secret = false, carries, text } = refined;
    const read = (refined.kind && READ_AS[refined.kind]) ?? role;
    this.definitions.push({ index, field: made, role: read, name, bits, aliases, secret, carries, text, value });
    return index;
  }

  /** Makes a definition one that is no value of the call's. */
  setAside(index: number): void {
    this.definitions[index] = { ...this.definitions[index]!, role: 'aside', name: '' };
  }

  /** A field; the same one for all uses that are alike. */
  field(abbrev: string, label: string, kind: Kind, options: FieldOptions, refined: Refinement): Field {
    const all: FieldOptions = { ...options };
    if (refined.names) all.names = refined.names;
    if (refined.base) all.base = refined.base;
    if (refined.encoding) all.encoding = refined.encoding;
    if (refined.spec) all.spec = refined.spec;
    // What it carries knows which of its bytes are a password.
    if (typeof refined.carries === 'object') all.ofAll = true;
    const named = refined.abbrev ?? abbrev;
    const parts = [named, refined.label ?? label, refined.kind ?? kind, all.size, all.base, all.encoding];
    const key = [...parts, this.#identity(all.names), this.#identity(all.spec)].join('\n');
    let made = this.#known.get(key);
    if (!made) {
      made = field(named, refined.label ?? label, refined.kind ?? kind, all);
      this.#known.set(key, made);
      this.fields.push(made);
    }
    for (const it of [...(refined.bits ?? []), ...(refined.aliases ?? [])]) this.add(it);
    return made;
  }

  /** A field that others made. */
  add(made: Field): void {
    if (!this.fields.includes(made)) this.fields.push(made);
  }

  #identity(of: unknown): number {
    let identity = this.#identities.get(of);
    if (identity === undefined) {
      identity = this.#identities.size;
      this.#identities.set(of, identity);
    }
    return identity;
  }
}
