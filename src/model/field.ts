import type { SpecReference } from './spec.ts';

/** How the bytes of a field are read; widths come from its span. */
export type Kind =
  | 'none' // a heading or a mark: its bytes have no value of their own
  | 'protocol' // the heading of a layer
  | 'uint'
  | 'int'
  | 'float' // generated: a number with a fraction
  | 'bool'
  | 'bytes'
  | 'string' // bytes in the field's code page; generated ones hold the text
  | 'ipv4'
  | 'ipv6'
  | 'ether'
  | 'guid'
  | 'filetime'
  | 'unixtime' // seconds since 1970
  | 'time' // generated: an Instant since 1970
  | 'duration'; // generated: an Instant

export type Base = 'dec' | 'hex';

/** Names of values; a function where they are not a list. */
export type ValueNames = ReadonlyMap<number, string> | ((value: number) => string | undefined);

/** One entry of the dictionary: everything that is known of a field before any packet is seen. */
export interface Field {
  /** Dense number, the word by which trees name it. */
  readonly id: number;
  /** Wireshark's abbreviation where Wireshark has the field: 'tcp.srcport'. */
  readonly abbrev: string;
  /** The specification's spelling. */
  readonly label: string;
  readonly kind: Kind;
  /** Bytes, 0 where the packet decides. */
  readonly size: number;
  /** Bytes of the number that these are bits of, 0 where no layout says so: the most that a filter may compare with. */
  readonly width: number;
  readonly base: Base;
  readonly little: boolean;
  /** Hex digits shown, 0 for two a byte. */
  readonly digits: number;
  /** What stands for a byte string of length zero; Wireshark has two ways. */
  readonly empty: string;
  /** Bits of the whole number that are the value; 0 for all of them. */
  readonly mask: number;
  readonly names: ValueNames | undefined;
  /** How a string's bytes are text: 'ascii', 'utf-16le', 'oem' (the user's --code-page) … */
  readonly encoding: string;
  /** Worked out, not read: shown in brackets, absent from the bytes. */
  readonly generated: boolean;
  /** Another name of a field beside it (tcp.port of tcp.srcport): filters and -e know it, trees do not show it. */
  readonly alias: boolean;
  /** Its value depends on every layer of the packet: whoever asks for it has all of them read. */
  readonly ofAll: boolean;
  readonly spec: SpecReference | undefined;
}

export interface FieldOptions {
  size?: number;
  base?: Base;
  digits?: number;
  empty?: string;
  little?: boolean;
  mask?: number;
  names?: ValueNames | Readonly<Record<number, string>>;
  encoding?: string;
  generated?: boolean;
  alias?: boolean;
  ofAll?: boolean;
  spec?: SpecReference;
}

const all: Field[] = [];
/** Lists of names that fields share. */
const lists = new WeakMap<object, Map<number, string>>();
const NOTHING: FieldOptions = {};

/**
 * Defines a field; what it does not say, `shared` says of it and its like. Numbers are given in order of definition and
 * mean nothing outside the process.
 */
export function field(
  abbrev: string,
  label: string,
  kind: Kind,
  options: FieldOptions = NOTHING,
  shared: Pick<FieldOptions, 'little' | 'spec'> = NOTHING,
): Field {
  const made: Field = {
    id: all.length,
    abbrev,
    label,
    kind,
    size: options.size ?? 0,
    width: 0,
    base: options.base ?? 'dec',
    digits: options.digits ?? 0,
    empty: options.empty ?? '<MISSING>',
    little: options.little ?? shared.little ?? false,
    mask: options.mask ?? 0,
    names: names(options.names),
    encoding: options.encoding ?? 'ascii',
    generated: options.generated ?? false,
    alias: options.alias ?? false,
    ofAll: options.ofAll ?? false,
    spec: options.spec ?? shared.spec,
  };
  all.push(made);
  return made;
}

/** Says that the bits are those of a number of so many bytes; the widest counts. */
export function partOf(field: Field, bytes: number): void {
  if (bytes > field.width) (field as { width: number }).width = bytes;
}

/** Fields that are asked for together: where nobody wants any of them, a dissector need not work them out. */
export interface FieldGroup {
  readonly index: number;
  readonly fields: readonly Field[];
}

let groups = 0;
export const fieldGroup = (...fields: Field[]): FieldGroup => ({ index: groups++, fields });

export const fieldById = (id: number): Field => all[id]!;
export const fieldCount = (): number => all.length;

export function nameOf(field: Field, value: number): string | undefined {
  return typeof field.names === 'function' ? field.names(value) : field.names?.get(value);
}

function names(given: FieldOptions['names']): ValueNames | undefined {
  if (given === undefined || typeof given === 'function' || given instanceof Map)
    return given as ValueNames | undefined;
  let mapped = lists.get(given);
  if (!mapped) {
    mapped = new Map();
    for (const [value, name] of Object.entries(given)) mapped.set(Number(value), name);
    lists.set(given, mapped);
  }
  return mapped;
}

/** The shift that brings a masked value down to bit 0. */
export function shiftOf(mask: number): number {
  let shift = 0;
  for (let m = mask; m !== 0 && (m & 1) === 0; m >>>= 1) shift++;
  return shift;
}
