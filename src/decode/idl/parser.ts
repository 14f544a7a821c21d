import { parseAttributes } from './parse-attributes.ts';
import { parseDeclarator } from './parse-declarator.ts';
import { parseExpression } from './parse-expression.ts';
import { isBaseWord, parseType, stray } from './parse-type.ts';
import { IdlError, type Place } from './problem.ts';
import type { TokenReader } from './reader.ts';
import type {
  SyntaxAttribute,
  SyntaxDeclarator,
  SyntaxFile,
  SyntaxInterface,
  SyntaxItem,
  SyntaxProcedure,
  SyntaxType,
} from './syntax.ts';

/** Statements that speak to a C compiler or a type library only. */
const ASIDE = new Set(['cpp_quote', 'midl_pragma', 'importlib', 'declare_guard', 'pragma', 'midl_echo']);
/** What a type library has beside interfaces. */
const UNSENT = new Set(['coclass', 'dispinterface', 'module', 'apicontract', 'runtimeclass', 'namespace']);

/** Reads a whole IDL text (C706 6.2; MIDL's own order of things is looser, and so is this). */
export function parseFile(r: TokenReader): SyntaxFile {
  const items: SyntaxItem[] = [];
  while (r.token.kind !== 'end') items.push(...parseItem(r));
  return { items };
}

function parseItem(r: TokenReader): SyntaxItem[] {
  if (stray(r) || aside(r)) return [];
  if (r.is('import')) return parseImport(r);
  const { place } = r.token;
  const attributes = parseAttributes(r);
  if (r.is('interface') && isDefinition(r)) return [parseInterface(r, attributes, place)];
  if (r.is('library')) return parseLibrary(r);
  if (r.token.kind === 'name' && UNSENT.has(r.token.text)) {
    skipBlock(r);
    return [];
  }
  const item = parseDeclaration(r, attributes);
  if ('returns' in item) throw new IdlError(item.place, `the procedure '${item.name}' stands outside an interface`);
  return [item];
}

const isDefinition = (r: TokenReader): boolean => [';', '{', ':'].includes(r.peek(2).text);

/** `cpp_quote("…")` and its like. */
function aside(r: TokenReader): boolean {
  if (r.token.kind !== 'name' || !ASIDE.has(r.token.text)) return false;
  r.next();
  if (r.token.kind === 'name') r.next();
  r.expect('(');
  for (let depth = 1; depth > 0; ) {
    const { kind, text, place } = r.next();
    if (kind === 'end') throw new IdlError(place, "expected ')', found the end of the text");
    if (kind === 'mark') depth += text === '(' ? 1 : text === ')' ? -1 : 0;
  }
  r.take(';');
  return true;
}

function parseImport(r: TokenReader): SyntaxItem[] {
  r.next();
  const items: SyntaxItem[] = [];
  do {
    const { text, place } = r.kind('string', 'the name of a file in quotation marks');
    items.push({ kind: 'import', file: text, place });
  } while (r.take(','));
  r.expect(';', 'after the import');
  return items;
}

function parseLibrary(r: TokenReader): SyntaxItem[] {
  r.next();
  r.kind('name', 'the name of the library');
  r.expect('{', "after the library's name");
  const items: SyntaxItem[] = [];
  while (!r.take('}')) {
    if (r.token.kind === 'end') r.fail("'}' at the end of the library");
    items.push(...parseItem(r));
  }
  return items;
}

/** Passes over a definition with its block, or up to its semicolon. */
function skipBlock(r: TokenReader): void {
  r.warn(r.place, `'${r.token.text}' has no part in calls, passed over`);
  while (!r.is('{') && !r.is(';') && r.token.kind !== 'end') r.next();
  if (!r.take('{')) return void r.take(';');
  for (let depth = 1; depth > 0; ) {
    const { kind, text } = r.next();
    if (kind === 'end') r.fail("'}'");
    if (kind === 'mark') depth += text === '{' ? 1 : text === '}' ? -1 : 0;
  }
}

