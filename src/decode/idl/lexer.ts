import { IdlError, type Place, type Warn } from './problem.ts';

export type TokenKind = 'name' | 'number' | 'string' | 'character' | 'uuid' | 'mark' | 'directive' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written; of strings and characters what they stand for, of directives the logical line after the '#'. */
  readonly text: string;
  readonly place: Place;
}

const SPACE = /[ \t\f\v\r\u00a0\ufeff]+/y;
const NAME = /[A-Za-z_$][\w$]*/y;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/iy;
const NUMBER = /(?:0x[0-9a-f]+|\d+\.\d+(?:e[+-]?\d+)?|\d+)(?:u?(?:i64|l{0,2})|l{1,2}u)?/iy;
const MARK = /->|<<|>>|<=|>=|==|!=|&&|\|\||\.\.\.?|[[\](){},;:*=+\-/%&|^~!<>?.]/y;
/** Documents turn straight quotation marks into these. */
const QUOTES: Readonly<Record<string, string>> = { '\u201c': '"', '\u201d': '"', '\u2018': "'", '\u2019': "'" };
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };

/** Splits an IDL text into tokens; a preprocessor line is one token. */
export function tokenize(text: string, file: string, warn: Warn): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  let lineStart = 0;
  let fresh = true;
  const here = (offset = at): Place => ({ file, line, column: offset - lineStart + 1 });
  const newline = (end: number): void => {
    line++;
    lineStart = end;
    fresh = true;
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const push = (kind: TokenKind, length: number, value?: string): void => {
    tokens.push({ kind, text: value ?? text.slice(at, at + length), place: here() });
    at += length;
    fresh = false;
  };
  /** Moves past a comment, if there is one. */
  const comment = (): boolean => {
    if (text.startsWith('//', at)) {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      return true;
    }
    if (!text.startsWith('/*', at)) return false;
    const end = text.indexOf('*/', at + 2);
    if (end < 0) throw new IdlError(here(), 'this comment has no end: expected */');
    const first = fresh;
    for (let i = text.indexOf('\n', at); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) newline(i + 1);
    fresh = first;
    at = end + 2;
    return true;
  };
  /** A quoted text from its opening mark, which may be one that a word processor bent. */
  const quoted = (kind: TokenKind, prefix: number): void => {
    const place = here();
    const mark = QUOTES[text[at + prefix]!] ?? text[at + prefix]!;
    let value = '';
    let i = at + prefix + 1;
    for (; i < text.length && text[i] !== '\n'; i++) {
      const c = text[i]!;
      if ((QUOTES[c] ?? c) === mark) break;
      if (c === '\\' && i + 1 < text.length) value += ESCAPES[text[++i]!] ?? text[i]!;
      else value += c;
    }
    if (i >= text.length || text[i] === '\n') throw new IdlError(place, `this text has no end: expected ${mark}`);
    if (QUOTES[text[at + prefix]!] ?? QUOTES[text[i]!])
      warn(place, 'typographic quotation marks, read as straight ones');
    push(kind, i + 1 - at, value);
  };
  /** A preprocessor line with its continuations; comments in it are blanks. */
  const directive = (): void => {
    const place = here();
    at++;
    let value = '';
    while (at < text.length && text[at] !== '\n') {
      const continued = /\\[ \t\r]*\n/y;
      continued.lastIndex = at;
      const skipped = continued.exec(text);
      if (skipped) {
        at += skipped[0].length;
        newline(at);
        value += ' ';
      } else if (comment()) value += ' ';
      else value += text[at++];
    }
    tokens.push({ kind: 'directive', text: value.trim(), place });
  };

  while (at < text.length) {
    const c = text[at]!;
    if (c === '\n') {
      at++;
      newline(at);
      continue;
    }
    const space = match(SPACE);
    if (space) {
      at += space.length;
      continue;
    }
    if (comment()) continue;
    if (c === '#' && fresh) {
      directive();
      continue;
    }
    if (c === '"' || QUOTES[c] === '"') quoted('string', 0);
    else if (c === "'" || QUOTES[c] === "'") quoted('character', 0);
    else if (c === 'L' && (text[at + 1] === '"' || QUOTES[text[at + 1]!] === '"')) quoted('string', 1);
    else if (c === 'L' && text[at + 1] === "'") quoted('character', 1);
    else {
      const uuid = match(UUID);
      const name = uuid ? undefined : match(NAME);
      const number = uuid || name ? undefined : match(NUMBER);
      if (uuid) push('uuid', uuid.length);
      else if (name) push('name', name.length);
      else if (number) {
        NAME.lastIndex = at + number.length;
        const tail = NAME.exec(text)?.[0];
        if (tail) throw new IdlError(here(), `expected a number or a UUID, found '${number}${tail}'`);
        push('number', number.length);
      } else {
        const mark = match(MARK);
        if (!mark) throw new IdlError(here(), `unexpected character '${c}'`);
        push('mark', mark.length);
      }
    }
  }
  tokens.push({ kind: 'end', text: '', place: here() });
  return tokens;
}

/** A token as an error message names it. */
export function describe(token: Token): string {
  if (token.kind === 'end') return 'the end of the text';
  return token.kind === 'string' ? `"${token.text}"` : `'${token.text}'`;
}
