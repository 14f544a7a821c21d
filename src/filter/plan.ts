import type { Field } from '../model/field.ts';
import type { Constant } from './literal.ts';
import type { Matcher } from './regex.ts';
import type { Arithmetic, Range } from './syntax.ts';
import type { Type } from './type.ts';

/** What has values in a packet, checked: fields are known, types go together. */
export type Value = { readonly type: Type } & (
  | { readonly is: 'field'; readonly fields: readonly Field[]; readonly layers: readonly Range[] | undefined }
  | { readonly is: 'constant'; readonly constant: Constant }
  | { readonly is: 'slice'; readonly of: Value; readonly ranges: readonly Range[] }
  | { readonly is: 'call'; readonly name: FunctionName; readonly args: readonly Value[] }
  | { readonly is: 'operation'; readonly op: Arithmetic; readonly left: Value; readonly right: Value }
  | { readonly is: 'minus'; readonly of: Value }
);

export type FunctionName = 'lower' | 'upper' | 'len' | 'count' | 'string' | 'max' | 'min' | 'abs';
export type Order = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** What is true or false of a packet. `all`: of every pair of values, not of some pair. */
export type Plan =
  | { readonly is: 'and' | 'or'; readonly terms: readonly Plan[] }
  | { readonly is: 'not'; readonly term: Plan }
  | { readonly is: 'exists'; readonly fields: readonly Field[]; readonly layers: readonly Range[] | undefined }
  | { readonly is: 'nonzero' | 'nonempty'; readonly value: Value }
  | {
      readonly is: 'compare';
      readonly order: Order;
      readonly left: Value;
      readonly right: Value;
      readonly all: boolean;
    }
  | { readonly is: 'contains'; readonly left: Value; readonly right: Value; readonly all: boolean }
  | { readonly is: 'matches'; readonly left: Value; readonly matcher: Matcher; readonly all: boolean }
  | {
      readonly is: 'in';
      readonly left: Value;
      readonly items: readonly (readonly [low: Value, high: Value | undefined])[];
      readonly all: boolean;
    };