function parseInterface(r: TokenReader, attributes: SyntaxAttribute[], place: Place): SyntaxItem {
  r.next();
  const name = r.kind('name', 'the name of the interface');
  if (r.take(';')) return { kind: 'forward', name: name.text, place: name.place };
  let base: SyntaxInterface['base'];
  if (r.take(':')) {
    const token = r.kind('name', 'the name of the interface it inherits from');
    base = { name: token.text, place: token.place };
  }
  r.expect('{', `after 'interface ${name.text}'`);
  const items: SyntaxItem[] = [];
  const procedures: SyntaxProcedure[] = [];
  while (!r.take('}')) {
    if (r.token.kind === 'end') r.fail(`'}' at the end of the interface '${name.text}'`);
    if (stray(r) || aside(r)) continue;
    if (r.is('import')) {
      items.push(...parseImport(r));
      continue;
    }
    const own = parseAttributes(r);
    if (r.is('interface') && isDefinition(r)) {
      items.push(parseInterface(r, own, r.place));
      continue;
    }
    const item = parseDeclaration(r, own);
    if ('returns' in item) procedures.push(item);
    else items.push(item);
  }
  r.take(';');
  return { kind: 'interface', interface: { name: name.text, base, attributes, items, procedures, place } };
}

/** A typedef, a constant, a type on its own, or a procedure. */
function parseDeclaration(r: TokenReader, attributes: SyntaxAttribute[]): SyntaxItem | SyntaxProcedure {
  if (r.is('typedef')) return parseTypedef(r, attributes);
  if (r.is('const') && !isConstResult(r)) return parseConst(r);
  const type = parseType(r);
  if (r.take(';')) return { kind: 'type', type, attributes };
  if (r.token.kind === 'name' && r.peek(1).text === '=') return constant(r);
  return parseProcedure(r, type, attributes);
}

/** `const T name = …` is a constant, `const T *name(…)` a procedure with a qualified result. */
function isConstResult(r: TokenReader): boolean {
  for (let i = 1; ; i++) {
    const { kind, text } = r.peek(i);
    if (text === '=' || text === ';' || kind === 'end') return false;
    if (text === '(') return true;
  }
}

function parseTypedef(r: TokenReader, before: SyntaxAttribute[]): SyntaxItem {
  const { place } = r.next();
  const attributes = [...before, ...parseAttributes(r)];
  const type = parseType(r);
  const declarators: SyntaxDeclarator[] = [];
  if (r.is(';') && type.kind !== 'base' && type.kind !== 'name') {
    r.warn(r.place, 'this typedef gives no name');
    r.next();
    return { kind: 'type', type, attributes };
  }
  do {
    const declarator = parseDeclarator(r, 'the name of the type');
    if (isBaseWord(declarator.name))
      r.warn(declarator.place, `'${declarator.name}' is a type of IDL itself; this typedef is passed over`);
    else declarators.push(declarator);
  } while (r.take(','));
  r.expect(';', 'after the typedef');
  return { kind: 'typedef', typedef: { type, attributes, declarators, place } };
}

function parseConst(r: TokenReader): SyntaxItem {
  r.next();
  parseType(r);
  return constant(r);
}

/** What follows a constant's type: `const long` or, as C has it, `long const`. */
function constant(r: TokenReader): SyntaxItem {
  const { name, place } = parseDeclarator(r, 'the name of the constant');
  r.expect('=', "after the constant's name");
  const value = parseExpression(r);
  r.expect(';', 'after the constant');
  return { kind: 'const', constant: { name, value, place } };
}

function parseProcedure(r: TokenReader, returns: SyntaxType, attributes: SyntaxAttribute[]): SyntaxProcedure {
  const { name, levels, place } = parseDeclarator(r, 'the name of a procedure');
  const [first, ...rest] = levels;
  if (first?.kind !== 'function') r.fail(`'(' after '${name}'`);
  r.expect(';', `after the procedure '${name}'`);
  return { name, attributes, returns, levels: rest, parameters: first.parameters, place };
}
