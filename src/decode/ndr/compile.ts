import { arrayParts } from './arrays.ts';
import { INDEX } from './definition.ts';
import { compileExpression } from './expression.ts';
import type { Expected, Plan, PointerPlan, ScalarPlan, StructureBody, StructurePlan, UnionPlan } from './plan.ts';
import { baseSize, enumSize, type NdrRules } from './rules.ts';
import type { Check, Step } from './walk.ts';

/** A plan as steps of one transfer syntax. */
export interface Parts {
  readonly align: number;
  /** How many maximum counts stand before the outermost construct that holds it. */
  readonly maxima: number;
  /** Reads them. */
  readonly conform: Step | undefined;
  /** Reads it where it is embedded in another construct. */
  readonly inner: Step;
  /** Reads it where it is the outermost construct: a parameter, or what a pointer points to. */
  readonly outer: Step;
}

/** Makes the steps of an interface for one transfer syntax, each when it is first needed. */
export class Compiler {
  readonly rules: NdrRules;
  readonly #bodies = new Map<StructureBody, Body>();

  constructor(rules: NdrRules) {
    this.rules = rules;
  }

  parts(plan: Plan): Parts {
    switch (plan.kind) {
      case 'scalar':
        return this.#scalar(plan);
      case 'leaf': {
        const { definition, size, align } = plan;
        return simple(align, (w) => {
          w.align(align);
          const { cursor: c } = w;
          c.need(size);
          w.tape.add(definition, c.at, c.at + size);
          c.at += size;
        });
      }
      case 'structure':
        return this.#structure(plan);
      case 'union':
        return this.#union(plan);
      case 'pointer':
        return this.#pointer(plan);
      case 'array':
        return arrayParts(plan, this);
      case 'context':
        return context(plan.definition);
      case 'pipe':
        return this.#pipe(plan.definition, plan.of);
      case 'unknown':
        return simple(1, (w) => w.giveUp(`no IDL describes '${plan.name}'`));
    }
  }

  expected(kind: Check['kind'], of: Expected | undefined): Check | undefined {
    return of && { kind, expected: compileExpression(of.expression, of.slots) };
  }

  // Single values.

  scalarSize({ base, isWide }: ScalarPlan): number {
    return base === 'enum' ? enumSize(isWide, this.rules) : baseSize(base, this.rules);
  }

