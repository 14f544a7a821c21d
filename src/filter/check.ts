import type { Field } from '../model/field.ts';
import { type Constant, fromCharacter, fromName, fromString, fromWord } from './literal.ts';
import type { FunctionName, Order, Plan, Value } from './plan.ts';
import { FilterError } from './problem.ts';
import { matcher } from './regex.ts';
import {
  type Comparison,
  type Entity,
  type Expression,
  isTest,
  type Node,
  type Operation,
  type Place,
  type Test,
} from './syntax.ts';
import { BYTES, can, compatible, PROTOCOL, STRING, same, type Type, typeOf, UINT32, widest } from './type.ts';

/** The dictionary as a filter asks it. */
export interface Fields {
  get(name: string): readonly Field[] | undefined;
  /** Known names like a wrong one. */
  nearest(name: string): readonly string[];
}

/** Makes a plan of a filter's syntax; what is wrong with names and types is a FilterError with its place. */
export function check(node: Node, fields: Fields): Plan {
  return new Checker(fields).test(node);
}

const ORDERS: Readonly<Record<Comparison, readonly [Order, boolean]>> = {
  any_eq: ['eq', false],
  all_eq: ['eq', true],
  any_ne: ['ne', false],
  all_ne: ['ne', true],
  gt: ['gt', false],
  ge: ['ge', false],
  lt: ['lt', false],
  le: ['le', false],
};

interface FunctionRule {
  readonly least: number;
  readonly most: number;
}

const FUNCTIONS: Readonly<Record<FunctionName, FunctionRule>> = {
  lower: { least: 1, most: 1 },
  upper: { least: 1, most: 1 },
  len: { least: 1, most: 1 },
  count: { least: 1, most: 1 },
  string: { least: 1, most: 1 },
  max: { least: 1, most: Number.POSITIVE_INFINITY },
  min: { least: 1, most: Number.POSITIVE_INFINITY },
  abs: { least: 1, most: 1 },
};

/** What the other side of a relation has to be. */
interface Wanted {
  readonly type: Type;
  /** Whose named values count. */
  readonly field: Field | undefined;
  /** Part of an address is enough. */
  readonly part: boolean;
}

class Checker {
  readonly #fields: Fields;

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  test(node: Node): Plan {
    if (!isTest(node)) return this.#truth(node);
    switch (node.is) {
      case 'and':
      case 'or':
        return { is: node.is, terms: node.terms.map((term) => this.test(term)) };
      case 'not':
        return { is: 'not', term: this.test(node.term) };
      case 'group':
        return this.test(node.term);
      case 'compare':
        return this.#compare(node);
      case 'contains': {
        const left = this.#left(node.left, 'contains');
        const [subject, right] = this.#sides(left, node.left, node.right, true);
        return { is: 'contains', left: subject, right, all: node.all ?? false };
      }
      case 'matches': {
        const left = this.#left(node.left, 'matches');
        if (node.right.is !== 'string') throw new FilterError('matches takes a text in double quotes', node.right);
        return { is: 'matches', left, matcher: attempt(node.right, matcher, node.right.bytes), all: node.all ?? false };
      }
      case 'in': {
        const plan = this.#membership(node);
        return node.not ? { is: 'not', term: plan } : plan;
      }
    }
  }

