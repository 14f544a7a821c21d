import type { Field } from '../model/field.ts';

/** Types whose values compare with each other. */
export type Family =
  | 'none'
  | 'protocol'
  | 'integer'
  | 'long' // more than 32 bits
  | 'float'
  | 'bytes'
  | 'string'
  | 'ipv4'
  | 'ipv6'
  | 'time'
  | 'duration';

/** What a filter knows of an operand before any packet is seen. */
export interface Type {
  /** As people read it: 'unsigned integer (2 bytes)'. */
  readonly name: string;
  readonly family: Family;
  /** Width of a number, 0 where the packet decides. */
  readonly bits: number;
  readonly signed: boolean;
  /** Narrower than its family: 'bool', 'ether', 'guid', else ''. */
  readonly special: '' | 'bool' | 'ether' | 'guid';
}

/**
 * A value while a filter runs. Texts and bytes are strings of a character a byte (texts in UTF-8), which compare, contain
 * and match byte by byte; times and durations are nanoseconds; an IPv4 address is its number.
 */
export type Item = number | bigint | string;

const type = (name: string, family: Family, bits = 0, signed = false, special: Type['special'] = ''): Type => ({
  name,
  family,
  bits,
  signed,
  special,
});

export const PROTOCOL = type('protocol', 'protocol');
export const BYTES = type('sequence of bytes', 'bytes');
export const STRING = type('character string', 'string');
export const UINT32 = type('unsigned integer (4 bytes)', 'integer', 32);
const NONE = type('label', 'none');
const BOOL = type('boolean', 'integer', 64, false, 'bool');
const FLOAT = type('floating point', 'float');
const ETHER = type('Ethernet address', 'bytes', 0, false, 'ether');
const GUID = type('GUID', 'bytes', 0, false, 'guid');
const IPV4 = type('IPv4 address', 'ipv4');
const IPV6 = type('IPv6 address', 'ipv6');
const TIME = type('date and time', 'time');
const DURATION = type('time offset', 'duration');

const numbers = new Map<string, Type>();

function number(bytes: number, signed: boolean): Type {
  const key = `${bytes}${signed}`;
  let made = numbers.get(key);
  if (!made) {
    const width = bytes === 0 ? '' : ` (${bytes} byte${bytes === 1 ? '' : 's'})`;
    const family = bytes > 4 ? 'long' : 'integer';
    made = type(`${signed ? 'signed' : 'unsigned'} integer${width}`, family, bytes * 8, signed);
    numbers.set(key, made);
  }
  return made;
}

export function typeOf(field: Field): Type {
  switch (field.kind) {
    case 'none':
      return NONE;
    case 'protocol':
      return PROTOCOL;
    case 'uint':
    case 'int':
      return number(field.size || field.width, field.kind === 'int');
    case 'float':
      return FLOAT;
    case 'bool':
      return BOOL;
    case 'bytes':
      return BYTES;
    case 'string':
      return STRING;
    case 'ipv4':
      return IPV4;
    case 'ipv6':
      return IPV6;
    case 'ether':
      return ETHER;
    case 'guid':
      return GUID;
    case 'filetime':
    case 'unixtime':
    case 'time':
      return TIME;
    case 'duration':
      return DURATION;
  }
}

/** Whether `b` may stand beside `a`: numbers of all widths may, and flags beside numbers, but beside a flag flags alone. */
export const compatible = (a: Type, b: Type): boolean =>
  (a.family === b.family || (isWhole(a) && isWhole(b))) && (a.special !== 'bool' || b.special === 'bool');

export const same = (a: Type, b: Type): boolean =>
  compatible(a, b) &&
  (a.bits === b.bits || a.bits === 0 || b.bits === 0) &&
  a.special === b.special &&
  a.signed === b.signed;

/** The type that holds the values of all: a field may have one width here and another there. */
export const widest = (types: readonly Type[]): Type =>
  types.reduce((a, b) => (isWhole(a) && isWhole(b) && (b.bits === 0 || (a.bits !== 0 && b.bits > a.bits)) ? b : a));

export const isWhole = (t: Type): boolean => t.family === 'integer' || t.family === 'long';
const isNumber = (t: Type): boolean => (isWhole(t) && t.special !== 'bool') || t.family === 'float';

export type Ability =
  | 'eq'
  | 'order'
  | 'contains'
  | 'matches'
  | 'slice'
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '&'
  | 'negate'
  | 'magnitude';

/** What can be done with values of a type. */
export function can(t: Type, ability: Ability): boolean {
  const { family } = t;
  switch (ability) {
    case 'eq':
    case 'order':
      return family !== 'none';
    case 'contains':
    case 'matches':
      return (family === 'bytes' && t.special !== 'guid') || family === 'string' || family === 'protocol';
    case 'slice':
      return can(t, 'contains') || family === 'ipv4' || family === 'ipv6';
    case '+':
    case '-':
      return isNumber(t) || family === 'duration';
    case '*':
    case '/':
      return isNumber(t);
    case '%':
      return isNumber(t) && family !== 'float';
    case '&':
      return (
        (isNumber(t) && family !== 'float') ||
        family === 'ipv4' ||
        family === 'ipv6' ||
        (family === 'bytes' && t.special !== 'guid')
      );
    case 'negate':
      return isNumber(t) || family === 'duration';
    case 'magnitude':
      return can(t, 'negate') || t.special === 'bool';
  }
}
