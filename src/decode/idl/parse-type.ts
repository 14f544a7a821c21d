import { parseAttributes } from './parse-attributes.ts';
import { parseDeclarator } from './parse-declarator.ts';
import { expressionArguments, parseExpression } from './parse-expression.ts';
import type { TokenReader } from './reader.ts';
import type {
  BaseName,
  SyntaxArm,
  SyntaxAttribute,
  SyntaxEnum,
  SyntaxLevel,
  SyntaxMember,
  SyntaxStruct,
  SyntaxType,
  SyntaxUnion,
} from './syntax.ts';

/** Words that say nothing about the wire. */
const QUALIFIERS = new Set([
  ...['const', 'volatile', 'register', 'static', 'extern', 'far', 'FAR', '__RPC_FAR', '__unaligned', 'UNALIGNED'],
  ...['__stdcall', '_stdcall', '__cdecl', '_cdecl', '__pascal', '__fastcall', '__RPC_STUB', '__RPC_USER'],
  ...['STDMETHODCALLTYPE', 'STDAPICALLTYPE', 'WINAPI', 'APIENTRY', 'CALLBACK', 'IN', 'OUT', 'OPTIONAL'],
]);

/** The words that base types are made of (C706 6.2.8, MS-RPCE 2.2.4.1). */
const WORDS = new Set([
  ...['boolean', 'byte', 'char', 'wchar_t', 'small', 'short', 'long', 'int', 'hyper', 'signed', 'unsigned'],
  ...['__int8', '__int16', '__int32', '__int64', '__int3264', 'float', 'double', 'void', 'error_status_t', 'handle_t'],
]);

/** Those of them that headers declare. */
const NAMED = new Set(['boolean', 'byte', 'wchar_t', 'error_status_t', 'handle_t', '__int3264']);

const BY_WORD: Readonly<Record<string, BaseName>> = {
  boolean: 'boolean',
  byte: 'byte',
  char: 'char',
  wchar_t: 'wchar',
  small: 'small',
  short: 'short',
  long: 'long',
  int: 'long',
  hyper: 'hyper',
  __int8: 'small',
  __int16: 'short',
  __int32: 'long',
  __int64: 'hyper',
  __int3264: 'int3264',
  float: 'float',
  double: 'double',
  void: 'void',
  error_status_t: 'error',
  handle_t: 'handle',
};

const UNSIGNED: Partial<Record<BaseName, BaseName>> = {
  char: 'uchar',
  small: 'usmall',
  short: 'ushort',
  long: 'ulong',
  hyper: 'uhyper',
  int3264: 'uint3264',
};

export const isQualifier = (word: string): boolean => QUALIFIERS.has(word) || word.startsWith('__RPC_');

export const isBaseWord = (word: string): boolean => WORDS.has(word);

export function parseType(r: TokenReader): SyntaxType {
  qualifiers(r);
  const { text, place, kind } = r.token;
  if (kind !== 'name') r.fail('a type');
  let type: SyntaxType;
  if (WORDS.has(text)) type = { kind: 'base', base: baseType(r), place };
  else if (text === 'struct') type = parseStruct(r);
  else if (text === 'union') type = parseUnion(r);
  else if (text === 'enum') type = parseEnum(r);
  else if (text === 'interface') {
    r.next();
    type = { kind: 'interface', name: r.kind('name', 'the name of an interface').text, place };
  } else if (text === 'pipe') {
    r.next();
    const of = parseType(r);
    const levels: SyntaxLevel[] = [];
    while (r.take('*')) levels.push({ kind: 'pointer' });
    type = { kind: 'pipe', of, levels, place };
  } else {
    r.next();
    if (text === 'SAFEARRAY' && r.take('(')) {
      parseType(r);
      while (r.take('*'));
      r.expect(')', 'after the element type');
    }
    type = { kind: 'name', name: text, place };
  }
  qualifiers(r);
  return type;
}

export function qualifiers(r: TokenReader): void {
  while (r.token.kind === 'name' && isQualifier(r.token.text)) r.next();
}

function baseType(r: TokenReader): BaseName {
  let unsigned = false;
  let signed = false;
  let base: BaseName | undefined;
  for (; r.token.kind === 'name' && (WORDS.has(r.token.text) || isQualifier(r.token.text)); r.next()) {
    const { text } = r.token;
    if (isQualifier(text)) continue;
    if (text === 'unsigned') unsigned = true;
    else if (text === 'signed') signed = true;
    else if (base === undefined) base = BY_WORD[text]!;
    else if (base === 'long' && (text === 'long' || text === 'hyper')) base = 'hyper';
    // `typedef unsigned short wchar_t;` declares one of them.
    else if (NAMED.has(text) && r.peek(1).text === ';') break;
    else if (base === 'long' && text !== 'int') base = BY_WORD[text]!;
    else if (text !== 'int' && text !== 'long') r.fail('a name after the type');
  }
  const whole = base ?? 'long';
  if (unsigned) return UNSIGNED[whole] ?? whole;
  return signed && whole === 'char' ? 'small' : whole;
}

