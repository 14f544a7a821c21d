import type { Binary, Expression } from './syntax.ts';

/** The value of a name or of `sizeof`; undefined where it has none that is known now. */
export type Lookup = (of: Expression) => number | undefined;

/** A constant expression's value (C706 6.2.7), undefined where it is none. Bits beyond 53 are lost. */
export function evaluate(expression: Expression, lookup: Lookup): number | undefined {
  switch (expression.op) {
    case 'number':
      return expression.value;
    case 'unary': {
      const value = evaluate(expression.of, lookup);
      if (value === undefined) return undefined;
      switch (expression.operator) {
        case '-':
          return -value;
        case '+':
          return value;
        case '~':
          return Number(~BigInt(Math.trunc(value)));
        case '!':
          return value === 0 ? 1 : 0;
        default:
          return undefined;
      }
    }
    case 'binary': {
      const left = evaluate(expression.left, lookup);
      const right = evaluate(expression.right, lookup);
      return left === undefined || right === undefined ? undefined : calculate(expression.operator, left, right);
    }
    case 'conditional': {
      const test = evaluate(expression.test, lookup);
      if (test === undefined) return undefined;
      return evaluate(test !== 0 ? expression.yes : expression.no, lookup);
    }
    case 'name':
    case 'sizeof':
      return lookup(expression);
    default:
      return undefined;
  }
}

/** One operation on whole numbers, as C has it; undefined for a division by zero. */
export function calculate(operator: Binary, left: number, right: number): number | undefined {
  switch (operator) {
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : Math.trunc(left / right);
    case '%':
      return right === 0 ? undefined : left % right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '&&':
      return Number(left !== 0 && right !== 0);
    case '||':
      return Number(left !== 0 || right !== 0);
    default:
      return bitwise(operator, left, right);
  }
}

const SMALL = 0x7fffffff;

function bitwise(operator: '<<' | '>>' | '&' | '^' | '|', left: number, right: number): number | undefined {
  if (!Number.isFinite(left) || !Number.isFinite(right)) return undefined;
  const small = left >= 0 && left <= SMALL && right >= 0 && right <= SMALL;
  switch (operator) {
    case '<<':
      return right < 0 || right > 63 ? undefined : left * 2 ** right;
    case '>>':
      return right < 0 || right > 63 ? undefined : Math.floor(left / 2 ** right);
    case '&':
      return small ? left & right : Number(whole(left) & whole(right));
    case '^':
      return small ? left ^ right : Number(whole(left) ^ whole(right));
    case '|':
      return small ? left | right : Number(whole(left) | whole(right));
  }
}

const whole = (value: number): bigint => BigInt(Math.trunc(value));
