import type { Names } from './names.ts';
import { expressionArguments } from './parse-expression.ts';
import type { Place, Warn } from './problem.ts';
import type { IdlDimension, IdlExpression, PointerClass } from './schema.ts';
import type { SyntaxAttribute, SyntaxMember } from './syntax.ts';

/** A pointer or an array around a type, with what the attributes say of it. */
export interface Level {
  readonly kind: 'pointer' | 'array';
  readonly count: number | undefined;
  readonly pointer: PointerClass | undefined;
  readonly ignored: boolean;
  /** size_is, first_is and length_is, where they are said of this level. */
  readonly extent: Extent | undefined;
}

interface Extent {
  size?: IdlExpression;
  first?: IdlExpression;
  length?: IdlExpression;
}

export const plain = (kind: Level['kind'], count?: number): Level => ({
  kind,
  count,
  pointer: undefined,
  ignored: false,
  extent: undefined,
});

const EXTENTS = new Set(['size_is', 'max_is', 'min_is', 'length_is', 'first_is', 'last_is']);

/** Puts size_is and its like on the levels they speak of: the first expression on the outermost (MIDL). */
export function extentsOf(
  levels: readonly Level[],
  attributes: readonly SyntaxAttribute[],
  beside: readonly SyntaxMember[],
  place: Place,
  names: Names,
  warn: Warn,
): Level[] {
  const extents: (Extent | undefined)[] = levels.map(({ extent }) => extent && { ...extent });
  const last: { level: number; value: IdlExpression }[] = [];
  for (const attribute of attributes) {
    const { name } = attribute;
    if (!EXTENTS.has(name)) continue;
    const values = expressionArguments(attribute, warn);
    if (values.length > levels.length) {
      warn(attribute.place, `[${name}] speaks of ${values.length} arrays or pointers, there are ${levels.length}`);
    }
    values.slice(0, levels.length).forEach((value, i) => {
      if (value === undefined) {
        if ((attribute.arguments ?? [])[i]?.length) extents[i] ??= {};
        return;
      }
      const found = names.expression(value, beside, attribute.place);
      extents[i] ??= {};
      const extent = extents[i];
      if (name === 'size_is') extent.size = found;
      else if (name === 'max_is') extent.size = plus(found, 1);
      else if (name === 'length_is') extent.length = found;
      else if (name === 'first_is') extent.first = found;
      else if (name === 'last_is') last.push({ level: i, value: found });
      else if (found.op !== 'number' || found.value !== 0) warn(place, '[min_is] other than 0 is not sent');
    });
  }
  for (const { level, value } of last) {
    const extent = extents[level]!;
    const length = plus(value, 1);
    extent.length = extent.first ? { op: 'binary', operator: '-', left: length, right: extent.first } : length;
  }
  return levels.map((level, i) => ({ ...level, extent: extents[i] }));
}

export function dimension({ kind, count, extent }: Level, string: boolean): IdlDimension {
  return {
    count: extent?.size ? undefined : count,
    conformant: kind === 'pointer' || count === undefined || extent?.size !== undefined,
    varying: string || extent?.length !== undefined || extent?.first !== undefined,
    size: extent?.size,
    first: extent?.first,
    length: extent?.length,
  };
}

const plus = (left: IdlExpression, value: number): IdlExpression =>
  left.op === 'number'
    ? { op: 'number', value: left.value + value }
    : { op: 'binary', operator: '+', left, right: { op: 'number', value } };
