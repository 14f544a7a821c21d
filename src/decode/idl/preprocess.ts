import { evaluate } from './constant.ts';
import { type Token, tokenize } from './lexer.ts';
import { parseExpression } from './parse-expression.ts';
import { IdlError, type Place, type Warn } from './problem.ts';
import { partReader } from './reader.ts';

interface Macro {
  /** Undefined for a macro without parentheses. */
  readonly parameters: readonly string[] | undefined;
  readonly body: readonly Token[];
}

/** A conditional block that is open. */
interface Block {
  readonly place: Place;
  /** Whether the lines around it count. */
  readonly outer: boolean;
  active: boolean;
  /** One of its branches was taken. */
  taken: boolean;
  otherwise: boolean;
}

/** What MIDL's own preprocessor has defined, as far as published IDL asks for it. */
const PREDEFINED: Readonly<Record<string, string>> = { __midl: '600', _MSC_VER: '1900', _WIN32: '1' };

/** The text of an included file, and the name its places bear; undefined where there is none. */
export type Include = (name: string) => { readonly file: string; readonly text: string } | undefined;

/** Carries out the preprocessor's lines: what remains are the tokens that a compiler would see. */
export class Preprocessor {
  readonly #macros = new Map<string, Macro>();
  readonly #include: Include;
  readonly #warn: Warn;
  readonly #including: string[] = [];

  constructor(defines: Readonly<Record<string, string>>, include: Include, warn: Warn) {
    this.#include = include;
    this.#warn = warn;
    for (const [name, value] of Object.entries({ ...PREDEFINED, ...defines })) {
      const body = tokenize(value, `(${name})`, warn).slice(0, -1);
      this.#macros.set(name, { parameters: undefined, body });
    }
  }

  run(text: string, file: string): Token[] {
    const out: Token[] = [];
    this.#file(text, file, out);
    return out;
  }