function tagAndAttributes(r: TokenReader): { tag: string | undefined; attributes: SyntaxAttribute[] } {
  const attributes = parseAttributes(r);
  const named = r.token.kind === 'name' && !r.is('switch') && !r.is('switch_type');
  return { tag: named ? r.next().text : undefined, attributes };
}

function parseStruct(r: TokenReader): SyntaxStruct {
  const { place } = r.next();
  const { tag, attributes } = tagAndAttributes(r);
  if (!r.take('{')) {
    if (tag === undefined) r.fail("a tag or '{' after 'struct'");
    return { kind: 'struct', tag, members: undefined, attributes, place };
  }
  const members: SyntaxMember[] = [];
  while (!r.take('}')) {
    if (stray(r)) continue;
    members.push(...parseMembers(r, 'a member'));
  }
  return { kind: 'struct', tag, members, attributes, place };
}

/** One or more declarators of one type, up to the semicolon. */
function parseMembers(r: TokenReader, what: string, given?: SyntaxAttribute[]): SyntaxMember[] {
  const attributes = given ?? parseAttributes(r);
  const type = parseType(r);
  // A structure or union without a name of its own lends its members to the one around it.
  if (r.is(';') && (type.kind === 'struct' || type.kind === 'union')) {
    const { place } = r.next();
    return [{ type, name: '', levels: [], attributes, place }];
  }
  const members: SyntaxMember[] = [];
  do {
    const { name, levels, place } = parseDeclarator(r, `the name of ${what}`);
    members.push({ type, name, levels, attributes, place });
  } while (r.take(','));
  r.expect(';', `after ${what}`);
  return members;
}

function parseUnion(r: TokenReader): SyntaxUnion {
  const { place } = r.next();
  const { tag, attributes } = tagAndAttributes(r);
  let switched: SyntaxUnion['switched'];
  if (r.take('switch')) {
    r.expect('(', "after 'switch'");
    const type = parseType(r);
    const { text: name } = r.kind('name', 'the name of the discriminant');
    r.expect(')', 'after the discriminant');
    switched = { type, name, union: r.token.kind === 'name' ? r.next().text : '' };
  } else if (r.is('switch_type')) {
    r.warn(r.place, "'switch_type' without brackets; taken as an encapsulated union");
    r.next();
    r.expect('(', "after 'switch_type'");
    const type = parseType(r);
    r.expect(')', 'after the type of the discriminant');
    switched = { type, name: 'tag', union: r.token.kind === 'name' ? r.next().text : '' };
  }
  if (!r.take('{')) {
    if (tag === undefined) r.fail("a tag or '{' after 'union'");
    return { kind: 'union', tag, switched, arms: undefined, attributes, place };
  }
  const arms: SyntaxArm[] = [];
  while (!r.take('}')) {
    if (stray(r)) continue;
    if (switched) arms.push(labelledArm(r));
    else arms.push(...attributedArms(r));
  }
  return { kind: 'union', tag, switched, arms, attributes, place };
}

/** An arm of an encapsulated union: `case 1: case 2: long x;` (C706 6.2.10). */
function labelledArm(r: TokenReader): SyntaxArm {
  const { place } = r.token;
  const cases = [];
  let isDefault = false;
  while (r.is('case') || r.is('default')) {
    if (r.next().text === 'default') isDefault = true;
    else cases.push(parseExpression(r));
    r.expect(':', 'after the label');
  }
  if (cases.length === 0 && !isDefault) r.fail("'case' or 'default'");
  const empty = r.take(';') || r.is('}');
  return { cases, isDefault, member: empty ? undefined : parseMembers(r, 'an arm')[0], place };
}

/** An arm of a non-encapsulated union: `[case(1, 2)] long x;`. */
function attributedArms(r: TokenReader): SyntaxArm[] {
  const { place } = r.token;
  const attributes = parseAttributes(r);
  const isDefault = attributes.some(({ name }) => name === 'default');
  const cases = attributes
    .filter(({ name }) => name === 'case')
    .flatMap((it) => expressionArguments(it, r.warn).filter((value) => value !== undefined));
  if (r.take(';')) return [{ cases, isDefault, member: undefined, place }];
  const own = attributes.filter(({ name }) => name !== 'case' && name !== 'default');
  return parseMembers(r, 'an arm', own).map((member) => ({ cases, isDefault, member, place }));
}

function parseEnum(r: TokenReader): SyntaxEnum {
  const { place } = r.next();
  const { tag, attributes } = tagAndAttributes(r);
  if (!r.take('{')) {
    if (tag === undefined) r.fail("a tag or '{' after 'enum'");
    return { kind: 'enum', tag, members: undefined, attributes, place };
  }
  const members = [];
  while (!r.is('}')) {
    const token = r.kind('name', 'the name of a value');
    members.push({ name: token.text, value: r.take('=') ? parseExpression(r) : undefined, place: token.place });
    if (!r.take(',') && !r.is('}')) r.fail("',' or '}' after a value");
  }
  r.next();
  return { kind: 'enum', tag, members, attributes, place };
}

/** A semicolon that ends nothing. */
export function stray(r: TokenReader): boolean {
  if (!r.is(';')) return false;
  r.warn(r.place, 'a stray semicolon, passed over');
  r.next();
  return true;
}