  #scalar(plan: ScalarPlan): Parts {
    const { definition, slot, range, known, signed } = plan;
    const size = this.scalarSize(plan);
    if (slot < 0 && !range && !known) {
      return simple(size, (w) => {
        w.align(size);
        const { cursor: c } = w;
        c.need(size);
        w.tape.add(definition, c.at, c.at + size);
        c.at += size;
      });
    }
    const wrap = 2 ** (8 * size);
    return simple(size, (w) => {
      w.align(size);
      const { cursor: c } = w;
      const unsigned = w.unsigned(size);
      const value = signed && unsigned >= wrap / 2 ? unsigned - wrap : unsigned;
      const node = w.tape.add(definition, c.at, c.at + size);
      if (slot >= 0) w.keep(slot, value);
      if (range && (value < range.low || value > range.high)) {
        w.observe('out-of-range', node, c.at, c.at + size, { value, low: range.low, high: range.high });
      }
      if (known && !known.has(value)) w.observe('unknown-enumerator', node, c.at, c.at + size, { value });
      c.at += size;
    });
  }

  // Structures (C706 14.3.6, MS-RPCE 2.2.5.3.4.1).

  #structure({ definition, body: plan }: StructurePlan): Parts {
    const body = this.#body(plan);
    const { align, maxima, conform } = body;
    const { count, wide } = this.rules;
    const { slots } = plan;
    const members = (w: Parameters<Step>[0]): void => {
      const { frame } = w;
      if (slots > 0) w.frame = w.allocate(slots);
      for (const member of body.members) member(w);
      if (wide) w.trail(align);
      w.frame = frame;
    };
    const inner: Step =
      definition < 0
        ? (w) => {
            w.align(align);
            members(w);
          }
        : (w) => {
            w.align(align);
            w.tape.open(definition, w.cursor.at);
            members(w);
            w.tape.close(w.cursor.at);
          };
    if (maxima === 0) return { align, maxima, conform: undefined, inner, outer: inner };
    const outer: Step = (w) => {
      w.align(count);
      if (definition >= 0) w.tape.open(definition, w.cursor.at);
      w.outermost();
      conform!(w);
      w.align(align);
      members(w);
      if (definition >= 0) w.tape.close(w.cursor.at);
    };
    return { align, maxima, conform, inner, outer };
  }

  #body(plan: StructureBody): Body {
    let body = this.#bodies.get(plan);
    if (!body) {
      const parts = plan.members.map((member) => this.parts(member));
      const conforms = parts.flatMap(({ conform }) => (conform ? [conform] : []));
      body = {
        align: Math.max(1, ...parts.map(({ align }) => align)),
        maxima: parts.reduce((sum, { maxima }) => sum + maxima, 0),
        conform: inOrder(conforms),
        members: parts.map(({ inner }) => inner),
      };
      this.#bodies.set(plan, body);
    }
    return body;
  }

  // Unions (C706 14.3.8, MS-RPCE 2.2.4.5 and 2.2.5.3.4.4).

  #union({ definition, tag, body, on, msUnion }: UnionPlan): Parts {
    if (!tag) return simple(1, (w) => w.giveUp('a union without a discriminant'));
    const size = this.scalarSize(tag);
    const arms = new Map<number, Step | undefined>();
    let otherwise: Step | undefined | null = null;
    let largest = 1;
    for (const { cases, isDefault, of } of body.arms) {
      const arm = of && this.parts(of);
      if (arm) largest = Math.max(largest, arm.align);
      const step = arm && (arm.maxima > 0 ? arm.outer : arm.inner);
      for (const value of cases) arms.set(unsignedOf(value, size), step);
      if (isDefault) otherwise = step;
    }
    const readTag = this.parts({ ...tag, known: undefined }).inner;
    const align = Math.max(size, largest);
    const armAlign = this.rules.wide ? align : msUnion ? largest : 1;
    const ownAlign = this.rules.wide ? align : size;
    const switched = this.expected('tag-disagrees', on);
    const check = switched && {
      ...switched,
      expected: (values: Float64Array, frame: number) => unsignedOf(switched.expected(values, frame), size),
    };
    const inner: Step = (w) => {
      w.align(ownAlign);
      const { cursor: c, tape } = w;
      if (definition >= 0) tape.open(definition, c.at);
      const found = w.unsigned(size);
      const node = tape.count;
      readTag(w);
      if (check) w.check(check, found, node);
      const arm = arms.has(found) ? arms.get(found) : otherwise;
      if (arm === null) {
        w.observe('unknown-tag', node, tape.start(node), tape.end(node), { tag: found });
        w.giveUp('no arm has this discriminant');
      }
      if (arm) {
        w.align(armAlign);
        arm(w);
      }
      if (definition >= 0) tape.close(c.at);
    };
    return { align, maxima: 0, conform: undefined, inner, outer: inner };
  }

  // Pointers (C706 14.3.10 to 14.3.12).

  #pointer({ definition, wide, none, pointer, ignored, to, size }: PointerPlan): Parts {
    const { pointer: width } = this.rules;
    const check = this.expected('null-with-size', size);
    let target: Step | undefined;
    const referent = (): Step => (target ??= this.parts(to).outer);
    return simple(width, (w) => {
      w.align(width);
      const { cursor: c } = w;
      const id = w.unsigned(width);
      const node = w.tape.add(id === 0 ? none : width === 8 ? wide : definition, c.at, c.at + width);
      c.at += width;
      if (ignored) return;
      if (id === 0) {
        if (pointer === 'ref') w.observe('null-reference', node, c.at - width, c.at, {});
        else if (check) w.check(check, 0, node);
        return;
      }
      if (pointer === 'unique') w.uniqueId(id, node);
      else if (pointer === 'full' && w.fullId(id, node)) return;
      w.defer(referent(), node);
    });
  }

  // Pipes (C706 14.3.9, MS-RPCE 2.2.5.3.4.5).

  #pipe(definition: number, of: Plan): Parts {
    const chunk = arrayParts(of as Plan & { kind: 'array' }, this).elements;
    const { count, wide } = this.rules;
    const step: Step = (w) => {
      w.align(count);
      const { cursor: c, tape } = w;
      tape.open(definition, c.at);
      for (;;) {
        const length = w.count(INDEX.chunk);
        if (length > 0) chunk(w, length);
        if (wide) {
          const closing = w.closing(INDEX.closing);
          if (closing + length !== 0)
            w.observe('chunk-disagrees', tape.count - 1, c.at - 8, c.at, { count: length, closing });
        }
        if (length === 0) break;
      }
      tape.close(c.at);
    };
    return simple(count, step);
  }
}

interface Body {
  readonly align: number;
  readonly maxima: number;
  readonly conform: Step | undefined;
  readonly members: readonly Step[];
}

const simple = (align: number, step: Step): Parts => ({
  align,
  maxima: 0,
  conform: undefined,
  inner: step,
  outer: step,
});

export function inOrder(steps: readonly Step[]): Step | undefined {
  if (steps.length <= 1) return steps[0];
  return (w) => {
    for (const step of steps) step(w);
  };
}

/** A context handle: attributes and a UUID, 20 bytes in either syntax (C706 Appendix N, ndr_context_handle). */
function context(definition: number): Parts {
  return simple(4, (w) => {
    w.align(4);
    const { cursor: c, tape } = w;
    c.need(20);
    tape.open(definition, c.at);
    tape.add(INDEX.attributes, c.at, c.at + 4);
    tape.add(INDEX.uuid, c.at + 4, c.at + 20);
    c.at += 20;
    tape.close(c.at);
  });
}

/** A number as the unsigned one of `size` bytes with the same bits. */
function unsignedOf(value: number, size: number): number {
  return value < 0 ? value + 2 ** (8 * size) : value;
}
