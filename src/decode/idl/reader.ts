import { describe, type Token, type TokenKind } from './lexer.ts';
import { IdlError, type Place, type Warn } from './problem.ts';

/** A place in a list of tokens that ends with an 'end'. */
export class TokenReader {
  readonly warn: Warn;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[], warn: Warn) {
    this.#tokens = tokens;
    this.warn = warn;
  }

  get token(): Token {
    return this.#tokens[this.#at]!;
  }

  get place(): Place {
    return this.token.place;
  }

  /** Where the token before this one stands. */
  get before(): Place {
    return this.#tokens[Math.max(0, this.#at - 1)]!.place;
  }

  peek(ahead: number): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.token;
    if (token.kind !== 'end') this.#at++;
    return token;
  }

  /** Whether the next token is this mark or word. */
  is(text: string): boolean {
    const { kind } = this.token;
    return (kind === 'mark' || kind === 'name') && this.token.text === text;
  }

  /** Moves past it, if it is next. */
  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.#at++;
    return true;
  }

  expect(text: string, after = ''): Token {
    if (!this.is(text)) this.fail(`'${text}'${after && ` ${after}`}`);
    return this.next();
  }

  kind(kind: TokenKind, what: string): Token {
    if (this.token.kind !== kind) this.fail(what);
    return this.next();
  }

  fail(expected: string): never {
    throw new IdlError(this.place, `expected ${expected}, found ${describe(this.token)}`);
  }
}

/** A reader of a part of a token list: an attribute's argument, a macro's text. */
export const partReader = (tokens: readonly Token[], place: Place, warn: Warn): TokenReader =>
  new TokenReader([...tokens, { kind: 'end', text: '', place }], warn);
