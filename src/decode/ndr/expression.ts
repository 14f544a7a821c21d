import { calculate } from '../idl/constant.ts';
import type { IdlExpression } from '../idl/schema.ts';

/** Evaluates over a frame of values; NaN where one is not known. */
export type Evaluate = (values: Float64Array, frame: number) => number;

/** Makes an expression of size_is and its like a function; `slots` says where in a frame each name's value lies. */
export function compileExpression(from: IdlExpression, slots: ReadonlyMap<string, number>): Evaluate {
  switch (from.op) {
    case 'number': {
      const { value } = from;
      return () => value;
    }
    case 'value': {
      const slot = slots.get(from.name);
      return slot === undefined ? unknown : (values, frame) => values[frame + slot]!;
    }
    case 'unary': {
      const of = compileExpression(from.of, slots);
      if (from.operator === '-') return (values, frame) => -of(values, frame);
      if (from.operator === '~') return (values, frame) => -of(values, frame) - 1;
      return (values, frame) => truth(of(values, frame), 0, 1);
    }
    case 'binary': {
      const left = compileExpression(from.left, slots);
      const right = compileExpression(from.right, slots);
      const { operator } = from;
      return (values, frame) => {
        const a = left(values, frame);
        const b = right(values, frame);
        return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : (calculate(operator, a, b) ?? Number.NaN);
      };
    }
    case 'conditional': {
      const test = compileExpression(from.test, slots);
      const yes = compileExpression(from.yes, slots);
      const no = compileExpression(from.no, slots);
      return (values, frame) => {
        const holds = test(values, frame);
        if (Number.isNaN(holds)) return holds;
        return holds !== 0 ? yes(values, frame) : no(values, frame);
      };
    }
    default:
      return unknown;
  }
}

const unknown: Evaluate = () => Number.NaN;
const truth = (value: number, yes: number, no: number): number =>
  Number.isNaN(value) ? value : value !== 0 ? yes : no;

/** The names an expression reads. */
export function namesOf(from: IdlExpression | undefined, found: Set<string>): void {
  if (!from) return;
  if (from.op === 'value') found.add(from.name);
  else if (from.op === 'unary') namesOf(from.of, found);
  else if (from.op === 'binary') {
    namesOf(from.left, found);
    namesOf(from.right, found);
  } else if (from.op === 'conditional') {
    namesOf(from.test, found);
    namesOf(from.yes, found);
    namesOf(from.no, found);
  }
}
