import { FilterError } from './problem.ts';
import type { Arithmetic, Comparison, Place } from './syntax.ts';

export type Token = Place &
  (
    | { readonly kind: '(' | ')' | '{' | '}' | ',' | '..' | 'any' | 'all' | 'not' | 'and' | 'or' | 'end' }
    | { readonly kind: 'contains' | 'matches' | 'in' }
    | { readonly kind: 'compare'; readonly op: Comparison; readonly text: string }
    | { readonly kind: 'arithmetic'; readonly op: Arithmetic }
    /** `[…]`, or `#…`: what stands in it, piece by piece. */
    | { readonly kind: 'slice' | 'layers'; readonly pieces: readonly (Place & { readonly text: string })[] }
    /** May be a field, a function or a value. */
    | { readonly kind: 'word'; readonly text: string }
    /** Is a value. */
    | { readonly kind: 'literal'; readonly text: string }
    /** `.tcp`: is a field. */
    | { readonly kind: 'field'; readonly text: string }
    | { readonly kind: 'string'; readonly bytes: string }
    | { readonly kind: 'character'; readonly code: number }
    | { readonly kind: 'wrong'; readonly text: string }
  );

type Plain = Exclude<Token['kind'], 'compare' | 'arithmetic' | 'slice' | 'layers'>;
type Meaning = { kind: Plain } | { kind: 'compare'; op: Comparison } | { kind: 'arithmetic'; op: Arithmetic };

const plain = (kind: Plain): Meaning => ({ kind });
const compare = (op: Comparison): Meaning => ({ kind: 'compare', op });
const arithmetic = (op: Arithmetic): Meaning => ({ kind: 'arithmetic', op });

/** Words with a meaning of their own; they are lower case. */
const WORDS = new Map<string, Meaning>([
  ['any', plain('any')],
  ['all', plain('all')],
  ['eq', compare('any_eq')],
  ['any_eq', compare('any_eq')],
  ['ne', compare('all_ne')],
  ['all_ne', compare('all_ne')],
  ['all_eq', compare('all_eq')],
  ['any_ne', compare('any_ne')],
  ['gt', compare('gt')],
  ['ge', compare('ge')],
  ['lt', compare('lt')],
  ['le', compare('le')],
  ['contains', plain('contains')],
  ['matches', plain('matches')],
  ['not', plain('not')],
  ['and', plain('and')],
  ['or', plain('or')],
  ['in', plain('in')],
  ['bitwise_and', arithmetic('&')],
]);

/** Signs, the longest first. */
const SIGNS: readonly (readonly [string, Meaning])[] = [
  ['===', compare('all_eq')],
  ['!==', compare('any_ne')],
  ['==', compare('any_eq')],
  ['!=', compare('all_ne')],
  ['~=', compare('any_ne')],
  ['>=', compare('ge')],
  ['<=', compare('le')],
  ['&&', plain('and')],
  ['||', plain('or')],
  ['..', plain('..')],
  ['>', compare('gt')],
  ['<', compare('lt')],
  ['~', plain('matches')],
  ['!', plain('not')],
  ['(', plain('(')],
  [')', plain(')')],
  ['{', plain('{')],
  ['}', plain('}')],
  [',', plain(',')],
  ['+', arithmetic('+')],
  ['-', arithmetic('-')],
  ['*', arithmetic('*')],
  ['/', arithmetic('/')],
  ['%', arithmetic('%')],
  ['&', arithmetic('&')],
];

const V4 = String.raw`(?:\d{1,3}\.){3}\d{1,3}`;
/** Of an IPv6 address. */
const GROUP = '[0-9A-Fa-f]{1,4}';
const WORD = String.raw`[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)*`;
/** Values that no name looks like: the longest of them counts, and only where it is longer than a word. */
const LITERALS = [
  // Addresses, with a prefix.
  new RegExp(`${V4}(?:/\\d+)?`, 'y'),
  new RegExp(`(?:${GROUP}:){6}(?:${V4}|${GROUP}:${GROUP})(?:/\\d+)?`, 'y'),
  new RegExp(`(?:${GROUP}(?::${GROUP})*)?::(?:(?:${GROUP}:)*(?:${V4}|${GROUP}))?(?:/\\d+)?`, 'y'),
  // Bytes.
  /[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2})+/y,
  /[0-9A-Fa-f]{2}(?:\.[0-9A-Fa-f]{2})+/y,
  /[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}/y,
  // A colon in front says that it is a value.
  /:[0-9A-Fa-f]+(?:[:.-][0-9A-Fa-f]+)*/y,
];
const NAME = new RegExp(WORD, 'y');
const ROOTED = new RegExp(`\\.${WORD}`, 'y');
const SPACE = /[ \t\r\n]+/y;
/** A text to its end, with what is escaped in it; raw ones begin with r. */
const QUOTED = /[rR]?"(?:[^"\\]|\\[\s\S])*"/y;
const CHARACTER = /'(?:[^'\\]|\\[\s\S])*'/y;

/** Cuts a filter into tokens. Errors are FilterErrors with their place. */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  while (at < text.length) {
    const space = match(SPACE);
    if (space) {
      at += space.length;
      continue;
    }
    const token = next(text, at, match);
    found.push(token);
    at = token.end;
  }
  found.push({ kind: 'end', start: text.length, end: text.length });
  return found;
}

