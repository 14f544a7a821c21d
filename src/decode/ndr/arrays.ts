import { u16be, u16le } from '../../bytes/read.ts';
import { type Compiler, inOrder, type Parts } from './compile.ts';
import { INDEX } from './definition.ts';
import { ndrLimits } from './limits.ts';
import type { ArrayPlan, DimensionPlan } from './plan.ts';
import type { Check, Step, Walk } from './walk.ts';

/** Reads so many elements. */
type Elements = (w: Walk, total: number) => void;

interface Dimension {
  readonly plan: DimensionPlan;
  readonly size: Check | undefined;
  readonly first: Check | undefined;
  readonly length: Check | undefined;
}

/**
 * Arrays and strings (C706 14.3.2 to 14.3.5): all maximum counts, which the outermost construct puts first; then offset
 * and actual count of each dimension that varies; then the elements, last dimension fastest.
 */
export function arrayParts(plan: ArrayPlan, compiler: Compiler): Parts & { readonly elements: Elements } {
  const { definition, counts } = plan;
  const { count } = compiler.rules;
  const element = plan.element && compiler.parts(plan.element);
  const dimensions = plan.dimensions.map(
    (it): Dimension => ({
      plan: it,
      size: compiler.expected('size-disagrees', it.size),
      first: compiler.expected('first-disagrees', it.first),
      length: compiler.expected('length-disagrees', it.length),
    }),
  );
  const conformant = dimensions.filter((it) => it.plan.conformant);
  const maxima = conformant.length + (element?.maxima ?? 0);
  const own = conformant.map((): Step => (w) => w.readMaximum(counts.maximum));
  const conform = inOrder([...own, ...(element?.conform ? [element.conform] : [])]);
  const elements = element ? separate(plan, element, compiler) : run(plan);
  const isVarying = dimensions.some((it) => it.plan.varying);
  const body: Step = (w) => elements(w, isVarying ? variance(w, dimensions, counts) : capacity(w, dimensions));
  const headed = (step: Step): Step =>
    element
      ? (w) => {
          w.tape.open(definition, w.cursor.at);
          step(w);
          w.tape.close(w.cursor.at);
        }
      : step;
  const inner = headed(body);
  const outermost = headed((w) => {
    w.outermost();
    conform!(w);
    body(w);
  });
  const outer: Step = (w) => {
    w.align(count);
    outermost(w);
  };
  return { align: element?.align ?? plan.width, maxima, conform, inner, outer: maxima > 0 ? outer : inner, elements };
}

/** How many elements an array without variance has. */
function capacity(w: Walk, dimensions: readonly Dimension[]): number {
  let total = 1;
  for (const { plan, size } of dimensions) total *= plan.conformant ? w.nextMaximum(size) : (plan.count ?? 0);
  return total;
}

/** Reads the offsets and actual counts; gives the number of elements that are sent. */
function variance(w: Walk, dimensions: readonly Dimension[], counts: ArrayPlan['counts']): number {
  let total = 1;
  for (const { plan, size, first, length } of dimensions) {
    const maximum = plan.conformant ? w.nextMaximum(size) : (plan.count ?? 0);
    if (!plan.varying) {
      total *= maximum;
      continue;
    }
    const offset = w.count(counts.offset);
    if (first) w.check(first, offset, w.tape.count - 1);
    const actual = w.count(counts.actual);
    const node = w.tape.count - 1;
    if (length) w.check(length, actual, node);
    if (offset + actual > maximum) {
      w.observe('count-beyond-maximum', node, w.cursor.at - w.rules.count, w.cursor.at, { maximum, offset, actual });
    }
    total *= actual;
  }
  return total;
}

/** Elements with a field each. */
function separate(plan: ArrayPlan, element: Parts, compiler: Compiler): Elements {
  const { inner } = element;
  const scalar = plan.element?.kind === 'scalar' ? compiler.scalarSize(plan.element) : 0;
  return (w, total) => {
    const { maximum } = w;
    const shown = scalar > 0 ? Math.min(total, ndrLimits.elements) : total;
    for (let i = 0; i < shown; i++) {
      // Elements share the maximum counts that stand before the array.
      w.maximum = maximum;
      const before = w.cursor.at + w.tape.count;
      inner(w);
      if (w.cursor.at + w.tape.count === before) break;
    }
    if (total > shown) take(w, INDEX.elements, (total - shown) * scalar);
    w.maximum = maximum + element.maxima;
  };
}

/** One field over all elements: bytes, or text up to its null. */
function run({ definition, content, string, width: size }: ArrayPlan): Elements {
  if (content === 'bytes') return (w, total) => take(w, definition, total);
  const wide = content === 'wide';
  return (w, total) => {
    if (total > 0) w.align(size);
    const { cursor: c } = w;
    const start = c.at;
    const length = total * size;
    const end = Math.min(start + length, c.end);
    const stop = terminator(w, start, end, wide);
    const node = w.tape.add(definition, start, stop < 0 ? end : Math.min(end, stop + size));
    if (start + length > c.end) c.fail(Math.min(length, Number.MAX_SAFE_INTEGER));
    c.at = end | 0;
    if (stop < 0) {
      if (string) w.observe('string-unterminated', node, start, end, { count: total });
      return;
    }
    if (stop + size >= end) return;
    if (string) w.observe('string-ends-early', node, start, end, { characters: (stop - start) / size, count: total });
    w.tape.add(INDEX.afterNull, stop + size, end);
  };
}

/** Position of the first null character, -1 where there is none. */
function terminator({ cursor: c, little }: Walk, start: number, end: number, wide: boolean): number {
  if (!wide) {
    for (let at = start; at < end; at++) if (c.bytes[at] === 0) return at;
    return -1;
  }
  for (let at = start; at + 2 <= end; at += 2) if ((little ? u16le(c.bytes, at) : u16be(c.bytes, at)) === 0) return at;
  return -1;
}

/** Takes bytes; as many as there are, when there are not enough. */
function take(w: Walk, definition: number, length: number): void {
  const { cursor: c } = w;
  if (c.at + length > c.end) {
    if (c.end > c.at) w.tape.add(definition, c.at, c.end);
    c.fail(Math.min(length, Number.MAX_SAFE_INTEGER));
  }
  w.tape.add(definition, c.at, c.at + length);
  c.skip(length);
}
