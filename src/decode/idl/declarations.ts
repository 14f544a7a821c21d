import { evaluate } from './constant.ts';
import { tokenize } from './lexer.ts';
import { parseFile } from './parser.ts';
import { PREDEFINED } from './predefined.ts';
import { IdlError, type Place, placeText, type Warn } from './problem.ts';
import { TokenReader } from './reader.ts';
import type { PointerClass } from './schema.ts';
import type {
  Expression,
  SyntaxArm,
  SyntaxDeclarator,
  SyntaxEnum,
  SyntaxFile,
  SyntaxInterface,
  SyntaxItem,
  SyntaxMember,
  SyntaxStruct,
  SyntaxType,
  SyntaxTypedef,
  SyntaxUnion,
} from './syntax.ts';

/** What an interface's attributes mean for the declarations in it. */
export interface Scope {
  readonly pointerDefault: PointerClass;
  readonly msUnion: boolean;
}

export interface TypedefEntry {
  readonly kind: 'typedef';
  readonly typedef: SyntaxTypedef;
  readonly declarator: SyntaxDeclarator;
  readonly scope: Scope;
  readonly place: Place;
}

export interface TagEntry {
  readonly kind: 'tag';
  readonly type: SyntaxStruct | SyntaxUnion | SyntaxEnum;
  readonly scope: Scope;
  readonly place: Place;
}

interface ConstantEntry {
  readonly value: (lookup: (name: string) => number | undefined) => number | undefined;
  readonly place: Place;
}

export const OUTSIDE: Scope = { pointerDefault: 'unique', msUnion: false };

/** Everything that is declared, by name. Typedefs, tags and constants have names of their own, as in C. */
export class Declarations {
  readonly typedefs = new Map<string, TypedefEntry>();
  readonly tags = new Map<string, TagEntry>();
  readonly interfaces = new Map<string, SyntaxInterface>();
  /** Interfaces of the text itself, in its order, with their scopes. */
  readonly own: SyntaxInterface[] = [];
  readonly #forward = new Set<string>();
  readonly #constants = new Map<string, ConstantEntry>();
  readonly #values = new Map<string, number | undefined>();
  readonly #scopes = new Map<SyntaxInterface, Scope>();
  readonly #warn: Warn;

  constructor(warn: Warn) {
    this.#warn = warn;
  }

