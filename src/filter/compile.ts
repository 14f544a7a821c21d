import { nameOf } from '../model/field.ts';
import type { Packet } from '../model/packet.ts';
import { readerOf } from './item.ts';
import { equal, testsOf } from './order.ts';
import type { Plan, Value } from './plan.ts';
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
    case 'nonempty':
      return some(plan.value, scan, false, (item) => item !== '');
    case 'compare':
      return comparison(plan, scan);
    case 'contains':
      return containing(plan, scan);
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

/** Nothing is in bytes, but neither in a text nor in a protocol. */
function containing(plan: Plan & { is: 'contains' }, scan: Scan): Step {
  const ofNothing = plan.left.type.family === 'bytes';
  return against(plan, scan, (left, right) => (right === '' ? ofNothing : String(left).includes(String(right))), true);
}

function comparison(plan: Plan & { is: 'compare' }, scan: Scan): Step {
  const { left, right, order, all } = plan;
  const constant = right.is === 'constant' && 'value' in right.constant ? right.constant.value : undefined;
  const test = testsOf(left.type, all, constant)[order];
  if (right.is !== 'constant' || 'value' in right.constant) return against(plan, scan, test);
  if ('named' in right.constant) {
    const { named } = right.constant;
    const field = left.is === 'field' ? left.fields[0] : undefined;
    const bears: ItemTest = (item) => field !== undefined && nameOf(field, Number(item))?.toLowerCase() === named;
    return some(left, scan, all, order === 'ne' ? (item) => !bears(item) : order === 'eq' ? bears : () => false);
  }
  const prefix = right.constant;
  const network = masked(prefix.address, prefix);
  return some(left, scan, all, (item) => test(masked(item, prefix), network));
}

function membership({ left, items, all }: Plan & { is: 'in' }, scan: Scan): Step {
  const { eq, ge, le } = testsOf(left.type, all);
  const tests = items.map(([low, high]): ((item: Item, now: Scan) => boolean) => {
    const lows = valuesOf(low, scan);
    if (high) {
      const highs = valuesOf(high, scan);
      return (item, now) =>
        (lows(now)?.some((it) => ge(item, it)) ?? false) && (highs(now)?.some((it) => le(item, it)) ?? false);
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
    return (item, now) => lows(now)?.some((it) => eq(item, it)) ?? false;
  });
  let now = scan;
  const step = some(left, scan, all, (item) => tests.some((test) => test(item, now)));
  return (current) => {
    now = current;
    return step(current);
  };
}
