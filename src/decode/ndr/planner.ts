import type { Field, FieldOptions, Kind } from '../../model/field.ts';
import type {
  IdlArray,
  IdlDimension,
  IdlExpression,
  IdlProcedure,
  IdlSchema,
  IdlStruct,
  IdlUnion,
  TypeId,
} from '../idl/schema.ts';
import type { BaseName } from '../idl/syntax.ts';
import { type Definition, INDEX, type Role } from './definition.ts';
import { namesOf } from './expression.ts';
import { FieldMaker } from './field-maker.ts';
import { LEAVES, STATUS, TEXTS } from './known.ts';
import type {
  ArrayPlan,
  DimensionPlan,
  Expected,
  ParameterPlan,
  Plan,
  ProcedurePlan,
  ScalarPlan,
  StructureBody,
  UnionBody,
} from './plan.ts';
import { contentOf, isCounted, ROLES, sizeOf } from './presentation.ts';
import type { Refinement, Refiner } from './refine.ts';

/** Where a type is used: what it is called there, and where its value goes. */
interface Use {
  /** Names of the structure, union or procedure it belongs to. */
  readonly owners: readonly string[];
  readonly name: string;
  /** Where it is not shown by its name. */
  readonly label?: string;
  readonly slot: number;
  readonly slots: ReadonlyMap<string, number>;
  /** Names of types passed on the way: 'NTSTATUS'. */
  readonly hints: readonly string[];
  readonly range: ScalarPlan['range'];
}

const NULL = new Map([[0, 'NULL']]);
const NO_SLOTS: ReadonlyMap<string, number> = new Map();

/** Makes an interface's fields and plans from its schema. */
export class Planner {
  readonly #schema: IdlSchema;
  readonly #prefix: string;
  readonly #refiner: Refiner;
  readonly #maker = new FieldMaker();
  readonly #structures = new Map<TypeId, StructureBody>();
  readonly #unions = new Map<TypeId, UnionBody>();

  constructor(schema: IdlSchema, prefix: string, refiner: Refiner) {
    this.#schema = schema;
    this.#prefix = prefix;
    this.#refiner = refiner;
  }

  get definitions(): readonly Definition[] {
    return this.#maker.definitions;
  }

  get fields(): readonly Field[] {
    return this.#maker.fields;
  }

  procedure(it: IdlProcedure): ProcedurePlan {
    const sent = it.parameters.filter((parameter) => parameter.sent);
    const slots = this.#slots(sent.map(({ type }) => type));
    const one = (name: string, type: TypeId): ParameterPlan => {
      const use: Use = { owners: [it.name], name, slot: slots.get(name) ?? -1, slots, hints: [], range: undefined };
      const to = this.#schema.types[type]!;
      // What a top-level reference points to stands in its place (C706 14.3.11.1).
      const reference = to.kind === 'pointer' && to.pointer === 'ref' && !to.ignored;
      return { definition: this.#define(undefined, 'parameter', name), of: this.#use(reference ? to.to : type, use) };
    };
    const plans = new Map(sent.map(({ name, type }) => [name, one(name, type)]));
    const isPipe = ({ of }: ParameterPlan): boolean => of.kind === 'pipe';
    const inputs = sent.filter((parameter) => parameter.in).map(({ name }) => plans.get(name)!);
    const outputs = sent.filter((parameter) => parameter.out).map(({ name }) => plans.get(name)!);
    const result = it.returns === undefined ? [] : [one('return', it.returns)];
    return {
      // Pipes follow the other inputs and precede the other outputs (C706 14.4).
      in: [...inputs.filter((plan) => !isPipe(plan)), ...inputs.filter(isPipe)],
      out: [...outputs.filter(isPipe), ...outputs.filter((plan) => !isPipe(plan)), ...result],
      slots: slots.size,
    };
  }

  // Fields.

  #define(made: Field | undefined, role: Role, name: string, refined: Refinement = {}, value?: string): number {
    return this.#maker.define(made, role, name, refined, value);
  }

