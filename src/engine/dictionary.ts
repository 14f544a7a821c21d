import type { Field } from '../model/field.ts';
import { firstFieldsOf, type Protocol } from '../model/protocol.ts';

/**
 * Fields by abbreviation. Those of RPC interfaces are made from IDL when somebody names one of them, or asks for all:
 * most runs need none.
 */
export class Dictionary implements Iterable<[string, readonly Field[]]> {
  readonly #fields = new Map<string, Field[]>();
  /** Protocols that have still to say what they define. */
  #waiting: Protocol[];

  constructor(protocols: readonly Protocol[]) {
    for (const protocol of protocols) for (const field of firstFieldsOf(protocol)) this.#define(field);
    this.#waiting = protocols.filter(({ later }) => later);
  }

  get(abbrev: string): readonly Field[] | undefined {
    this.#ask(({ later }) => later!.may(abbrev));
    return this.#fields.get(abbrev);
  }

  has(abbrev: string): boolean {
    return this.get(abbrev) !== undefined;
  }

  get size(): number {
    return this.#all().size;
  }

  keys(): IterableIterator<string> {
    return this.#all().keys();
  }

  values(): IterableIterator<readonly Field[]> {
    return this.#all().values();
  }

  [Symbol.iterator](): IterableIterator<[string, readonly Field[]]> {
    return this.#all().entries();
  }

  #all(): ReadonlyMap<string, readonly Field[]> {
    this.#ask(() => true);
    return this.#fields;
  }

  #ask(which: (protocol: Protocol) => boolean): void {
    if (this.#waiting.length === 0) return;
    const asked = this.#waiting.filter(which);
    if (asked.length === 0) return;
    this.#waiting = this.#waiting.filter((protocol) => !asked.includes(protocol));
    for (const { later } of asked) for (const field of later!.fields()) this.#define(field);
  }

  #define(field: Field): void {
    const known = this.#fields.get(field.abbrev);
    if (!known) this.#fields.set(field.abbrev, [field]);
    else if (!known.includes(field)) known.push(field);
  }
}
