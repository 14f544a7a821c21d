import { calculate, evaluate } from './constant.ts';
import { commonDeclarations, type Declarations, type TagEntry, type TypedefEntry } from './declarations.ts';
import { IMPORTED, PREDEFINED, ROOTS } from './predefined.ts';
import { IdlError, type Place, type Warn } from './problem.ts';
import type { IdlExpression } from './schema.ts';
import type { Expression, SyntaxAttribute, SyntaxEnum, SyntaxMember, SyntaxStruct, SyntaxUnion } from './syntax.ts';

type Definition = SyntaxStruct | SyntaxUnion | SyntaxEnum;

/** Words that stand for numbers without being declared. */
const WORDS: Readonly<Record<string, number>> = { TRUE: 1, FALSE: 0, true: 1, false: 0, NULL: 0 };
/** How interfaces are named, by which one that is not declared is known. */
const INTERFACE = /^I[A-Z][a-z]/;

/** Finds what names stand for: in the text, in its imports, and in what every IDL takes for granted. */
export class Names {
  readonly #declarations: Declarations;
  /** Our own IDL of the standard imports, read when a name is looked for in it. */
  readonly #common = new Map<string, Declarations>();
  readonly #imported = new Set<string>();
  readonly #told = new Set<string>();
  readonly #warn: Warn;
  readonly #typedefOf = new Map<Definition, TypedefEntry[]>();

  constructor(declarations: Declarations, warn: Warn) {
    this.#declarations = declarations;
    this.#warn = warn;
  }

  /** A standard import: its types may be used without a word. */
  imports(name: string): boolean {
    const brought = IMPORTED[name.toLowerCase().replace(/^.*[/\\]/, '')];
    for (const section of brought ?? []) this.#imported.add(section);
    return brought !== undefined;
  }

  /** To be called when everything is declared. */
  settle(): void {
    this.#nameDefinitions(this.#declarations);
    for (const section of this.#imported) {
      const { typedefs } = this.#section(section);
      for (const [name, { place }] of this.#declarations.typedefs) {
        if (typedefs.has(name)) this.#warn(place, `'${name}' is also declared by ${section}; the one here counts`);
      }
    }
  }

  /** The sections of the common IDL: those that are imported first. */
  *#sections(): Generator<[string, Declarations]> {
    for (const section of this.#imported) yield [section, this.#section(section)];
    for (const section of Object.keys(PREDEFINED))
      if (!this.#imported.has(section)) yield [section, this.#section(section)];
  }

  #section(name: string): Declarations {
    let section = this.#common.get(name);
    if (!section) {
      section = commonDeclarations(name);
      this.#common.set(name, section);
      this.#nameDefinitions(section);
    }
    return section;
  }

