import { Short } from '../../bytes/cursor.ts';
import { bigUint } from '../../bytes/read.ts';
import { isoFiletime } from '../../bytes/time.ts';
import type { Dissection } from '../../model/dissection.ts';
import type { Field } from '../../model/field.ts';
import { DEFERRED, LITTLE, type Tree, WORDS } from '../../model/tree.ts';
import { wordOf } from '../interpret.ts';
import { type Definition, REFERENT } from './definition.ts';
import type { Tape } from './tape.ts';
import { bodyStart, countedText, floatOf, plainValue, wideText } from './values.ts';

/** Where fields go: the engine's Dissection, or a tree of one's own. */
export interface NdrTarget {
  readonly recording: boolean;
  wants(field: Field): boolean;
  readonly packet: { readonly tree: Tree };
}

const WHOLE = 2 ** 31;

/** Records what was walked as fields: referents below their pointers, flagged where they lie outside of them. */
export function recordTape(
  tape: Tape,
  definitions: readonly Definition[],
  target: NdrTarget,
  bytes: Uint8Array,
  little: boolean,
  inside: Dissection | undefined,
): void {
  if (!target.recording) return;
  const { tree } = target.packet;
  const order = little ? LITTLE : 0;
  let trouble: { signal: Short; needed: number; had: number; limit: string; cut: boolean } | undefined;

  const below = (first: number, end: number, flags: number): void => {
    for (let node = first; node < end; node = tape.next(node)) one(node, flags);
  };

  const one = (node: number, flags: number): void => {
    const definition = definitions[tape.definition(node)]!;
    const { field, role, carries } = definition;
    const end = tape.next(node);
    if (field === undefined || !target.wants(field)) {
      below(node + 1, end, flags);
      if (role === 'pointer') referent(node, flags);
      return;
    }
    const made = add(definition, field, node, flags);
    for (const bit of definition.bits) {
      if (target.wants(bit)) tree.add(wordOf(bit) | order, tape.start(node), tape.end(node));
    }
    below(node + 1, end, 0);
    if (role === 'pointer') referent(node, DEFERRED);
    if (typeof carries === 'function' && inside) read(inside, carries, tape.start(node), tape.end(node));
    tree.words[made * WORDS + 3] = tree.count;
  };

  const referent = (pointer: number, flags: number): void => {
    const segment = tape.linked(pointer);
    if (segment >= 0 && tape.definition(segment) === REFERENT) below(segment + 1, tape.next(segment), flags);
  };

  /** A node; values that the model has no kind or byte order for are worked out. */
  const add = (definition: Definition, field: Field, node: number, flags: number): number => {
    const start = tape.start(node);
    const end = tape.end(node);
    const { role, text } = definition;
    if (role === 'float') return tree.generate(wordOf(field) | flags, floatOf(bytes, start, end, little), start, end);
    if (text)
      return tree.generate(
        wordOf(field),
        text(bytes, bodyStart(tape, definitions, node), end, little) ?? '',
        start,
        end,
      );
    if (definition.value !== undefined) {
      const at = countedText(tape, definitions, node);
      const value =
        at < 0 ? '' : plainValue(definitions[tape.definition(at)]!, bytes, tape.start(at), tape.end(at), little, WHOLE);
      return tree.generate(wordOf(field) | flags, value, start, end);
    }
    if (!little && role === 'wide')
      return tree.generate(wordOf(field) | flags, wideText(bytes, start, end, false), start, end);
    if (!little && role === 'filetime') {
      const ticks = (bigUint(bytes, start + 4, end, false) << 32n) | bigUint(bytes, start, start + 4, false);
      return tree.generate(wordOf(field) | flags, isoFiletime(ticks), start, end);
    }
    return tree.add(wordOf(field) | order | flags, start, end);
  };

  /** What lies in a field's bytes may run short by itself: the fields after it are recorded nevertheless. */
  const read = (d: Dissection, inner: (d: Dissection) => void, start: number, end: number): void => {
    const { at, end: last, limit } = d;
    d.at = start;
    d.end = end;
    try {
      inner(d);
    } catch (signal) {
      if (!(signal instanceof Short)) throw signal;
      const { needed, had, cut } = signal;
      trouble ??= { signal, needed, had, limit: signal.limit, cut };
    }
    d.at = at;
    d.end = last;
    d.limit = limit;
  };

  // Referents follow the parameter that leads to them; they are shown where their pointers are.
  for (let node = 0; node < tape.count; node = tape.next(node)) if (tape.definition(node) !== REFERENT) one(node, 0);
  if (trouble) {
    const { signal, ...what } = trouble;
    throw Object.assign(signal, what);
  }
}
