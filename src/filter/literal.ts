import { ipv4Bytes, ipv6Bytes } from '../bytes/address.ts';
import { type Field, nameOf } from '../model/field.ts';
import { byteString } from './lexer.ts';
import { FilterError } from './problem.ts';
import type { Place } from './syntax.ts';
import { instant } from './time.ts';
import { type Item, isWhole, type Type } from './type.ts';

/** An address and how much of it counts. */
export interface Network {
  readonly address: Item;
  /** Bits of the prefix. */
  readonly prefix: number;
}

/** A value that stands in the filter; a network where only a prefix counts. */
export type Constant = { readonly value: Item } | Network | { readonly named: string };

const hex = (digits: string): string => digits.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));

/**
 * A word as a value of a type. `part` says that a part of an address is enough. Throws where it is none, with the
 * reason alone; who calls it knows whether it may be something else.
 */
export function fromWord(text: string, type: Type, part: boolean): Constant {
  switch (type.family) {
    case 'integer':
    case 'long': {
      const value = whole(text, type);
      return { value: type.special === 'bool' && value ? 1 : value };
    }
    case 'float':
      if (!/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) throw new Error(`"${text}" is not a valid number`);
      return { value: Number(text) };
    case 'string':
      return { value: byteString(text) };
    case 'bytes':
      if (type.special === 'guid') return { value: guid(text) };
      return { value: type.special === 'ether' ? ether(text, part) : bytes(text) };
    case 'protocol':
      return { value: bytes(text) };
    case 'ipv4':
      return ipv4(text);
    case 'ipv6':
      return ipv6(text);
    case 'time':
      return { value: instant(text) };
    case 'duration':
      return { value: duration(text) };
    case 'none':
      throw new Error('it has no value to compare');
  }
}

/** A quoted text, as bytes, as a value of a type. */
export function fromString(text: string, type: Type): Constant {
  switch (type.family) {
    case 'string':
    case 'protocol':
      return { value: text };
    case 'bytes':
      if (type.special === '') return { value: text };
      break;
    case 'time':
      return { value: instant(text) };
  }
  throw new Error(`a text does not stand for a value of this type (${type.name})`);
}

export function fromCharacter(code: number, type: Type): Constant {
  if (isWhole(type)) return { value: type.special === 'bool' && code ? 1 : code };
  if (type.family === 'string' || type.family === 'protocol' || (type.family === 'bytes' && type.special === ''))
    return { value: String.fromCharCode(code) };
  throw new Error(`a character does not stand for a value of this type (${type.name})`);
}

/** The value that bears a name: `smb.cmd == "Negotiate"`; capitals do not matter. */
export function fromName(text: string, field: Field, place: Place): Constant {
  const { names, kind } = field;
  const wanted = text.toLowerCase();
  if (kind === 'bool') {
    const [no, yes] = [nameOf(field, 0) ?? 'False', nameOf(field, 1) ?? 'True'];
    if (wanted === yes.toLowerCase()) return { value: 1 };
    if (wanted === no.toLowerCase()) return { value: 0 };
    throw new FilterError(`"${text}" is no value of ${field.abbrev}: it is "${yes}" or "${no}"`, place);
  }
  if (names === undefined) throw new Error(`the values of ${field.abbrev} have no names`);
  if (typeof names === 'function') return byFunction(text, field, place);
  for (const [value, name] of names) if (name.toLowerCase() === wanted) return { value };
  // "Create" is enough where there is one "SMB2 CREATE".
  const ending = [...names].filter(([, name]) => name.toLowerCase().endsWith(` ${wanted}`));
  if (ending.length === 1) return { value: ending[0]![0] };
  throw new FilterError(noSuchName(text, field, [...names.values()]), place);
}

/** Names that are worked out are looked for among as many values as a byte or two hold; else as packets come. */
function byFunction(text: string, field: Field, place: Place): Constant {
  const wanted = text.toLowerCase();
  if (field.size === 0 || field.size > 2) return { named: wanted };
  const known = new Set<string>();
  for (let value = 0; value < 2 ** (8 * field.size); value++) {
    const name = nameOf(field, value);
    if (name === undefined) continue;
    if (name.toLowerCase() === wanted) return { value };
    known.add(name);
  }
  throw new FilterError(noSuchName(text, field, [...known]), place);
}

