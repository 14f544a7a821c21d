import type { Field } from '../model/field.ts';
import type { Packet } from '../model/packet.ts';
import { check, type Fields } from './check.ts';
import { compile } from './compile.ts';
import { parse } from './parser.ts';
import type { Plan, Value } from './plan.ts';

export type { Fields } from './check.ts';
export { FrameSet } from './frames.ts';
export { FilterError, mark } from './problem.ts';

/** A display filter, ready to be asked. */
export interface Filter {
  /** What has to be recorded for it. */
  readonly fields: readonly Field[];
  /** Whether the packet, with the filter's fields recorded, is selected. */
  matches(packet: Packet): boolean;
}

/**
 * Makes a filter of a text in Wireshark 4.0's language (wireshark-filter(4)). Throws a FilterError where the text is
 * wrong. An empty text selects everything.
 */
export function makeFilter(text: string, fields: Fields): Filter {
  const node = parse(text);
  if (!node) return { fields: [], matches: () => true };
  const plan = check(node, fields);
  const wanted = new Set<Field>();
  gather(plan, wanted);
  return { fields: [...wanted], matches: compile(plan) };
}

function gather(part: Plan | Value, to: Set<Field>): void {
  if ('fields' in part) for (const field of part.fields) to.add(field);
  if ('terms' in part) for (const term of part.terms) gather(term, to);
  if ('args' in part) for (const arg of part.args) gather(arg, to);
  if ('items' in part)
    for (const [low, high] of part.items) {
      gather(low, to);
      if (high) gather(high, to);
    }
  for (const key of ['term', 'value', 'left', 'right', 'of'] as const) {
    const inner = (part as Partial<Record<typeof key, Plan | Value>>)[key];
    if (inner) gather(inner, to);
  }
}
