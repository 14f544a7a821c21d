import { isBaseWord, parseType } from './parse-type.ts';
import type { Warn } from './problem.ts';
import { partReader, type TokenReader } from './reader.ts';
import type { Binary, Expression, SyntaxAttribute } from './syntax.ts';

const STRENGTH: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '|': 3,
  '^': 4,
  '&': 5,
  '==': 6,
  '!=': 6,
  '<': 7,
  '>': 7,
  '<=': 7,
  '>=': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '%': 10,
};

/** A constant expression or the argument of size_is and its like (C706 6.2.7 and 6.1.11.3; MIDL takes all of C's). */
export function parseExpression(r: TokenReader): Expression {
  const test = binary(r, 1);
  if (!r.take('?')) return test;
  const yes = parseExpression(r);
  r.expect(':', 'in a conditional expression');
  return { op: 'conditional', test, yes, no: parseExpression(r) };
}

function binary(r: TokenReader, least: number): Expression {
  let left = unary(r);
  for (;;) {
    const strength = r.token.kind === 'mark' ? (STRENGTH[r.token.text] ?? 0) : 0;
    if (strength < least) return left;
    const operator = r.next().text as Binary;
    left = { op: 'binary', operator, left, right: binary(r, strength + 1) };
  }
}

function unary(r: TokenReader): Expression {
  const { kind, text } = r.token;
  if (
    kind === 'mark' &&
    (text === '-' || text === '+' || text === '~' || text === '!' || text === '*' || text === '&')
  ) {
    r.next();
    return { op: 'unary', operator: text, of: unary(r) };
  }
  if (cast(r)) return unary(r);
  let of = primary(r);
  while (r.is('.') || r.is('->')) {
    const dereferenced: Expression = r.next().text === '->' ? { op: 'unary', operator: '*', of } : of;
    of = { op: 'member', of: dereferenced, name: r.kind('name', 'the name of a member').text };
  }
  return of;
}

/** Moves past `(type)`, if that is next: the widths of our arithmetic need no casts. */
function cast(r: TokenReader): boolean {
  if (!r.is('(') || r.peek(1).kind !== 'name') return false;
  const after = r.peek(3);
  const named = r.peek(2).text === ')' && (after.kind === 'name' || after.kind === 'number' || after.text === '(');
  if (!isBaseWord(r.peek(1).text) && !named) return false;
  r.next();
  parseType(r);
  while (r.take('*'));
  r.expect(')', 'after the type');
  return true;
}

function primary(r: TokenReader): Expression {
  const token = r.token;
  if (r.take('(')) {
    const inner = parseExpression(r);
    r.expect(')');
    return inner;
  }
  switch (token.kind) {
    case 'number':
      r.next();
      return { op: 'number', value: Number(token.text.replace(/(?:i64|[ul])+$/i, '')) };
    case 'character':
      r.next();
      return { op: 'number', value: token.text.charCodeAt(0) || 0 };
    case 'string':
      r.next();
      return { op: 'text', value: token.text };
    case 'name':
      r.next();
      if (token.text === 'sizeof' && r.take('(')) {
        const type = parseType(r);
        let pointer = false;
        while (r.take('*')) pointer = true;
        r.expect(')', 'after the type');
        return { op: 'sizeof', type, pointer };
      }
      return { op: 'name', name: token.text, place: token.place };
    default:
      return r.fail('a value');
  }
}

/** An attribute's arguments as expressions; one that is left out (`size_is(, n)`), or `*`, is undefined. */
export const expressionArguments = (attribute: SyntaxAttribute, warn: Warn): (Expression | undefined)[] =>
  (attribute.arguments ?? []).map((tokens) => {
    if (tokens.length === 0 || (tokens.length === 1 && tokens[0]!.text === '*')) return undefined;
    const r = partReader(tokens, attribute.place, warn);
    const expression = parseExpression(r);
    if (r.token.kind !== 'end') r.fail("',' or ')' in the attribute");
    return expression;
  });
