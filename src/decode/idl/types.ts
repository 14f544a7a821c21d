import { argumentType, findAttribute, kept, pointerClass } from './attributes.ts';
import { OUTSIDE, type Scope } from './declarations.ts';
import { dimension, extentsOf, type Level, plain } from './extents.ts';
import type { Names } from './names.ts';
import { expressionArguments } from './parse-expression.ts';
import { IdlError, type Place, type Warn } from './problem.ts';
import type { IdlArm, IdlMember, IdlType, TypeId } from './schema.ts';
import type {
  BaseName,
  SyntaxAttribute,
  SyntaxEnum,
  SyntaxLevel,
  SyntaxMember,
  SyntaxStruct,
  SyntaxType,
  SyntaxUnion,
} from './syntax.ts';

/** A type before its pointers are told apart: attributes at its use may still change the outer levels. */
interface Shape {
  /** Outermost first. */
  readonly levels: readonly Level[];
  readonly base: TypeId;
  readonly string: boolean;
  /** Of a union: switch_type and ms_union. */
  readonly tag: TypeId | undefined;
  readonly msUnion: boolean;
}

/** Where a declarator stands: top-level pointers of parameters are references unless they say otherwise (C706 4.2.20.2). */
export type Role = 'parameter' | 'result' | 'embedded';

/** Builds the table of types. */
export class Types {
  readonly table: IdlType[] = [];
  readonly #names: Names;
  readonly #warn: Warn;
  readonly #bases = new Map<BaseName, TypeId>();
  readonly #shapes = new Map<string, Shape | 'open'>();
  readonly #defined = new Map<SyntaxType, TypeId>();
  /** What pointers to interfaces point to: marshaled, their objects are an MInterfacePointer (MS-DCOM 1.3.2). */
  readonly #objects = new Set<TypeId>();

  constructor(names: Names, warn: Warn) {
    this.#names = names;
    this.#warn = warn;
  }

