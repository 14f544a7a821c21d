import { nameOf } from '../model/field.ts';
import type { Packet } from '../model/packet.ts';
import { readerOf } from './item.ts';
import type { Order, Plan, Value } from './plan.ts';
import { Scan } from './scan.ts';
import type { Item } from './type.ts';
import { inLayers, masked, valuesOf } from './values.ts';

export type Predicate = (packet: Packet) => boolean;
type Step = (scan: Scan) => boolean;
type ItemTest = (item: Item) => boolean;

/** Makes of a plan what asks one packet after another; nothing is looked up by name any more. */
export function compile(plan: Plan): Predicate {
  const scan = new Scan();
  const step = stepOf(plan, scan);
  return (packet) => {
    scan.see(packet);
    return step(scan);
  };
}

function stepOf(plan: Plan, scan: Scan): Step {
  switch (plan.is) {
    case 'and': {
      const terms = plan.terms.map((term) => stepOf(term, scan));
      return (now) => {
        for (let i = 0; i < terms.length; i++) if (!terms[i]!(now)) return false;
        return true;
      };
    }
    case 'or': {
      const terms = plan.terms.map((term) => stepOf(term, scan));
      return (now) => {
        for (let i = 0; i < terms.length; i++) if (terms[i]!(now)) return true;
        return false;
      };
    }
    case 'not': {
      const term = stepOf(plan.term, scan);
      return (now) => !term(now);
    }
    case 'exists': {
      const found = scan.slot(plan.fields);
      const { layers } = plan;
      if (!layers) return () => found.count > 0;
      return ({ packet }) => {
        for (let i = 0; i < found.count; i++) if (inLayers(found, i, layers, packet)) return true;
        return false;
      };
    }
    case 'nonzero':
      return some(plan.value, scan, false, (item) =>
        typeof item === 'string' ? /[^\0]/.test(item) : Number(item) !== 0,
      );
    case 'compare':
      return comparison(plan, scan);
    case 'contains':
      return against(plan, scan, (left, right) => right !== '' && String(left).includes(String(right)), true);
    case 'matches':
      return some(plan.left, scan, plan.all, (item) => plan.matcher(String(item)), true);
    case 'in':
      return membership(plan, scan);
  }
}

/** Some item of the operand, or all of them, pass; where it has none the answer is no. */
function some(value: Value, scan: Scan, all: boolean, test: ItemTest, whole = false): Step {
  if (value.is !== 'field' || value.layers) {
    const values = valuesOf(value, scan);
    return (now) => {
      const items = values(now);
      if (!items) return false;
      return all ? items.every(test) : items.some(test);
    };
  }
  // The usual case makes no list.
  const found = scan.slot(value.fields);
  const readers = new Map(value.fields.map((field) => [field.id, readerOf(field, whole)]));
  const only = value.fields.length === 1 ? readers.get(value.fields[0]!.id) : undefined;
  return ({ packet }) => {
    const { count } = found;
    for (let i = 0; i < count; i++) {
      const node = found.nodes[i]!;
      const reader = only ?? readers.get(packet.tree.id(node))!;
      if (test(reader(packet, node, found.layers[i]!)) !== all) return !all;
    }
    return all && count > 0;
  };
}

/** Every pair of the operands' items, or some pair, passes. */
function against(
  plan: { readonly left: Value; readonly right: Value; readonly all: boolean },
  scan: Scan,
  test: (left: Item, right: Item) => boolean,
  whole = false,
): Step {
  const { left, right, all } = plan;
  if (right.is === 'constant') {
    const constant = valuesOf(right, scan)(scan)![0]!;
    return some(left, scan, all, (item) => test(item, constant), whole);
  }
  const [lefts, rights] = [valuesOf(left, scan), valuesOf(right, scan)];
  return (now) => {
    const [a, b] = [lefts(now), rights(now)];
    if (!a || !b) return false;
    const pairs = (item: Item): boolean =>
      all ? b.every((other) => test(item, other)) : b.some((other) => test(item, other));
    return all ? a.every(pairs) : a.some(pairs);
  };
}

function comparison(plan: Plan & { is: 'compare' }, scan: Scan): Step {
  const { left, right, order, all } = plan;
  const test = left.type.family === 'protocol' ? byLength(TESTS[order]) : TESTS[order];
  if (right.is !== 'constant' || 'value' in right.constant) return against(plan, scan, test);
  const { constant } = right;
  if ('named' in constant) {
    const field = left.is === 'field' ? left.fields[0] : undefined;
    const bears: ItemTest = (item) =>
      field !== undefined && nameOf(field, Number(item))?.toLowerCase() === constant.named;
    return some(left, scan, all, order === 'ne' ? (item) => !bears(item) : order === 'eq' ? bears : () => false);
  }
  const network = masked(constant.address, constant);
  return some(left, scan, all, (item) => test(masked(item, constant), network));
}

function membership({ left, items, all }: Plan & { is: 'in' }, scan: Scan): Step {
  const tests = items.map(([low, high]): ((item: Item, now: Scan) => boolean) => {
    const lows = valuesOf(low, scan);
    if (high) {
      const highs = valuesOf(high, scan);
      return (item, now) =>
        (lows(now)?.some((it) => item >= it) ?? false) && (highs(now)?.some((it) => item <= it) ?? false);
    }
    if (low.is === 'constant' && 'address' in low.constant) {
      const { constant } = low;
      const network = masked(constant.address, constant);
      return (item) => equal(masked(item, constant), network);
    }
    if (low.is === 'constant' && 'named' in low.constant) {
      const { named } = low.constant;
      const field = left.is === 'field' ? left.fields[0] : undefined;
      return (item) => field !== undefined && nameOf(field, Number(item))?.toLowerCase() === named;
    }
    return (item, now) => lows(now)?.some((it) => equal(item, it)) ?? false;
  });
  let now = scan;
  const step = some(left, scan, all, (item) => tests.some((test) => test(item, now)));
  return (current) => {
    now = current;
    return step(current);
  };
}

/** Numbers of 64 bits are bigints, and may meet small ones. */
const equal = (a: Item, b: Item): boolean => a === b || (typeof a !== typeof b && a <= b && a >= b);

const TESTS: Readonly<Record<Order, (a: Item, b: Item) => boolean>> = {
  eq: equal,
  ne: (a, b) => !equal(a, b),
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

/** Of protocols the longer one is the greater. */
const byLength =
  (test: (a: Item, b: Item) => boolean) =>
  (a: Item, b: Item): boolean => {
    const [x, y] = [String(a).length, String(b).length];
    return x === y ? test(a, b) : test(x, y);
  };