  #nameDefinitions({ typedefs, tags }: Declarations): void {
    for (const entry of typedefs.values()) {
      const { type } = entry.typedef;
      if (type.kind !== 'struct' && type.kind !== 'union' && type.kind !== 'enum') continue;
      const definition = type.tag === undefined ? type : (tags.get(type.tag)?.type ?? type);
      const entries = this.#typedefOf.get(definition);
      if (entries) entries.push(entry);
      else this.#typedefOf.set(definition, [entry]);
    }
  }

  /** The typedef of a definition gives it its name. */
  nameOf(definition: Definition): string {
    const entry = this.#typedefOf.get(definition)?.find(({ declarator }) => declarator.levels.length === 0);
    return entry?.declarator.name ?? definition.tag ?? '';
  }

  /** The attributes of the typedef that holds a definition. */
  attributesOf(definition: Definition): readonly SyntaxAttribute[] {
    return (
      this.#typedefOf.get(definition)?.find(({ typedef }) => typedef.type === definition)?.typedef.attributes ?? []
    );
  }

  type(name: string, place: Place): TypedefEntry | TagEntry | { readonly kind: 'interface' } | undefined {
    const { typedefs, tags } = this.#declarations;
    const entry = typedefs.get(name);
    if (entry) return entry;
    const tag = tags.get(name);
    if (tag) {
      this.#once(name, place, `'${name}' is no type's name; taken as ${tag.type.kind} ${name}`);
      return tag;
    }
    if (this.#declarations.isInterface(name)) return { kind: 'interface' };
    for (const [, common] of this.#sections()) {
      const found = common.typedefs.get(name) ?? common.tags.get(name);
      if (!found) continue;
      this.used(name, place);
      return found;
    }
    if (!INTERFACE.test(name)) return undefined;
    if (!(name in ROOTS)) this.#once(name, place, `'${name}' is not declared; taken as an interface`);
    return { kind: 'interface' };
  }

  /** Tells once that a type is used whose import is missing. */
  used(name: string, place: Place): void {
    if (place.file in PREDEFINED || this.#declarations.typedefs.has(name)) return;
    for (const [section, common] of this.#sections()) {
      if (!common.typedefs.has(name)) continue;
      if (this.#imported.has(section)) return;
      return this.#once(
        name,
        place,
        `'${name}' is not declared and ${section} is not imported; the common type is taken`,
      );
    }
  }

  tag(tag: string, place: Place): TagEntry | undefined {
    const found = this.#findTag(tag);
    if (found) return found;
    // `struct X` where only a typedef has the name.
    const entry = this.#declarations.typedefs.get(tag);
    const type = entry?.typedef.type;
    if (!entry || !type || (type.kind !== 'struct' && type.kind !== 'union' && type.kind !== 'enum')) return undefined;
    const definition = type.tag === undefined ? undefined : this.#findTag(type.tag);
    if (type.tag !== undefined && !definition) return undefined;
    this.#once(tag, place, `'${tag}' is no tag; taken as the type of that name`);
    return definition ?? { kind: 'tag', type, scope: entry.scope, place: entry.place };
  }

  #findTag(tag: string): TagEntry | undefined {
    const own = this.#declarations.tags.get(tag);
    if (own) return own;
    for (const [, common] of this.#sections()) if (common.tags.has(tag)) return common.tags.get(tag);
    return undefined;
  }

  #once(name: string, place: Place, message: string): void {
    if (place.file in PREDEFINED || this.#told.has(name)) return;
    this.#told.add(name);
    this.#warn(place, message);
  }

  // Values.

  constantValue(name: string): number | undefined {
    return this.#declarations.constant(name) ?? WORDS[name];
  }

  enumerator(name: string, place: Place): number {
    const value = this.#declarations.constant(name);
    if (value === undefined) throw new IdlError(place, `expected a constant value for '${name}'`);
    return value;
  }

  constant(expression: Expression, what: string): number {
    const value = evaluate(expression, (of) =>
      of.op === 'name' ? this.constantValue(of.name) : of.op === 'sizeof' ? this.#declarations.sizeof(of) : undefined,
    );
    if (value !== undefined) return value;
    const [missing] = namesIn(expression).filter(({ name }) => this.constantValue(name) === undefined);
    const place = missing?.place ?? namesIn(expression)[0]?.place ?? { file: '', line: 0, column: 0 };
    throw new IdlError(
      place,
      missing
        ? `'${missing.name}' is not declared: expected a constant for ${what}`
        : `expected a constant for ${what}`,
    );
  }

  /** The members or parameters beside it that an expression names. */
  first(expression: Expression, beside: readonly SyntaxMember[]): SyntaxMember | undefined {
    for (const { name } of namesIn(expression)) {
      const found = beside.find((member) => member.name === name);
      if (found) return found;
    }
    return undefined;
  }

  expression(from: Expression, beside: readonly SyntaxMember[], place: Place): IdlExpression {
    switch (from.op) {
      case 'number':
        return from;
      case 'name': {
        if (beside.some(({ name }) => name === from.name)) return { op: 'value', name: from.name };
        const value = this.constantValue(from.name);
        if (value !== undefined) return { op: 'number', value };
        this.#warn(from.place, `'${from.name}' is neither beside it nor a constant; what depends on it is not checked`);
        return { op: 'unknown' };
      }
      case 'sizeof': {
        const value = this.#declarations.sizeof(from);
        return value === undefined ? { op: 'unknown' } : { op: 'number', value };
      }
      case 'unary': {
        const of = this.expression(from.of, beside, place);
        const { operator } = from;
        if (operator === '*' || operator === '&' || operator === '+') return of;
        return folded({ op: 'unary', operator, of });
      }
      case 'binary': {
        const left = this.expression(from.left, beside, place);
        return folded({
          op: 'binary',
          operator: from.operator,
          left,
          right: this.expression(from.right, beside, place),
        });
      }
      case 'conditional': {
        const test = this.expression(from.test, beside, place);
        const yes = this.expression(from.yes, beside, place);
        return { op: 'conditional', test, yes, no: this.expression(from.no, beside, place) };
      }
      default:
        this.#warn(place, 'this expression reaches into other structures; what depends on it is not checked');
        return { op: 'unknown' };
    }
  }
}

function folded(expression: IdlExpression): IdlExpression {
  if (expression.op === 'unary' && expression.of.op === 'number') {
    const value = evaluate(expression as Expression, () => undefined);
    return value === undefined ? expression : { op: 'number', value };
  }
  if (expression.op === 'binary' && expression.left.op === 'number' && expression.right.op === 'number') {
    const value = calculate(expression.operator, expression.left.value, expression.right.value);
    return value === undefined ? expression : { op: 'number', value };
  }
  return expression;
}

function namesIn(expression: Expression): (Expression & { op: 'name' })[] {
  switch (expression.op) {
    case 'name':
      return [expression];
    case 'unary':
    case 'member':
      return namesIn(expression.of);
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case 'conditional':
      return [expression.test, expression.yes, expression.no].flatMap(namesIn);
    default:
      return [];
  }
}