function next(text: string, start: number, match: (pattern: RegExp) => string | undefined): Token {
  const of = <T extends object>(it: T, length: number): T & Place => ({ ...it, start, end: start + length });
  const c = text[start]!;
  if (c === '[') return bracket(text, start, 'slice', start);
  if (c === '#') return layers(text, start);
  const quoted = match(QUOTED);
  if (quoted !== undefined) return of({ kind: 'string' as const, bytes: unquote(quoted, start) }, quoted.length);
  if (c === '"') throw new FilterError('the final quote of a text is missing', { start, end: text.length });
  if (c === "'") {
    const whole = match(CHARACTER);
    if (whole === undefined)
      throw new FilterError('the final quote of a character is missing', { start, end: text.length });
    return of({ kind: 'character' as const, code: character(whole, start) }, whole.length);
  }
  const word = match(NAME) ?? '';
  let literal = '';
  for (const pattern of LITERALS) {
    const it = match(pattern);
    if (it && it.length > literal.length) literal = it;
  }
  // What ends in the middle of a word is none.
  if (literal.length > word.length || (literal.length === word.length && /[:/]/.test(literal)))
    return of({ kind: 'literal' as const, text: literal.replace(/^:(?!:)/, '') }, literal.length);
  if (literal && literal.length === word.length && /^(\d+\.){3}\d+$/.test(word))
    return of({ kind: 'literal' as const, text: literal }, literal.length);
  if (word) {
    const meaning = WORDS.get(word);
    return meaning
      ? of({ ...meaning, text: word } as Token, word.length)
      : of({ kind: 'word' as const, text: word }, word.length);
  }
  if (c === '.' && text[start + 1] !== '.') {
    const rooted = match(ROOTED);
    if (rooted) return of({ kind: 'field' as const, text: rooted.slice(1) }, rooted.length);
  }
  for (const [sign, meaning] of SIGNS)
    if (text.startsWith(sign, start)) return of({ ...meaning, text: sign } as Token, sign.length);
  const wrong = String.fromCodePoint(text.codePointAt(start)!);
  return of({ kind: 'wrong' as const, text: wrong }, wrong.length);
}

function layers(text: string, start: number): Token {
  const digits = /\d+/y;
  digits.lastIndex = start + 1;
  const [number] = digits.exec(text) ?? [];
  if (number !== undefined) {
    const end = start + 1 + number.length;
    return { kind: 'layers', pieces: [{ text: number, start: start + 1, end }], start, end };
  }
  if (text[start + 1] === '[') return bracket(text, start + 1, 'layers', start);
  throw new FilterError('# takes the number of a layer, or several in brackets', { start, end: start + 1 });
}

function bracket(text: string, open: number, kind: 'slice' | 'layers', start: number): Token {
  const close = text.indexOf(']', open);
  if (close < 0) throw new FilterError('the right bracket is missing', { start: open, end: text.length });
  const pieces: (Place & { text: string })[] = [];
  let at = open + 1;
  for (const text_ of text.slice(open + 1, close).split(',')) {
    pieces.push({ text: text_.trim(), start: at, end: Math.max(at + 1, at + text_.length) });
    at += text_.length + 1;
  }
  return { kind, pieces, start, end: close + 1 };
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  "'": "'",
  '"': '"',
  '\\': '\\',
};

/** Text as its UTF-8 bytes, a character each: what filters compare. */
export const byteString = (text: string): string =>
  /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');

/** What a quoted text stands for. In a raw one (r"…") backslashes are themselves. */
function unquote(quoted: string, start: number): string {
  if (quoted[0] !== '"') return byteString(quoted.slice(2, -1));
  const body = quoted.slice(1, -1);
  if (!body.includes('\\')) return byteString(body);
  return body.replace(
    /\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{0,4}|U[0-9A-Fa-f]{0,8}|[\s\S])|[^\\]+/g,
    (all, code, at) => {
      if (code === undefined) return byteString(all);
      return escaped(code, { start: start + 1 + at, end: start + 1 + at + all.length });
    },
  );
}

function escaped(code: string, place: Place): string {
  if (/^[0-7]/.test(code)) {
    const byte = Number.parseInt(code, 8);
    if (byte > 255) throw new FilterError(`\\${code} is more than a byte holds`, place);
    return String.fromCharCode(byte);
  }
  if (/^x[0-9A-Fa-f]/.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
  if (/^[uU]/.test(code)) {
    const point = code.length === (code[0] === 'u' ? 5 : 9) ? Number.parseInt(code.slice(1), 16) : -1;
    // As in C: not for characters that are written as they are, and no halves of one.
    const allowed = point >= 0xa0 || point === 0x24 || point === 0x40 || point === 0x60;
    if (!allowed || point > 0x10ffff || (point >= 0xd800 && point < 0xe000))
      throw new FilterError(`\\${code} is no universal character name`, place);
    return byteString(String.fromCodePoint(point));
  }
  const known = ESCAPES[code];
  if (known === undefined) throw new FilterError(`\\${code} is no escape sequence`, place);
  return known;
}

function character(quoted: string, start: number): number {
  const place = { start, end: start + quoted.length };
  const body = quoted.slice(1, -1);
  if (body === '') throw new FilterError('an empty character', place);
  const code = body.startsWith('\\') ? escaped(body.slice(1), place) : byteString(body);
  const whole = /^\\([0-7]{1,3}|x[0-9A-Fa-f]{1,2}|[^0-7x])$/.test(body) || !body.startsWith('\\');
  if (code.length !== 1 || !whole) throw new FilterError(`${quoted} is more than one character`, place);
  return code.charCodeAt(0);
}