  /** A field or a number that stands alone: is it there, is it not 0? */
  #truth(node: Expression): Plan {
    switch (node.is) {
      case 'word': {
        const fields = this.#fields.get(node.text);
        if (!fields) throw this.#unknown(node.text, node, `${node.text} is neither a field nor a protocol`);
        return { is: 'exists', fields, layers: undefined };
      }
      case 'field':
        return { is: 'exists', fields: this.#field(node.name, node), layers: node.layers };
      case 'operation':
      case 'minus':
        return { is: 'nonzero', value: this.#operation(node, undefined) };
      case 'slice':
        return { is: 'nonempty', value: this.#value(node, undefined) };
      case 'call':
        throw new FilterError('the result of a function can be compared, but not asked for its presence', node);
      default:
        throw new FilterError('a value alone says nothing: compare a field with it', node);
    }
  }

  #compare(node: Test & { is: 'compare' }): Plan {
    const [order, all] = ORDERS[node.op];
    const left = this.#left(node.left, order === 'eq' || order === 'ne' ? 'eq' : 'order', node.word);
    const [first, second] = this.#sides(left, node.left, node.right, false);
    return { is: 'compare', order, left: first, right: second, all: node.all ?? all };
  }

  #membership(node: Test & { is: 'in' }): Plan {
    const name = node.left.is === 'word' ? node.left.text : node.left.is === 'field' ? node.left.name : undefined;
    if (name === undefined || (node.left.is === 'word' && !this.#fields.get(name)))
      throw name === undefined
        ? new FilterError('only a field can be looked for in a set', node.left)
        : this.#unknown(name, node.left);
    const left = this.#left(node.left, 'eq');
    const items = node.items.map(([low, high]) => {
      for (const end of [low, high])
        if (end?.is === 'slice') throw new FilterError('a slice cannot stand in a set', end);
      const one = (end: Expression): Value => this.#sides(left, node.left, end, false)[1];
      return [one(low), high && one(high)] as const;
    });
    // All are not in it, when none is.
    return { is: 'in', left, items, all: node.all === true && !node.not };
  }

  /** The left side says of which type the right side is; so it has to be a field, a function or a slice. */
  #left(node: Expression, ability: 'eq' | 'order' | 'contains' | 'matches', word = ability as string): Value {
    if (node.is === 'string' || node.is === 'character' || node.is === 'literal')
      throw new FilterError(`the left side of ${word} must be a field or a function`, node);
    if (node.is === 'word' && !this.#fields.get(node.text)) {
      if (/^(0x[0-9a-f]+|\d[\d.:]*)$/i.test(node.text))
        throw new FilterError(`the left side of ${word} must be a field or a function`, node);
      throw this.#unknown(node.text, node);
    }
    if ((ability === 'contains' || ability === 'matches') && node.is === 'field' && node.layers)
      throw new FilterError(`${ability} takes no choice of layers`, node);
    const value = this.#value(node, undefined);
    if (!can(value.type, ability))
      throw new FilterError(`${describe(node)} (${value.type.name}) has no part in a comparison with ${word}`, node);
    return value;
  }

  /** Both sides of a relation; where one is a slice the other is bytes, too. */
  #sides(left: Value, leftNode: Expression, node: Expression, part: boolean): [Value, Value] {
    const base = this.#base(left);
    const right = this.#value(node, { ...base, part });
    if (left.type === BYTES && left.is === 'slice' && right.is !== 'constant')
      return [left, this.#asBytes(right, node)];
    if (right.is === 'slice') return [this.#asBytes(left, leftNode), right];
    if (!compatible(base.type, right.type))
      throw new FilterError(
        `${describe(leftNode)} (${base.type.name}) and ${describe(node)} (${right.type.name}) do not go together`,
        node,
      );
    return [left, right];
  }

  #asBytes(value: Value, node: Expression): Value {
    if (value.is === 'slice' || value.type.family === 'bytes') return value;
    if (!can(value.type, 'slice'))
      throw new FilterError(`${describe(node)} (${value.type.name}) is not a sequence of bytes`, node);
    return { is: 'slice', of: value, ranges: [{ from: 0 }], type: BYTES };
  }

  /** What the right side is measured by: of an operation, its first operand. */
  #base(value: Value): Omit<Wanted, 'part'> {
    if (value.is === 'operation') return this.#base(value.left);
    if (value.is === 'minus') return this.#base(value.of);
    return { type: value.type, field: value.is === 'field' ? value.fields[0] : undefined };
  }

