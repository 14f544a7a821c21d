import type { Order } from './plan.ts';
import { type Item, isWhole, type Type } from './type.ts';

type Comparison = (a: Item, b: Item) => boolean;

/** Numbers of 64 bits are bigints, and may meet small ones. */
export const equal: Comparison = (a, b) => a === b || (typeof a !== typeof b && a <= b && a >= b);

const PLAIN: Readonly<Record<Order, Comparison>> = {
  eq: equal,
  ne: (a, b) => !equal(a, b),
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

/**
 * Beside an unsigned number a negative one has no place in the order: as Wireshark has it, no comparison of some pair
 * holds, and none of every pair is refuted.
 */
const unsigned = (all: boolean): Readonly<Record<Order, Comparison>> =>
  ofEach((test) => (a, b) => (Number(b) < 0 && Number(a) >= 0 ? all : test(a, b)));
const UNSIGNED = unsigned(false);
const ALL_UNSIGNED = unsigned(true);

/** Of protocols and bytes the longer one is the greater. */
const byLength =
  (test: Comparison): Comparison =>
  (a, b) => {
    const [x, y] = [String(a).length, String(b).length];
    return x === y ? test(a, b) : test(x, y);
  };
const LENGTHS = ofEach(byLength);

/** A flag is set or not: numbers beside it count as that. */
const FLAGS = ofEach(
  (test): Comparison =>
    (a, b) =>
      test(Number(Number(a) !== 0), Number(Number(b) !== 0)),
);

function ofEach(make: (test: Comparison) => Comparison): Readonly<Record<Order, Comparison>> {
  return {
    eq: make(PLAIN.eq),
    ne: make(PLAIN.ne),
    gt: make(PLAIN.gt),
    ge: make(PLAIN.ge),
    lt: make(PLAIN.lt),
    le: make(PLAIN.le),
  };
}

/**
 * How values of a type compare, the left one's; `all` where every pair has to pass. Beside a constant that is not
 * negative nothing has to be asked for.
 */
export function testsOf(type: Type, all = false, constant?: Item): Readonly<Record<Order, Comparison>> {
  if (type.family === 'protocol' || type.family === 'bytes') return LENGTHS;
  if (type.special === 'bool') return FLAGS;
  if (!isWhole(type) || type.signed || (constant !== undefined && Number(constant) >= 0)) return PLAIN;
  return all ? ALL_UNSIGNED : UNSIGNED;
}