  /** Takes in a file's declarations; `each` sees its imports. */
  collect(
    file: SyntaxFile,
    scopeOf: (it: SyntaxInterface) => Scope,
    imported: (name: string, place: Place) => void,
    own: boolean,
  ): void {
    const items = (list: readonly SyntaxItem[], scope: Scope): void => {
      for (const item of list) {
        switch (item.kind) {
          case 'import':
            imported(item.file, item.place);
            break;
          case 'typedef':
            this.#typedef(item.typedef, scope);
            break;
          case 'const':
            this.#constant(item.constant.name, item.constant.place, (lookup) =>
              this.#evaluate(item.constant.value, lookup),
            );
            break;
          case 'type':
            this.#nested(item.type, scope);
            break;
          case 'forward':
            this.#forward.add(item.name);
            break;
          case 'interface': {
            const inner = scopeOf(item.interface);
            this.#interface(item.interface, inner, own);
            items(item.interface.items, inner);
            for (const { parameters, returns } of item.interface.procedures) {
              this.#nested(returns, inner);
              for (const { type } of parameters) this.#nested(type, inner);
            }
          }
        }
      }
    };
    items(file.items, OUTSIDE);
  }

  scope(of: SyntaxInterface): Scope {
    return this.#scopes.get(of) ?? OUTSIDE;
  }

  isInterface(name: string): boolean {
    return this.interfaces.has(name) || this.#forward.has(name);
  }

  /** Value of a constant or of an enumeration's member. */
  constant(name: string): number | undefined {
    if (this.#values.has(name)) return this.#values.get(name);
    const entry = this.#constants.get(name);
    if (!entry) return undefined;
    this.#values.set(name, undefined);
    const value = entry.value((other) => this.constant(other));
    this.#values.set(name, value);
    return value;
  }

  constants(): Record<string, number> {
    const found: Record<string, number> = {};
    for (const name of this.#constants.keys()) {
      const value = this.constant(name);
      if (value !== undefined) found[name] = value;
    }
    return found;
  }

  /** How `sizeof` is answered: set by who knows the types. */
  sizeof: (expression: Expression & { op: 'sizeof' }) => number | undefined = () => undefined;

  #evaluate(expression: Expression, lookup: (name: string) => number | undefined): number | undefined {
    return evaluate(expression, (of) =>
      of.op === 'name' ? lookup(of.name) : of.op === 'sizeof' ? this.sizeof(of) : undefined,
    );
  }

  #typedef(typedef: SyntaxTypedef, scope: Scope): void {
    this.#nested(typedef.type, scope);
    for (const declarator of typedef.declarators) {
      const { name, place } = declarator;
      if (name === '') throw new IdlError(place, 'expected the name of the type');
      if (typedef.type.kind === 'name' && typedef.type.name === name && declarator.levels.length === 0) {
        this.#warn(place, `'${name}' is declared as itself; passed over`);
        continue;
      }
      const known = this.typedefs.get(name);
      if (!known || this.#again(name, place, known.place))
        this.typedefs.set(name, { kind: 'typedef', typedef, declarator, scope, place });
    }
  }

  #interface(it: SyntaxInterface, scope: Scope, own: boolean): void {
    this.#scopes.set(it, scope);
    const known = this.interfaces.get(it.name);
    if (known && own) this.#again(it.name, it.place, known.place);
    else {
      this.interfaces.set(it.name, it);
      if (own) this.own.push(it);
    }
  }

  /** Types that are defined inside others are declared for all. */
  #nested(type: SyntaxType, scope: Scope): void {
    if (type.kind === 'struct' && type.members) {
      this.#tag(type, scope);
      for (const member of type.members) this.#nested(member.type, scope);
    } else if (type.kind === 'union' && type.arms) {
      this.#tag(type, scope);
      const members = type.arms
        .map(({ member }: SyntaxArm) => member)
        .filter((it): it is SyntaxMember => it !== undefined);
      for (const member of members) this.#nested(member.type, scope);
    } else if (type.kind === 'enum' && type.members) {
      this.#tag(type, scope);
      this.#enumeration(type);
    }
  }

  #tag(type: SyntaxStruct | SyntaxUnion | SyntaxEnum, scope: Scope): void {
    const { tag, place } = type;
    if (tag === undefined) return;
    const known = this.tags.get(tag);
    if (!known || this.#again(`${type.kind} ${tag}`, place, known.place))
      this.tags.set(tag, { kind: 'tag', type, scope, place });
  }

  #enumeration(type: SyntaxEnum): void {
    let before: string | undefined;
    for (const { name, value, place } of type.members!) {
      const previous = before;
      this.#constant(name, place, (lookup) => {
        if (value) return this.#evaluate(value, lookup);
        const last = previous === undefined ? -1 : lookup(previous);
        return last === undefined ? undefined : last + 1;
      });
      before = name;
    }
  }

  #constant(name: string, place: Place, value: ConstantEntry['value']): void {
    const known = this.#constants.get(name);
    if (known) this.#again(name, place, known.place);
    else this.#constants.set(name, { value, place });
  }

  /** Says that a name is declared again. Of one text the first counts; what a text says counts before what it imports. */
  #again(name: string, place: Place, first: Place): boolean {
    const isOver = first.file !== place.file;
    const counts = isOver ? `after ${placeText(first)}; the one here` : `; the first in line ${first.line}`;
    this.#warn(place, `'${name}' is declared again${isOver ? ' ' : ''}${counts} counts`);
    return isOver;
  }
}

const strict: Warn = (place, message) => {
  throw new IdlError(place, message);
};
const parsed = new Map<string, SyntaxFile>();

/** The declarations of our own IDL of a standard import. */
export function commonDeclarations(name: string): Declarations {
  let file = parsed.get(name);
  if (!file) {
    file = parseFile(new TokenReader(tokenize(PREDEFINED[name]!, name, strict), strict));
    parsed.set(name, file);
  }
  const declarations = new Declarations(strict);
  declarations.collect(
    file,
    () => OUTSIDE,
    () => {},
    false,
  );
  return declarations;
}
