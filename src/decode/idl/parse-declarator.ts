import { parseAttributes } from './parse-attributes.ts';
import { parseExpression } from './parse-expression.ts';
import { isQualifier, parseType, qualifiers } from './parse-type.ts';
import type { TokenReader } from './reader.ts';
import type { SyntaxDeclarator, SyntaxLevel, SyntaxMember } from './syntax.ts';

/** A name with its pointers, array bounds and parameters. `what` undefined: the name may be missing. */
export function parseDeclarator(r: TokenReader, what: string | undefined): SyntaxDeclarator {
  const pointers: SyntaxLevel[] = [];
  qualifiers(r);
  while (r.take('*')) {
    pointers.push({ kind: 'pointer' });
    qualifiers(r);
  }
  const { place } = r.token;
  let inner: SyntaxDeclarator = { name: '', levels: [], place };
  if (r.is('(') && (r.peek(1).text === '*' || isQualifier(r.peek(1).text))) {
    r.next();
    inner = parseDeclarator(r, what);
    r.expect(')', 'after the name');
  } else if (r.token.kind === 'name') {
    if (r.peek(1).kind === 'name' && r.peek(2).text === '(') {
      r.warn(place, `'${r.next().text}' is not declared; taken as a calling convention`);
      const rest = parseDeclarator(r, what);
      return { ...rest, levels: [...rest.levels, ...pointers] };
    }
    inner = { name: r.next().text, levels: [], place };
  } else if (what !== undefined) r.fail(what);
  return { ...inner, levels: [...inner.levels, ...parseSuffixes(r), ...pointers] };
}

function parseSuffixes(r: TokenReader): SyntaxLevel[] {
  const levels: SyntaxLevel[] = [];
  for (;;) {
    if (r.take('[')) levels.push({ kind: 'array', count: bound(r) });
    else if (r.is('(')) levels.push({ kind: 'function', parameters: parseParameters(r) });
    else return levels;
  }
}

/** An array's bound up to its bracket: a count, `0..last`, `*` or nothing (C706 6.2.11). */
function bound(r: TokenReader) {
  if (r.take(']')) return undefined;
  if (r.is('*') && r.peek(1).text === ']') {
    r.next();
    r.next();
    return undefined;
  }
  let count = parseExpression(r);
  if (r.take('..')) {
    if (r.take('*')) {
      r.expect(']', "after the array's bounds");
      return undefined;
    }
    const last = parseExpression(r);
    const span = { op: 'binary', operator: '-', left: last, right: count } as const;
    count = { op: 'binary', operator: '+', left: span, right: { op: 'number', value: 1 } };
  }
  r.expect(']', "after the array's bound");
  return count;
}

function parseParameters(r: TokenReader): SyntaxMember[] {
  r.expect('(', 'before the parameters');
  const parameters: SyntaxMember[] = [];
  if (r.take(')')) return parameters;
  if (r.is('void') && r.peek(1).text === ')') {
    r.next();
    r.next();
    return parameters;
  }
  do {
    if (r.is(')') && parameters.length > 0) {
      r.warn(r.before, "a comma before ')', passed over");
      break;
    }
    if (r.take('...')) continue;
    const attributes = parseAttributes(r);
    const type = parseType(r);
    const { name, levels, place } = parseDeclarator(r, undefined);
    parameters.push({ type, name: name || `parameter${parameters.length + 1}`, levels, attributes, place });
  } while (r.take(','));
  r.expect(')', 'after the parameters');
  return parameters;
}