function noSuchName(text: string, field: Field, names: readonly string[]): string {
  const words = text.toLowerCase().split(/\W+/).filter(Boolean);
  const close = names.filter((name) => words.some((word) => name.toLowerCase().includes(word))).slice(0, 5);
  const some = close.length > 0 ? close : names.slice(0, 5);
  const list = some.map((name) => `"${name}"`).join(', ');
  return `"${text}" is no value of ${field.abbrev}; ${close.length > 0 ? 'there are' : 'values are'} ${list}${some.length < names.length ? ' …' : ''}`;
}

function whole(text: string, { bits, signed, special }: Type): Item {
  if (special === 'bool' && /^(TRUE|True)$/.test(text)) return 1;
  if (special === 'bool' && /^(FALSE|False)$/.test(text)) return 0;
  const [, digits, base] =
    /^0x([0-9a-f]+)$/i.test(text) || /^0b([01]+)$/i.test(text)
      ? ['', text.slice(2), text[1] === 'x' || text[1] === 'X' ? 16 : 2]
      : /^0[0-7]+$/.test(text)
        ? ['', text.slice(1), 8]
        : /^(0|[1-9]\d*)$/.test(text)
          ? ['', text, 10]
          : [];
  if (digits === undefined) throw new Error(`"${text}" is not a valid number`);
  const value = base === 10 ? BigInt(text) : BigInt(`${base === 16 ? '0x' : base === 8 ? '0o' : '0b'}${digits}`);
  const most = (1n << BigInt((bits || 64) - (signed ? 1 : 0))) - 1n;
  if (value > most) throw new Error(`"${text}" is too large for this field, ${most} is the most`);
  return bits > 0 && bits <= 48
    ? Number(value)
    : value <= BigInt(Number.MAX_SAFE_INTEGER) && bits === 0
      ? Number(value)
      : value;
}

function bytes(text: string): string {
  if (/^[0-9a-f]+$/i.test(text)) return hex(text.length % 2 === 1 ? `0${text}` : text);
  if (/^0x([0-9a-f]{2})+$/i.test(text)) return hex(text.slice(2));
  if (
    /^[0-9a-f]{2}(([:.-])[0-9a-f]{2})(\2[0-9a-f]{2})*$/i.test(text) ||
    /^[0-9a-f]{1,2}([:.-][0-9a-f]{1,2})+$/i.test(text)
  )
    return hex(
      text
        .split(/[:.-]/)
        .map((byte) => byte.padStart(2, '0'))
        .join(''),
    );
  if (/^[0-9a-f]{4}(\.[0-9a-f]{4})+$/i.test(text)) return hex(text.replaceAll('.', ''));
  throw new Error(`"${text}" is not a valid byte string`);
}

function ether(text: string, part: boolean): string {
  const value = bytes(text);
  if (value.length > 6) throw new Error(`"${text}" has too many bytes for an Ethernet address`);
  if (value.length < 6 && !part) throw new Error(`"${text}" has too few bytes for an Ethernet address`);
  return value;
}

function guid(text: string): string {
  if (!/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text)) throw new Error(`"${text}" is not a valid GUID`);
  return hex(text.replaceAll('-', ''));
}

function ipv4(text: string): Constant {
  const [address, prefix, ...more] = text.split('/');
  const bytes = more.length > 0 ? undefined : ipv4Bytes(address!);
  if (!bytes) throw new Error(`"${text}" is not a valid IPv4 address`);
  const value = bytes.reduce((n, octet) => n * 256 + octet, 0);
  if (prefix === undefined) return { value };
  if (!/^\d+$/.test(prefix) || Number(prefix) > 32)
    throw new Error(`an IPv4 prefix has at most 32 bits, not ${prefix}`);
  return { address: value, prefix: Number(prefix) };
}

function ipv6(text: string): Constant {
  const [address, prefix, ...more] = text.split('/');
  const bytes = more.length > 0 ? undefined : ipv6Bytes(address!);
  const value = bytes && String.fromCharCode(...bytes);
  if (value === undefined) throw new Error(`"${text}" is not a valid IPv6 address`);
  if (prefix === undefined) return { value };
  if (!/^\d+$/.test(prefix) || Number(prefix) > 128)
    throw new Error(`an IPv6 prefix has at most 128 bits, not ${prefix}`);
  return { address: value, prefix: Number(prefix) };
}

function duration(text: string): bigint {
  const [, seconds, fraction = ''] = /^(\d+)(?:\.(\d{1,9})0*)?$/.exec(text) ?? [];
  if (seconds === undefined) throw new Error(`"${text}" is not a valid number of seconds`);
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}