  #field(abbrev: string, label: string, kind: Kind, options: FieldOptions, refined: Refinement): Field {
    return this.#maker.field(abbrev, label, kind, options, refined);
  }

  #named(use: Use, kind: Kind, options: FieldOptions, refined: Refinement): Field {
    return this.#field(`${this.#prefix}.${use.name}`, use.label ?? use.name, kind, options, refined);
  }

  #refine(use: Use, ...types: string[]): Refinement {
    const names = use.name === '' ? [] : use.owners.filter(Boolean).map((owner) => `${owner}.${use.name}`);
    return this.#refiner.find([...names, ...use.hints, ...types.filter(Boolean)]);
  }

  // Types.

  #use(id: TypeId, use: Use): Plan {
    const type = this.#schema.types[id]!;
    switch (type.kind) {
      case 'alias': {
        const hints = type.name === '' ? use.hints : [...use.hints, type.name];
        return this.#use(type.to, { ...use, hints, range: use.range ?? type.range });
      }
      case 'base':
        return type.base === 'void' || type.base === 'handle'
          ? { kind: 'unknown', name: use.hints[0] ?? type.base }
          : this.#scalar(type.base, use);
      case 'enum': {
        const names = new Map(type.values.map(({ name, value }) => [value, name]));
        const refined = { names, ...this.#refine(use, type.name) };
        const definition = this.#define(this.#named(use, 'uint', {}, refined), 'uint', use.name, refined);
        const rest = { signed: false, slot: use.slot, range: use.range, known: new Set(names.keys()) };
        return { kind: 'scalar', definition, base: 'enum', isWide: type.wide, ...rest };
      }
      case 'struct':
        return this.#structure(id, type, use);
      case 'union':
        return this.#union(id, id, use, undefined, type.discriminant, false);
      case 'switch':
        return this.#union(type.union, id, use, type.on, undefined, type.msUnion);
      case 'pointer': {
        const label = `Pointer to ${use.name || use.hints[0] || 'element'}`;
        const options: FieldOptions = { base: 'hex', names: NULL };
        const { pointer } = this.#refine({ ...use, hints: [] });
        const number = (abbrev: string, kind: Kind): number => {
          const shown = pointer ? 'uint' : kind;
          const made = this.#field(pointer ?? abbrev, label, shown, shown === 'uint' ? options : {}, {});
          return this.#define(made, 'pointer', use.name);
        };
        const definition = number('dcerpc.referent_id', 'uint');
        const wide = number('dcerpc.referent_id64', 'uint');
        const none = number('dcerpc.null_pointer', 'bytes');
        const to = this.#use(type.to, { ...use, hints: [] });
        const size = to.kind === 'array' ? to.dimensions[0]!.size : undefined;
        return { kind: 'pointer', definition, wide, none, pointer: type.pointer, ignored: type.ignored, to, size };
      }
      case 'array':
        return this.#array(type, use);
      case 'context': {
        const refined = this.#refine(use);
        return {
          kind: 'context',
          definition: this.#define(this.#named(use, 'bytes', { size: 20 }, refined), 'context', use.name, refined),
        };
      }
      case 'pipe': {
        const definition = this.#define(this.#field('dcerpc.pipe', use.name, 'none', {}, {}), 'array', use.name);
        // A chunk is an array; its count is its own.
        const dimension = {
          count: undefined,
          conformant: false,
          varying: false,
          size: undefined,
          first: undefined,
          length: undefined,
        };
        const of = this.#array(
          { kind: 'array', of: type.of, dimensions: [dimension], string: false },
          { ...use, hints: [] },
        );
        return { kind: 'pipe', definition, of };
      }
    }
  }

  #scalar(base: BaseName, use: Use): ScalarPlan {
    const isStatus = base === 'error' || use.hints.some((hint) => STATUS.has(hint));
    const role = isStatus ? 'uint' : ROLES[base]!;
    const refined = this.#refine(use);
    const options: FieldOptions = { size: sizeOf(base), ...(isStatus ? { base: 'hex' as const } : {}) };
    const made = this.#named(use, role as Kind, options, refined);
    const definition = this.#define(made, role, use.name, refined);
    return {
      kind: 'scalar',
      definition,
      base,
      isWide: false,
      signed: role === 'int',
      slot: use.slot,
      range: use.range,
      known: undefined,
    };
  }

  #structure(id: TypeId, type: IdlStruct, use: Use): Plan {
    const refined = this.#refine(use, type.name, type.tag);
    const leaf = LEAVES[type.tag] ?? LEAVES[type.name];
    if (leaf) {
      const made = this.#named(use, leaf.role as Kind, { size: leaf.size }, refined);
      return {
        kind: 'leaf',
        definition: this.#define(made, leaf.role, use.name, refined),
        size: leaf.size,
        align: leaf.align,
      };
    }
    const body = this.#body(id, type, use);
    if (use.name === '' && use.owners.length > 0) return { kind: 'structure', definition: -1, body };
    const text = refined.text ?? TEXTS[type.tag] ?? TEXTS[type.name];
    const name = use.name || type.name || type.tag || 'struct';
    const counted = isCounted(type, body);
    const made = this.#field(`${this.#prefix}.${name}`, name, text || counted ? 'string' : 'none', {}, refined);
    const definition = this.#define(
      made,
      'structure',
      use.name,
      text ? { ...refined, text } : refined,
      counted ? 'Buffer' : undefined,
    );
    return { kind: 'structure', definition, body };
  }

  #body(id: TypeId, type: IdlStruct, use: Use): StructureBody {
    const known = this.#structures.get(id);
    if (known) return known;
    const body: StructureBody = { members: [], slots: 0 };
    this.#structures.set(id, body);
    const slots = this.#slots(type.members.map((member) => member.type));
    const names = [type.name, type.tag].filter(Boolean);
    const owners = names.length > 0 ? names : use.owners.map((owner) => `${owner}.${use.name}`);
    body.slots = slots.size;
    body.members = type.members.map(({ name, type: of }) =>
      this.#use(of, { owners, name, slot: slots.get(name) ?? -1, slots, hints: [], range: undefined }),
    );
    return body;
  }

  #union(
    union: TypeId,
    id: TypeId,
    use: Use,
    on: IdlExpression | undefined,
    discriminant: IdlUnion['discriminant'],
    msUnion: boolean,
  ): Plan {
    let inner = union;
    const hints = [...use.hints];
    for (let type = this.#schema.types[inner]!; type.kind === 'alias'; type = this.#schema.types[inner]!) {
      hints.push(type.name);
      inner = type.to;
    }
    const type = this.#schema.types[inner] as IdlUnion;
    const own = this.#schema.types[id]!;
    const refined = this.#refine({ ...use, hints }, type.name, type.tag);
    const names = [type.name, type.tag].filter(Boolean);
    const owners = names.length > 0 ? names : use.owners.map((owner) => `${owner}.${use.name}`);
    const name = use.name || type.name || type.tag;
    const made = name === '' ? undefined : this.#field(`${this.#prefix}.${name}`, name, 'none', {}, refined);
    const tagType = discriminant ? discriminant.type : own.kind === 'switch' ? own.tag : undefined;
    return {
      kind: 'union',
      definition: made ? this.#define(made, 'union', use.name, refined) : -1,
      tag: tagType === undefined ? undefined : this.#tag(tagType, discriminant?.name, name, owners),
      body: this.#arms(inner, type, owners),
      on: on && { expression: on, slots: use.slots },
      msUnion,
    };
  }

  /** The discriminant: a member of an encapsulated union, otherwise sent beside the arms. */
  #tag(id: TypeId, member: string | undefined, union: string, owners: readonly string[]): ScalarPlan | undefined {
    const named = member === undefined ? { name: `${union || 'union'}.tag`, label: 'Tag' } : { name: member };
    const plan = this.#use(id, { ...named, owners, slot: -1, slots: NO_SLOTS, hints: [], range: undefined });
    if (plan.kind !== 'scalar') return undefined;
    if (member === undefined) this.#maker.setAside(plan.definition);
    return plan;
  }

  #arms(id: TypeId, type: IdlUnion, owners: readonly string[]): UnionBody {
    const known = this.#unions.get(id);
    if (known) return known;
    const body: UnionBody = { arms: [] };
    this.#unions.set(id, body);
    body.arms = type.arms.map(({ cases, isDefault, member }) => ({
      cases,
      isDefault,
      of:
        member &&
        this.#use(member.type, { owners, name: member.name, slot: -1, slots: NO_SLOTS, hints: [], range: undefined }),
    }));
    return body;
  }

  #array(type: IdlArray, use: Use): ArrayPlan {
    const expected = (expression: IdlExpression | undefined): Expected | undefined =>
      expression && { expression, slots: use.slots };
    const dimensions = type.dimensions.map(
      (it: IdlDimension): DimensionPlan => ({
        count: it.count,
        conformant: it.conformant,
        varying: it.varying,
        size: expected(it.size),
        first: expected(it.first),
        length: expected(it.length),
      }),
    );
    const { type: of, hints } = this.#through(type.of);
    const content = contentOf(type, of.kind === 'base' ? of.base : undefined);
    if (content !== 'elements') {
      const refined = this.#refine({ ...use, hints: [...use.hints, ...hints] });
      const encoding = content === 'wide' ? 'utf-16le' : content === 'narrow' ? 'oem' : 'ascii';
      const made = this.#named(use, content === 'bytes' ? 'bytes' : 'string', { encoding }, refined);
      const definition = this.#define(made, content, use.name, refined);
      const width = content === 'wide' ? 2 : 1;
      const counts = this.#counts(refined);
      return { kind: 'array', definition, content, element: undefined, width, counts, dimensions, string: type.string };
    }
    const name = this.#elementName(type.of, use);
    const element = this.#use(type.of, { ...use, slot: -1, range: undefined, hints: [], name });
    const ofStructures = element.kind === 'structure' || element.kind === 'union';
    const abbrev = ofStructures && use.name !== '' ? `${this.#prefix}.${use.name}` : 'dcerpc.array';
    const refined = ofStructures ? this.#refine(use) : {};
    const made = this.#field(abbrev, use.name || 'Array', 'none', {}, refined);
    const definition = this.#define(made, 'array', use.name, refined);
    const counts = this.#counts(this.#refine(use));
    return { kind: 'array', definition, content, element, width: 0, counts, dimensions, string: type.string };
  }

  #counts({ counts }: Refinement): ArrayPlan['counts'] {
    if (!counts) return INDEX;
    const one = (name: keyof typeof counts): number => {
      const made = counts[name];
      if (!made) return INDEX[name];
      this.#maker.add(made);
      return this.#define(made, 'aside', '');
    };
    return { maximum: one('maximum'), offset: one('offset'), actual: one('actual') };
  }

  /** Structures in an array are called by their type; other elements bear the array's name. */
  #elementName(id: TypeId, use: Use): string {
    const { type } = this.#through(id);
    if (type.kind === 'struct') return LEAVES[type.tag] ? use.name : type.name || type.tag || use.name;
    return type.kind === 'union' || type.kind === 'switch' ? '' : use.name;
  }

  #through(id: TypeId): { type: IdlSchema['types'][number]; hints: string[] } {
    const hints: string[] = [];
    let type = this.#schema.types[id]!;
    for (; type.kind === 'alias'; type = this.#schema.types[type.to]!) hints.push(type.name);
    return { type, hints };
  }

  /** Slots for the names that the expressions of these types ask for. */
  #slots(ids: readonly TypeId[]): ReadonlyMap<string, number> {
    const names = new Set<string>();
    const visit = (id: TypeId): void => {
      const type = this.#schema.types[id]!;
      if (type.kind === 'alias' || type.kind === 'pointer') visit(type.to);
      else if (type.kind === 'switch') namesOf(type.on, names);
      else if (type.kind === 'array') {
        for (const { size, first, length } of type.dimensions)
          for (const it of [size, first, length]) namesOf(it, names);
        visit(type.of);
      }
    };
    for (const id of ids) visit(id);
    return new Map([...names].map((name, slot) => [name, slot]));
  }
}
