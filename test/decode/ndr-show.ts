import { Cursor, Short } from '../../src/bytes/cursor.ts';
import { readIdl } from '../../src/decode/idl/index.ts';
import {
  type NdrInterface,
  type NdrInterfaceOptions,
  type NdrProcedure,
  NdrStub,
  ndrInterface,
  type StubOptions,
} from '../../src/decode/ndr/index.ts';
import { displayValue, readValue } from '../../src/decode/value.ts';
import { fieldById } from '../../src/model/field.ts';
import { DEFERRED, GENERATED, Tree } from '../../src/model/tree.ts';

/** An interface from the text between `interface x {` and `}`; its one procedure is told apart by its name. */
export function body(text: string, options: NdrInterfaceOptions & { attributes?: string } = {}): NdrInterface {
  const { attributes = '', ...rest } = options;
  const idl = `import "ms-dtyp.idl"; [uuid(00000000-0000-0000-0000-000000000001), version(1.0)${attributes && `, ${attributes}`}] interface x {\n${text}\n}`;
  return ndrInterface(readIdl(idl), undefined, rest);
}

export function procedure(of: NdrInterface, name?: string): NdrProcedure {
  const all = [...of.procedures.values()];
  const found = name === undefined ? all.at(-1) : all.find((it) => it.name === name);
  if (!found) throw new Error(`no procedure ${name}`);
  return found;
}

export interface Shown {
  readonly lines: string[];
  readonly stub: NdrStub;
  /** What running short said. */
  readonly short: string | undefined;
}

/** The stub at an odd place of a larger buffer, walked and recorded; the tree as lines `label: value @start-end`. */
export function show(bytes: Uint8Array, of: NdrProcedure, options: Partial<StubOptions> = {}): Shown {
  const offset = 7;
  const buffer = new Uint8Array(bytes.length + 20).fill(0xee);
  buffer.set(bytes, offset);
  const cursor = new Cursor();
  cursor.bytes = buffer;
  cursor.at = offset;
  cursor.end = offset + bytes.length;
  cursor.promised = cursor.end;
  const stub = new NdrStub();
  let short: string | undefined;
  try {
    stub.read(cursor, of, { direction: 'request', syntax: 'ndr', little: true, ...options });
  } catch (signal) {
    if (!(signal instanceof Short)) throw signal;
    short = `needs ${signal.needed}, has ${signal.had}`;
  }
  const tree = new Tree();
  stub.record({ recording: true, wants: () => true, packet: { tree } });
  return { lines: lines(tree, buffer, offset), stub, short };
}

function lines(tree: Tree, bytes: Uint8Array, offset: number): string[] {
  const found: string[] = [];
  const ends: number[] = [];
  for (let node = 0; node < tree.count; node++) {
    while (ends.length > 0 && ends.at(-1)! <= node) ends.pop();
    const field = fieldById(tree.id(node));
    const start = tree.start(node);
    const end = tree.end(node);
    const flags = tree.flags(node);
    const value =
      field.kind === 'none' ? '' : `: ${displayValue(field, readValue(field, tree, node, bytes), end - start)}`;
    const marks = (flags & DEFERRED ? ' deferred' : '') + (flags & GENERATED ? ' generated' : '');
    found.push(`${'  '.repeat(ends.length)}${field.label}${value} @${start - offset}-${end - offset}${marks}`);
    if (tree.next(node) > node + 1) ends.push(tree.next(node));
  }
  return found;
}

/** Observations as `kind path data`. */
export const seen = (stub: NdrStub): string[] =>
  stub.observations.map(({ kind, path, data }) => `${kind} ${path} ${JSON.stringify(data)}`);

/** Numbers one after another in one byte order: what a hand-written vector is made of. */
export class Octets {
  readonly #bytes: number[] = [];
  readonly #little: boolean;

  constructor(little = true) {
    this.#little = little;
  }

  #number(value: number | bigint, size: number): this {
    const all = Array.from({ length: size }, (_, i) => Number((BigInt(value) >> BigInt(8 * i)) & 0xffn));
    this.#bytes.push(...(this.#little ? all : all.reverse()));
    return this;
  }

  u8 = (...values: number[]): this => values.reduce<this>((_, value) => this.#number(value, 1), this);
  u16 = (...values: number[]): this => values.reduce<this>((_, value) => this.#number(value, 2), this);
  u32 = (...values: number[]): this => values.reduce<this>((_, value) => this.#number(value, 4), this);
  u64 = (...values: (number | bigint)[]): this => values.reduce<this>((_, value) => this.#number(value, 8), this);
  /** UTF-16 with its null. */
  wide = (text: string): this => this.u16(...[...text].map((c) => c.charCodeAt(0)), 0);
  ascii = (text: string): this => this.u8(...[...text].map((c) => c.charCodeAt(0)));
  zero = (n: number): this => this.u8(...new Array<number>(n).fill(0));

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}