  #file(text: string, file: string, out: Token[]): void {
    const blocks: Block[] = [];
    const tokens = tokenize(text, file, this.#warn);
    let run: Token[] = [];
    const flush = (): void => {
      this.#expand(run, new Set(), out, undefined);
      run = [];
    };
    for (const token of tokens) {
      const active = blocks.at(-1)?.active ?? true;
      if (token.kind === 'directive') {
        flush();
        this.#directive(token, blocks, active, out);
      } else if (token.kind === 'end') {
        flush();
        const open = blocks.at(-1);
        if (open) throw new IdlError(open.place, 'this condition has no end: expected #endif');
        if (this.#including.length === 0) out.push(token);
      } else if (active) run.push(token);
    }
  }

  #directive(line: Token, blocks: Block[], active: boolean, out: Token[]): void {
    const [, word = '', rest = ''] = /^(\w*)\s*(.*)$/s.exec(line.text)!;
    const block = blocks.at(-1);
    switch (word) {
      case 'if':
      case 'ifdef':
      case 'ifndef': {
        const holds =
          active && (word === 'if' ? this.#condition(rest, line) : this.#macros.has(rest) === (word === 'ifdef'));
        blocks.push({ place: line.place, outer: active, active: holds, taken: holds, otherwise: false });
        return;
      }
      case 'elif':
      case 'else':
        if (!block || block.otherwise) throw new IdlError(line.place, `#${word} without #if`);
        block.otherwise = word === 'else';
        block.active = block.outer && !block.taken && (word === 'else' || this.#condition(rest, line));
        block.taken ||= block.active;
        return;
      case 'endif':
        if (!blocks.pop()) throw new IdlError(line.place, '#endif without #if');
        return;
    }
    if (!active) return;
    switch (word) {
      case 'define':
        return this.#define(rest, line);
      case 'undef':
        this.#macros.delete(rest);
        return;
      case 'include':
      case 'import':
        return this.#included(rest, line, out);
      case 'error':
        throw new IdlError(line.place, `#error ${rest}`);
      case 'pragma':
      case 'line':
      case '':
        return;
      default:
        this.#warn(line.place, `#${word} is not known, passed over`);
    }
  }

  #define(rest: string, line: Token): void {
    const parts = /^([A-Za-z_]\w*)(?:\(([^)]*)\))?\s*(.*)$/s.exec(rest);
    if (!parts) throw new IdlError(line.place, 'expected a name after #define');
    const [, name, parameters, value] = parts;
    const body = tokenize(value!, line.place.file, this.#warn)
      .slice(0, -1)
      .map((token) => ({ ...token, place: line.place }));
    const names =
      parameters === undefined
        ? undefined
        : parameters
            .split(',')
            .map((it) => it.trim())
            .filter(Boolean);
    this.#macros.set(name!, { parameters: names, body });
  }

  #included(rest: string, line: Token, out: Token[]): void {
    const name = /^["<]([^">]*)[">]/.exec(rest)?.[1];
    if (name === undefined) throw new IdlError(line.place, 'expected the name of a file after #include');
    const found = this.#include(name);
    if (!found) return this.#warn(line.place, `"${name}" is not at hand, passed over`);
    if (this.#including.includes(found.file)) return;
    this.#including.push(found.file);
    this.#file(found.text, found.file, out);
    this.#including.pop();
  }

  #condition(text: string, line: Token): boolean {
    const tokens = tokenize(text, line.place.file, this.#warn)
      .slice(0, -1)
      .map((token) => ({ ...token, place: line.place }));
    const resolved: Token[] = [];
    for (let i = 0; i < tokens.length; i++) {
      if (tokens[i]!.text !== 'defined') {
        resolved.push(tokens[i]!);
        continue;
      }
      const bracket = tokens[i + 1]?.text === '(';
      const name = tokens[i + (bracket ? 2 : 1)];
      resolved.push({ kind: 'number', text: name && this.#macros.has(name.text) ? '1' : '0', place: line.place });
      i += bracket ? 3 : 1;
    }
    const expanded: Token[] = [];
    this.#expand(resolved, new Set(), expanded, line.place);
    const r = partReader(expanded, line.place, this.#warn);
    const value = evaluate(parseExpression(r), () => 0);
    if (r.token.kind !== 'end') r.fail('the end of the condition');
    return value !== undefined && value !== 0;
  }

  /** Puts macros' texts in their place; what comes out of a macro bears the place of its use. */
  #expand(tokens: readonly Token[], hidden: ReadonlySet<string>, out: Token[], place: Place | undefined): void {
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      const macro = token.kind === 'name' && !hidden.has(token.text) ? this.#macros.get(token.text) : undefined;
      const call = macro?.parameters ? callArguments(tokens, i + 1) : undefined;
      if (!macro || (macro.parameters && !call)) {
        out.push(place ? { ...token, place } : token);
        continue;
      }
      if (call) i = call.end;
      const { parameters } = macro;
      const body = parameters
        ? macro.body.flatMap((part) =>
            parameters.includes(part.text) ? (call!.values[parameters.indexOf(part.text)] ?? []) : [part],
          )
        : macro.body;
      this.#expand(body, new Set(hidden).add(token.text), out, place ?? token.place);
    }
  }
}

/** The arguments of a macro's use, from its opening parenthesis. */
function callArguments(tokens: readonly Token[], open: number): { values: Token[][]; end: number } | undefined {
  if (tokens[open]?.text !== '(') return undefined;
  const values: Token[][] = [[]];
  let depth = 0;
  for (let i = open + 1; i < tokens.length; i++) {
    const { text } = tokens[i]!;
    if (text === ')' && depth === 0) return { values, end: i };
    if (text === '(') depth++;
    else if (text === ')') depth--;
    if (text === ',' && depth === 0) values.push([]);
    else values.at(-1)!.push(tokens[i]!);
  }
  return undefined;
}
