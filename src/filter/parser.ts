import { type Token, tokens } from './lexer.ts';
import { FilterError } from './problem.ts';
import {
  type Entity,
  type Expression,
  isEntity,
  isTest,
  type Node,
  type Place,
  type Range,
  type Test,
} from './syntax.ts';

/** Characters of a filter; longer ones are refused at once. */
export const LONGEST = 1 << 16;
/** Parentheses, negations and functions within each other. */
export const DEEPEST = 250;

/** How strongly operators bind, loosest first. Comparisons do not associate: `a < b < c` is `a < b and b < c`. */
const BINDS = { or: 1, and: 2, not: 3, relation: 4, '&': 5, '+': 6, '-': 6, '*': 7, '/': 7, '%': 7, minus: 8 } as const;

/** Reads a filter into its syntax tree (a Pratt parser). */
export function parse(text: string): Node | undefined {
  if (text.length > LONGEST)
    throw new FilterError(`the filter has ${text.length} characters, ${LONGEST} are the most`, { start: 0, end: 1 });
  return new Parser(text).whole();
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokens(text);
  }

  whole(): Node | undefined {
    if (this.#tokens.length === 1) return undefined;
    const node = this.#expression(0);
    const rest: Token = this.#token;
    return rest.kind === 'end' ? node : this.#unexpected(rest);
  }

  get #token(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(): Token {
    return this.#tokens[this.#at++]!;
  }

  #unexpected(token = this.#token): never {
    if (token.kind === 'end') throw new FilterError('the filter ends too early', token);
    throw new FilterError(`${JSON.stringify(this.#text.slice(token.start, token.end))} is not expected here`, token);
  }

  #deeper(): void {
    if (++this.#depth > DEEPEST) this.#tooDeep();
  }

  #tooDeep(): never {
    throw new FilterError(`more than ${DEEPEST} expressions within each other`, this.#token);
  }

  #expression(least: number): Node {
    this.#deeper();
    let left = this.#prefix();
    let links = 0;
    for (;;) {
      const token = this.#token;
      if (token.kind === 'and' || token.kind === 'or') {
        if (BINDS[token.kind] <= least) break;
        left = this.#logical(left, token.kind);
      } else if (token.kind === 'arithmetic') {
        if (BINDS[token.op] <= least) break;
        if (++links > DEEPEST) this.#tooDeep();
        this.#take();
        const right = this.#value(this.#expression(BINDS[token.op]));
        left = {
          is: 'operation',
          op: token.op,
          left: this.#value(left, token),
          right,
          start: left.start,
          end: right.end,
        };
      } else if (isRelation(token) && BINDS.relation > least)
        left = this.#relation(this.#value(left, token), undefined);
      else break;
    }
    this.#depth--;
    return left;
  }

  /** A run of terms: flat, so that a thousand of them are no deeper than two. */
  #logical(first: Node, is: 'and' | 'or'): Test {
    const terms = [first];
    while (this.#token.kind === is) {
      this.#take();
      terms.push(this.#expression(BINDS[is]));
    }
    return { is, terms, start: first.start, end: terms.at(-1)!.end };
  }

  #prefix(): Node {
    const token = this.#token;
    switch (token.kind) {
      case 'not': {
        this.#take();
        const term = this.#expression(BINDS.not);
        return { is: 'not', term, start: token.start, end: term.end };
      }
      case '(': {
        this.#take();
        const term = this.#expression(0);
        if (this.#token.kind !== ')') this.#unexpected();
        return { is: 'group', term, start: token.start, end: this.#take().end };
      }
      case '{': {
        this.#take();
        const value = this.#value(this.#expression(BINDS.relation));
        if (this.#token.kind !== '}') this.#unexpected();
        this.#take();
        // In braces it is an operand, no longer an entity.
        return isEntity(value) ? value : { ...value, start: token.start };
      }
      case 'any':
      case 'all': {
        this.#take();
        const left = this.#value(this.#expression(BINDS.relation));
        if (!isRelation(this.#token)) this.#unexpected();
        return this.#relation(left, token.kind === 'all');
      }
      case 'arithmetic': {
        if (token.op !== '-' && token.op !== '+') this.#unexpected();
        this.#take();
        const of = this.#entity();
        return token.op === '+' ? of : { is: 'minus', of, start: token.start, end: of.end };
      }
      default:
        return this.#entity();
    }
  }

  #relation(left: Expression, all: boolean | undefined): Test {
    const token = this.#take();
    const entity = (node: Expression): Entity => (isEntity(node) ? node : this.#unexpected(token));
    const place = (to: Place): Place => ({ start: left.start, end: to.end });
    switch (token.kind) {
      case 'compare': {
        const right = this.#value(this.#expression(BINDS.relation));
        const first: Test = { is: 'compare', op: token.op, word: token.text, left, right, all, ...place(right) };
        if (this.#token.kind !== 'compare') return first;
        this.#deeper();
        const rest = this.#relation(right, all);
        this.#depth--;
        return { is: 'and', terms: [first, rest], ...place(rest) };
      }
      case 'contains':
      case 'matches': {
        const right = this.#entity();
        return { is: token.kind, left: entity(left), right, all, ...place(right) };
      }
      default: {
        const not = token.kind === 'not';
        if (not && this.#take().kind !== 'in') this.#unexpected(token);
        return { is: 'in', left: entity(left), not, items: this.#set(), all, ...place(this.#tokens[this.#at - 1]!) };
      }
    }
  }

  #set(): [Expression, Expression | undefined][] {
    if (this.#take().kind !== '{') this.#unexpected(this.#tokens[this.#at - 1]);
    const items: [Expression, Expression | undefined][] = [];
    for (;;) {
      const low = this.#signed();
      let high: Expression | undefined;
      if (this.#token.kind === '..') {
        this.#take();
        high = this.#signed();
      }
      items.push([low, high]);
      const token = this.#take();
      if (token.kind === '}') return items;
      if (token.kind !== ',') this.#unexpected(token);
    }
  }

  #signed(): Expression {
    const token = this.#token;
    return token.kind === 'arithmetic' ? (this.#prefix() as Expression) : this.#entity();
  }

  #entity(): Entity {
    const token = this.#take();
    const place = { start: token.start, end: token.end };
    let entity: Entity;
    switch (token.kind) {
      case 'word':
        entity = this.#token.kind === '(' ? this.#call(token.text, token) : this.#named(token.text, 'word', place);
        break;
      case 'field':
        entity = this.#named(token.text, 'field', place);
        break;
      case 'literal':
        entity = { is: 'literal', text: token.text, shown: this.#text.slice(token.start, token.end), ...place };
        break;
      case 'string':
        entity = { is: 'string', bytes: token.bytes, ...place };
        break;
      case 'character':
        entity = { is: 'character', code: token.code, ...place };
        break;
      default:
        this.#unexpected(token);
    }
    let links = 0;
    for (let slice = this.#token; slice.kind === 'slice'; slice = this.#token) {
      if (++links > DEEPEST) this.#tooDeep();
      this.#take();
      entity = { is: 'slice', of: entity, ranges: slice.pieces.map(range), start: token.start, end: slice.end };
    }
    return entity;
  }

  #named(text: string, is: 'word' | 'field', place: Place): Entity {
    const token = this.#token;
    if (token.kind === 'layers') {
      this.#take();
      return { is: 'field', name: text, layers: token.pieces.map(range), start: place.start, end: token.end };
    }
    return is === 'word' ? { is, text, ...place } : { is, name: text, layers: undefined, ...place };
  }

  #call(name: string, { start }: Place): Entity {
    this.#take();
    const args: Expression[] = [];
    while (this.#token.kind !== ')') {
      if (args.length > 0 && this.#take().kind !== ',') this.#unexpected(this.#tokens[this.#at - 1]);
      args.push(this.#value(this.#expression(BINDS.relation)));
    }
    return { is: 'call', name, args, start, end: this.#take().end };
  }

  /** A test has no value. */
  #value(node: Node, token: Token = this.#token): Expression {
    return isTest(node) ? this.#unexpected(token) : node;
  }
}

/** Whether a relation begins here; `not` does in `x not in {…}` alone. */
const isRelation = (token: Token): boolean =>
  token.kind === 'compare' ||
  token.kind === 'contains' ||
  token.kind === 'matches' ||
  token.kind === 'in' ||
  token.kind === 'not';

const NUMBER = /^[+-]?(0x[0-9a-f]+|\d+)$/i;
const SPAN = /^([+-]?(?:0x[0-9a-f]+|\d+))\s*(:|-)\s*(-?(?:0x[0-9a-f]+|\d+))?$/i;

/** `[4]`, `[4:2]` (two from the fourth), `[4-5]` (both included), `[4:]`, `[:2]`; negative ones count from the end. */
function range(piece: Place & { readonly text: string }): Range {
  const { text } = piece;
  const number = (digits: string): number => {
    const value = Number(digits.replace(/^[+-]/, '')) * (digits.startsWith('-') ? -1 : 1);
    if (Math.abs(value) > 0x7fffffff) throw new FilterError(`${digits} is too large here`, piece);
    return value;
  };
  if (NUMBER.test(text)) return { from: number(text), length: 1 };
  const upTo = /^:\s*(\d+)$/.exec(text);
  const [, from, sign, rest] = upTo ? ['', '0', ':', upTo[1]!] : (SPAN.exec(text) ?? []);
  if (from === undefined) throw new FilterError(`'${text}' is no range, such as 4, 4:2, 4-5, 4: or :2`, piece);
  if (rest === undefined) {
    if (sign === '-') throw new FilterError(`'${text}' has no end`, piece);
    return { from: number(from) };
  }
  if (sign === '-') {
    if (number(from) >= number(rest) && number(from) >= 0 === number(rest) >= 0)
      throw new FilterError(`the range ${text} ends before it begins`, piece);
    return { from: number(from), to: number(rest) };
  }
  if (number(rest) <= 0) throw new FilterError(`the range ${text} has no positive length`, piece);
  return { from: number(from), length: number(rest) };
}