  /** The type of a member, a parameter or a result. `beside` are those that its attributes may name. */
  declared(member: SyntaxMember, role: Role, scope: Scope, beside: readonly SyntaxMember[]): TypeId {
    const inner = this.#shape(member.type, scope);
    const shape = { ...inner, levels: [...this.#levels(member.levels), ...inner.levels] };
    return this.#finish(this.#attributed(shape, member.attributes, role, beside, member.place), role, scope);
  }

  base(base: BaseName): TypeId {
    let id = this.#bases.get(base);
    if (id === undefined) {
      id = this.#add({ kind: 'base', base });
      this.#bases.set(base, id);
    }
    return id;
  }

  /** What other names stand for. */
  strip(id: TypeId): TypeId {
    for (let type = this.table[id]!; type.kind === 'alias'; type = this.table[id]!) id = type.to;
    return id;
  }

  /** Where a structure or union is defined. */
  placeOf(id: TypeId): Place | undefined {
    for (const [type, defined] of this.#defined) if (defined === id) return type.place;
    return undefined;
  }

  #add(type: IdlType): TypeId {
    return this.table.push(type) - 1;
  }

  #levels(levels: readonly SyntaxLevel[]): Level[] {
    return levels.map((level) => {
      if (level.kind !== 'array') return plain('pointer');
      return plain(
        'array',
        level.count === undefined ? undefined : this.#names.constant(level.count, "the array's bound"),
      );
    });
  }

  // Types.

  #shape(type: SyntaxType, scope: Scope): Shape {
    const of = (base: TypeId): Shape => ({ levels: [], base, string: false, tag: undefined, msUnion: scope.msUnion });
    switch (type.kind) {
      case 'base':
        return of(this.base(type.base));
      case 'name':
        return this.#named(type.name, type.place);
      case 'interface':
        return of(this.#object(type.name));
      case 'pipe': {
        const inner = this.#shape(type.of, scope);
        const levels = [...this.#levels(type.levels), ...inner.levels];
        return of(this.#add({ kind: 'pipe', of: this.#finish({ ...inner, levels }, 'embedded', scope) }));
      }
      default:
        return this.#tagged(type, scope);
    }
  }

  #object(name: string): TypeId {
    const { base } = this.#named('MInterfacePointer', OBJECT);
    const id = this.#add({ kind: 'alias', name, to: base, range: undefined });
    this.#objects.add(id);
    return id;
  }

  #named(name: string, place: Place): Shape {
    const known = this.#shapes.get(name);
    if (known && known !== 'open') {
      this.#names.used(name, place);
      return known;
    }
    const entry = this.#names.type(name, place);
    if (entry === undefined) throw new IdlError(place, `'${name}' is not declared: expected a type`);
    // A structure that leads back to itself has its number already; a chain of names has nothing.
    if (known && !this.#leadsToTag(name, place)) throw new IdlError(place, `the type '${name}' is declared by itself`);
    this.#shapes.set(name, 'open');
    let shape: Shape;
    if (entry.kind === 'tag') shape = this.#tagged(entry.type, entry.scope);
    else if (entry.kind === 'interface') {
      shape = { levels: [], base: this.#object(name), string: false, tag: undefined, msUnion: false };
    } else {
      const { typedef, declarator, scope } = entry;
      const { attributes } = typedef;
      const through = findAttribute(attributes, 'transmit_as') ?? findAttribute(attributes, 'wire_marshal');
      const inner = this.#shape(through ? argumentType(through, this.#warn) : typedef.type, scope);
      const outer = through ? [] : this.#levels(declarator.levels);
      shape = this.#attributed(
        { ...inner, levels: [...outer, ...inner.levels] },
        attributes,
        'embedded',
        [],
        declarator.place,
      );
      // Another name of a type keeps its own: hints and refinements go by it.
      const own = this.table[shape.base]!;
      const isName = shape.levels.length === 0 && own.kind !== 'context' && !('name' in own && own.name === name);
      if (isName) shape = { ...shape, base: this.#add({ kind: 'alias', name, to: shape.base, range: undefined }) };
    }
    this.#shapes.set(name, shape);
    return shape;
  }

  /** Whether a name stands for a structure, perhaps by way of other names. */
  #leadsToTag(name: string, place: Place): boolean {
    const seen = new Set<string>();
    for (let at = name; !seen.has(at); ) {
      seen.add(at);
      const entry = this.#names.type(at, place);
      if (entry?.kind !== 'typedef') return entry?.kind === 'tag';
      const { type } = entry.typedef;
      if (isTagged(type)) return true;
      if (type.kind !== 'name') return false;
      at = type.name;
    }
    return false;
  }

  #tagged(type: SyntaxStruct | SyntaxUnion | SyntaxEnum, scope: Scope): Shape {
    const isDefinition = (type.kind === 'union' ? type.arms : type.members) !== undefined;
    const entry = isDefinition ? undefined : this.#names.tag(type.tag!, type.place);
    if (!isDefinition && !entry) throw new IdlError(type.place, `'${type.kind} ${type.tag}' is not defined`);
    const definition = entry?.type ?? type;
    const within = entry?.scope ?? scope;
    const attributes = [...this.#names.attributesOf(definition), ...definition.attributes, ...type.attributes];
    const switchType = findAttribute(attributes, 'switch_type');
    return {
      levels: [],
      base: this.#define(definition, within, attributes),
      string: false,
      tag: switchType && this.#shape(argumentType(switchType, this.#warn), scope).base,
      msUnion: within.msUnion || findAttribute(attributes, 'ms_union') !== undefined,
    };
  }

  #define(type: SyntaxStruct | SyntaxUnion | SyntaxEnum, scope: Scope, attributes: readonly SyntaxAttribute[]): TypeId {
    const known = this.#defined.get(type);
    if (known !== undefined) return known;
    const tag = type.tag ?? '';
    const name = this.#names.nameOf(type);
    // Its number is given before its members are looked at: they may lead back to it.
    const id = this.#add({ kind: 'struct', name, tag, members: [] });
    this.#defined.set(type, id);
    if (type.kind === 'struct')
      this.table[id] = { kind: 'struct', name, tag, members: this.#members(type.members!, scope) };
    else if (type.kind === 'union') this.table[id] = this.#union(type, scope, name, tag);
    else {
      const wide = findAttribute(attributes, 'v1_enum') !== undefined;
      const values = type.members!.map((it) => ({ name: it.name, value: this.#names.enumerator(it.name, it.place) }));
      this.table[id] = { kind: 'enum', name, wide, values };
    }
    return id;
  }

  #members(members: readonly SyntaxMember[], scope: Scope): IdlMember[] {
    return members.map((member, i) => {
      const type = this.declared(member, 'embedded', scope, members);
      const inner = this.table[this.strip(type)]!;
      const open = inner.kind === 'array' && !inner.string && inner.dimensions[0]!.conformant;
      if (open && i < members.length - 1) {
        this.#warn(member.place, `'${member.name}' has no fixed size and is not the last member`);
      }
      return { name: member.name, type, attributes: kept(member.attributes) };
    });
  }

  #union(type: SyntaxUnion, scope: Scope, name: string, tag: string): IdlType {
    const { switched } = type;
    const discriminant = switched && { name: switched.name, type: this.#shape(switched.type, scope).base };
    const arms = type.arms!.map(({ cases, isDefault, member, place }): IdlArm => {
      if (cases.length === 0 && !isDefault) this.#warn(place, `no case leads to '${member?.name ?? ''}'`);
      return {
        cases: cases.map((it) => this.#names.constant(it, 'the value of a case')),
        isDefault,
        member: member && {
          name: member.name,
          type: this.declared(member, 'embedded', scope, []),
          attributes: kept(member.attributes),
        },
      };
    });
    return { kind: 'union', name, tag, discriminant, arms };
  }

  // Attributes.

  /** The shape with what a declaration's attributes say of it. */
  #attributed(
    shape: Shape,
    attributes: readonly SyntaxAttribute[],
    role: Role,
    beside: readonly SyntaxMember[],
    place: Place,
  ): Shape {
    if (attributes.length === 0) return shape;
    const has = (name: string): boolean => findAttribute(attributes, name) !== undefined;
    let { base, tag } = shape;
    let levels = [...shape.levels];
    if (has('context_handle') && this.table[base]!.kind !== 'context') {
      if (levels.at(-1)?.kind === 'pointer') levels.pop();
      base = this.#add({ kind: 'context' });
    } else if (has('iid_is') && this.table[base]!.kind === 'base') base = this.#object('');
    const pointer = pointerClass(attributes);
    // An array parameter that may be absent is a pointer to the array.
    if (role === 'parameter' && levels[0]?.kind === 'array' && (pointer === 'unique' || pointer === 'full')) {
      levels = [plain('pointer'), ...levels];
    } else levels = this.#extents(levels, attributes, beside, place);
    let at = levels.findIndex(({ kind }) => kind === 'pointer');
    // What is only [out] cannot be absent: the attribute is meant for the pointer inside (MS-RPCE's own ept_map).
    if (role === 'parameter' && at === 0 && has('out') && !has('in') && (pointer === 'unique' || pointer === 'full')) {
      this.#warn(place, `[${pointer === 'full' ? 'ptr' : pointer}] is said of an [out] parameter; it is a reference`);
      at = levels.findIndex(({ kind }, i) => i > 0 && kind === 'pointer');
    } else if (at < 0 && pointer && this.table[base]!.kind !== 'context') {
      this.#warn(place, `[${pointer === 'full' ? 'ptr' : pointer}] is said of no pointer`);
    }
    if (at >= 0 && (pointer || has('ignore'))) {
      levels[at] = { ...levels[at]!, pointer: pointer ?? levels[at]!.pointer, ignored: has('ignore') };
    }
    if (levels.length > shape.levels.length) {
      levels = [levels[0]!, ...this.#extents(levels.slice(1), attributes, beside, place)];
    }
    const switchType = findAttribute(attributes, 'switch_type');
    if (switchType) tag = this.#shape(argumentType(switchType, this.#warn), OUTSIDE).base;
    const on = findAttribute(attributes, 'switch_is');
    if (on) base = this.#switched(base, tag, shape.msUnion, on, beside);
    const string = shape.string || has('string');
    if (!string) base = this.#ranged(base, levels, attributes);
    return { levels, base, string, tag, msUnion: shape.msUnion || has('ms_union') };
  }

  #extents(
    levels: readonly Level[],
    attributes: readonly SyntaxAttribute[],
    beside: readonly SyntaxMember[],
    place: Place,
  ): Level[] {
    return extentsOf(levels, attributes, beside, place, this.#names, this.#warn);
  }

  #switched(
    base: TypeId,
    tag: TypeId | undefined,
    msUnion: boolean,
    on: SyntaxAttribute,
    beside: readonly SyntaxMember[],
  ): TypeId {
    const union = this.strip(base);
    const type = this.table[union]!;
    if (type.kind !== 'union' || type.discriminant) {
      this.#warn(on.place, '[switch_is] is said of no union');
      return base;
    }
    const [value] = expressionArguments(on, this.#warn);
    const expression = value && this.#names.expression(value, beside, on.place);
    const named = value && this.#names.first(value, beside);
    const inferred = tag ?? (named && this.#shape(named.type, OUTSIDE).base);
    if (inferred === undefined) this.#warn(on.place, 'the type of the discriminant is not known; taken as long');
    return this.#add({ kind: 'switch', union: base, tag: inferred ?? this.base('long'), on: expression, msUnion });
  }

  #ranged(base: TypeId, levels: readonly Level[], attributes: readonly SyntaxAttribute[]): TypeId {
    const range = findAttribute(attributes, 'range');
    if (!range || levels.some(({ kind, extent }) => kind === 'array' || extent)) return base;
    const type = this.table[this.strip(base)]!;
    if (type.kind !== 'base' && type.kind !== 'enum') return base;
    const [low, high] = expressionArguments(range, this.#warn);
    if (low === undefined || high === undefined) return base;
    const bounds = {
      low: this.#names.constant(low, 'the lower bound'),
      high: this.#names.constant(high, 'the upper bound'),
    };
    return this.#add({ kind: 'alias', name: '', to: base, range: bounds });
  }

  // From the inside out.

  #finish(shape: Shape, role: Role, scope: Scope): TypeId {
    const { levels, string } = shape;
    let id = shape.base;
    const inner = this.table[this.strip(id)]!;
    if (inner.kind === 'union' && !inner.discriminant) {
      id = this.#add({ kind: 'switch', union: id, tag: shape.tag, on: undefined, msUnion: shape.msUnion });
    }
    for (let i = levels.length - 1; i >= 0; i--) {
      const level = levels[i]!;
      const isString = string && i === levels.length - 1;
      if (level.kind === 'array') {
        const below = this.table[id]!;
        const merged = levels[i + 1]?.kind === 'array' && below.kind === 'array' && !below.string;
        const dimensions = [dimension(level, isString), ...(merged ? below.dimensions : [])];
        id = this.#add({ kind: 'array', of: merged ? below.of : id, dimensions, string: isString });
        continue;
      }
      if (level.extent || isString) {
        id = this.#add({ kind: 'array', of: id, dimensions: [dimension(level, isString)], string: isString });
      }
      const usual =
        this.#objects.has(shape.base) && i === levels.length - 1
          ? 'unique'
          : role === 'parameter' && i === 0
            ? 'ref'
            : scope.pointerDefault;
      const pointer = level.pointer ?? (role === 'result' && i === 0 ? 'unique' : usual);
      id = this.#add({ kind: 'pointer', pointer, to: id, ignored: level.ignored });
    }
    return id;
  }
}

const isTagged = ({ kind }: SyntaxType): boolean => kind === 'struct' || kind === 'union' || kind === 'enum';

const OBJECT: Place = { file: 'ms-dcom.idl', line: 1, column: 1 };
