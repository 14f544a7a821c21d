import { type Field, type FieldOptions, field, type Kind, partOf } from './field.ts';
import type { SpecReference } from './spec.ts';

/** One part of a layout as it is written down: what follows the part before it, unless `at` says otherwise. */
export interface Part extends FieldOptions {
  readonly label: string;
  readonly kind: Kind;
  readonly size: number;
  /** Abbreviation, where it is not the layout's prefix and the part's key. */
  readonly abbrev?: string;
  /** Offset from the layout's start, for parts that overlay others. */
  readonly at?: number;
  /** Bits of the number, shown under it. */
  readonly bits?: readonly Field[];
  /** Other names of the same bytes, recorded after it. */
  readonly also?: readonly Field[];
}

/** A field in its place: fixed offset and size, with what is recorded under it. */
export interface Item {
  readonly field: Field;
  readonly offset: number;
  readonly size: number;
  readonly children: readonly Item[];
}

/**
 * A fixed run of fields, written once: the interpreter, the recorders made from it, the dictionary and the dissectors'
 * own reads (`offset`) all take it from here.
 */
export interface Layout<K extends string = string> {
  readonly id: number;
  /** Heading over the items, where there is one. */
  readonly root: Field | undefined;
  readonly items: readonly Item[];
  readonly size: number;
  readonly fields: Readonly<Record<K, Field>>;
  readonly offset: Readonly<Record<K, number>>;
}

export interface LayoutOptions {
  /** First part of every abbreviation: 'tcp' makes 'tcp.srcport' of the key srcport. */
  prefix: string;
  little?: boolean;
  /** A heading field over the items. */
  root?: Field;
  spec?: SpecReference;
}

let count = 0;

export function layout<const K extends string>(options: LayoutOptions, parts: Readonly<Record<K, Part>>): Layout<K> {
  const fields = {} as Record<K, Field>;
  const offset = {} as Record<K, number>;
  const items: Item[] = [];
  let at = 0;
  let size = 0;
  for (const key of Object.keys(parts) as K[]) {
    const part = parts[key];
    const start = part.at ?? at;
    const made = field(part.abbrev ?? `${options.prefix}.${key}`, part.label, part.kind, part, options);
    const place = { offset: start, size: part.size };
    const children = (part.bits ?? []).map((bit) => {
      partOf(bit, part.size);
      return { field: bit, offset: start, size: bit.size || part.size, children: [] };
    });
    items.push({ field: made, ...place, children });
    for (const other of part.also ?? []) items.push({ field: other, ...place, children: [] });
    fields[key] = made;
    offset[key] = start;
    at = start + part.size;
    size = Math.max(size, at);
  }
  return { id: count++, root: options.root, items, size, fields, offset };
}

/** The layout less one of its parts, for the packets whose value has to be worked out. */
export function without<K extends string>(whole: Layout<K>, part: K): Layout<K> {
  const { root, items, size, fields, offset } = whole;
  // Written out like every layout: an object that V8 sees as another kind makes reading any of them slower.
  return { id: count++, root, items: items.filter(({ field: it }) => it !== fields[part]), size, fields, offset };
}

type Options = Omit<Part, 'label' | 'kind' | 'size'> & { kind?: Kind };
const part =
  (kind: Kind, size: number) =>
  (label: string, options: Options = {}): Part => ({ label, kind, size, ...options });

export const u8 = part('uint', 1);
export const u16 = part('uint', 2);
export const u24 = part('uint', 3);
export const u32 = part('uint', 4);
export const u64 = part('uint', 8);
export const ipv4 = part('ipv4', 4);
export const ipv6 = part('ipv6', 16);
export const ether = part('ether', 6);
export const guid = part('guid', 16);
export const filetime = part('filetime', 8);
export const bytes = (label: string, size: number, options: Options = {}): Part => part('bytes', size)(label, options);

/** A flag of a number, as wide as the number unless a size is given. */
export const bit = (abbrev: string, label: string, mask: number, options: FieldOptions = {}): Field =>
  field(abbrev, label, 'bool', { mask, names: SET, ...options });

/** Several bits of a number as a number. */
export const bits = (abbrev: string, label: string, mask: number, options: FieldOptions = {}): Field =>
  field(abbrev, label, 'uint', { mask, ...options });

const SET: Readonly<Record<number, string>> = { 0: 'Not set', 1: 'Set' };