  #value(node: Expression, wanted: Wanted | undefined): Value {
    switch (node.is) {
      case 'operation':
      case 'minus':
        return this.#operation(node, wanted);
      case 'word':
        return this.#word(node, wanted);
      case 'field': {
        return this.#typed(this.#field(node.name, node), node.layers);
      }
      case 'literal':
      case 'string':
      case 'character':
        if (!wanted) throw new FilterError('a field or a function must come first', node);
        return this.#constant(node, wanted);
      case 'slice': {
        const of = this.#value(node.of, wanted);
        if (of.is === 'constant') throw new FilterError('a value that stands here cannot be sliced', node.of);
        if (!can(of.type, 'slice'))
          throw new FilterError(`${describe(node.of)} (${of.type.name}) is not a sequence of bytes`, node.of);
        return { is: 'slice', of, ranges: node.ranges, type: BYTES };
      }
      case 'call':
        return this.#call(node, wanted);
    }
  }

  /** What bears a field's name is the field; other words are values. */
  #word(node: Entity & { is: 'word' }, wanted: Wanted | undefined): Value {
    const fields = this.#fields.get(node.text);
    if (fields) return this.#typed(fields, undefined);
    if (!wanted) throw this.#unknown(node.text, node);
    return this.#constant(node, wanted);
  }

  #typed(fields: readonly Field[], layers: (Entity & { is: 'field' })['layers']): Value {
    const first = typeOf(fields[0]!);
    const alike = fields.filter((field) => compatible(typeOf(field), first));
    return { is: 'field', fields: alike, layers, type: widest(alike.map(typeOf)) };
  }

  #constant(node: Entity & { is: 'word' | 'literal' | 'string' | 'character' }, wanted: Wanted): Value {
    const { type, field, part } = wanted;
    const of = (constant: Constant): Value => ({ is: 'constant', constant, type });
    if (node.is === 'character') return of(attempt(node, fromCharacter, node.code, type));
    try {
      return of(node.is === 'string' ? fromString(node.bytes, type) : fromWord(node.text, type, part));
    } catch (error) {
      const reason = (error as Error).message;
      const named = field && (type.special === 'bool' || field.names !== undefined) && !/too large/.test(reason);
      if (!named) throw new FilterError(reason, node);
      const text = node.is === 'string' ? Buffer.from(node.bytes, 'latin1').toString('utf8') : node.text;
      return of(attempt(node, fromName, text, field, node));
    }
  }

  #operation(node: Operation, wanted: Wanted | undefined): Value {
    if (node.is === 'minus') {
      if (!wanted && isConstant(node.of, this.#fields))
        throw new FilterError('a field or a function must come first', node.of);
      const of = this.#value(node.of, wanted);
      if (!can(of.type, 'negate'))
        throw new FilterError(`${describe(node.of)} (${of.type.name}) has no opposite`, node.of);
      return { is: 'minus', of, type: of.type };
    }
    if (!wanted && isConstant(node.left, this.#fields))
      throw new FilterError('a field or a function must come first', node.left);
    for (const side of [node.left, node.right])
      if (side.is === 'character') throw new FilterError('a character is no number to reckon with', side);
    const left = this.#value(node.left, wanted && { ...wanted, field: undefined, part: false });
    const right = this.#value(node.right, { type: left.type, field: undefined, part: false });
    for (const [side, place] of [
      [left, node.left],
      [right, node.right],
    ] as const) {
      if (!can(side.type, node.op))
        throw new FilterError(`${describe(place)} (${side.type.name}) has no part in ${node.op}`, place);
    }
    if (!compatible(left.type, right.type))
      throw new FilterError(
        `${describe(node.left)} (${left.type.name}) and ${describe(node.right)} (${right.type.name}) do not go together`,
        node.right,
      );
    return { is: 'operation', op: node.op, left, right, type: left.type };
  }

  #call(node: Entity & { is: 'call' }, wanted: Wanted | undefined): Value {
    if (!(node.name in FUNCTIONS)) {
      const names = Object.keys(FUNCTIONS).join(', ');
      throw new FilterError(`there is no function ${node.name}; there are ${names}`, node);
    }
    const name = node.name as FunctionName;
    const { least, most } = FUNCTIONS[name];
    if (node.args.length < least || node.args.length > most)
      throw new FilterError(
        `${name} takes ${most === 1 ? 'one argument' : 'arguments'}, not ${node.args.length}`,
        node,
      );
    const [first] = node.args as [Expression];
    if (name === 'max' || name === 'min' || name === 'abs') {
      const args: Value[] = [];
      let type = wanted?.type;
      for (const arg of node.args) {
        if (!type && isConstant(arg, this.#fields)) throw new FilterError('a field or a function must come first', arg);
        const value = this.#value(arg, type && { type, field: undefined, part: false });
        if (args.length > 0 && !same(args[0]!.type, value.type))
          throw new FilterError(
            `${name} compares what is of one type, not ${args[0]!.type.name} and ${value.type.name}`,
            arg,
          );
        if (name === 'abs' ? !can(value.type, 'magnitude') : !can(value.type, 'order'))
          throw new FilterError(`${name} takes no ${value.type.name}`, arg);
        args.push(value);
        type ??= value.type;
        if (args.length === 1) type = value.type;
      }
      return { is: 'call', name, args, type: args[0]!.type };
    }
    const arg = first.is === 'word' || first.is === 'field' ? this.#value(first, undefined) : undefined;
    if (arg?.is !== 'field') throw new FilterError(`${name} takes a field`, first);
    if ((name === 'lower' || name === 'upper') && arg.type.family !== 'string')
      throw new FilterError(`${name} takes a text, not ${arg.type.name}`, first);
    if (name === 'string' && !hasText(arg.type)) throw new FilterError(`${name} takes no ${arg.type.name}`, first);
    return { is: 'call', name, args: [arg], type: name === 'len' || name === 'count' ? UINT32 : STRING };
  }

  #field(name: string, node: Place): readonly Field[] {
    const fields = this.#fields.get(name);
    if (!fields) throw this.#unknown(name, node);
    return fields;
  }

  #unknown(name: string, place: Place, what = `there is no field or protocol ${name}`): FilterError {
    const close = this.#fields.nearest(name);
    return new FilterError(`${what}${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`, place);
  }
}

/** Types whose values string() writes. */
const hasText = (type: Type): boolean =>
  !['none', 'string', 'time', 'duration'].includes(type.family) &&
  type !== PROTOCOL &&
  type.special !== 'bool' &&
  (type.family !== 'bytes' || type.special !== '');

const isConstant = (node: Expression, fields: Fields): boolean =>
  node.is === 'string' ||
  node.is === 'character' ||
  node.is === 'literal' ||
  (node.is === 'word' && !fields.get(node.text)) ||
  (node.is === 'minus' && isConstant(node.of, fields));

/** Runs what knows the reason but not the place. */
function attempt<A extends unknown[], R>(place: Place, make: (...args: A) => R, ...args: A): R {
  try {
    return make(...args);
  } catch (error) {
    if (error instanceof FilterError) throw error;
    throw new FilterError((error as Error).message, place);
  }
}

function describe(node: Expression): string {
  switch (node.is) {
    case 'word':
      return node.text;
    case 'field':
      return node.name;
    case 'call':
      return `${node.name}()`;
    case 'slice':
      return 'a slice';
    case 'operation':
      return 'the result';
    default:
      return 'the value';
  }
}
