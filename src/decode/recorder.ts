import type { Item, Layout } from '../model/layout.ts';
import { type Tree, WORDS } from '../model/tree.ts';
import { type Wanted, wordOf } from './interpret.ts';

/** Records a whole layout that begins at `at`; `flags` are added to each item's word. */
export type Recorder = (tree: Tree, at: number, flags: number) => void;

interface Step {
  readonly word: number;
  readonly offset: number;
  readonly size: number;
  readonly next: number;
  readonly heading: boolean;
}

export const nothing: Recorder = () => {};

/**
 * Makes straight-line code that records those items of a layout that are wanted: no loop, no test, constants only. Made
 * once for a layout and a question, at first use.
 */
export function compileRecorder(layout: Layout, wanted: Wanted): Recorder {
  const steps: Step[] = [];
  const walk = (items: readonly Item[]): void => {
    for (const item of items) {
      if (!wanted[item.field.id]) {
        walk(item.children);
        continue;
      }
      const own = steps.length;
      steps.push({ word: wordOf(item.field), offset: item.offset, size: item.size, next: 0, heading: false });
      walk(item.children);
      steps[own] = { ...steps[own]!, next: steps.length };
    }
  };
  if (layout.root && wanted[layout.root.id]) {
    steps.push({ word: wordOf(layout.root), offset: 0, size: layout.size, next: 0, heading: true });
    walk(layout.items);
    steps[0] = { ...steps[0]!, next: steps.length };
  } else {
    walk(layout.items);
  }
  if (steps.length === 0) return nothing;
  const lines = steps.map((step, i) => {
    const word = step.heading ? `${step.word}` : `${step.word} | flags`;
    const at = i * WORDS;
    return `w[p + ${at}] = ${word}; w[p + ${at + 1}] = at + ${step.offset}; w[p + ${at + 2}] = at + ${step.offset + step.size}; w[p + ${at + 3}] = n + ${step.next};`;
  });
  const body = `const w = tree.room(${steps.length}); const n = tree.count; const p = n * ${WORDS};
${lines.join('\n')}
tree.count = n + ${steps.length};`;
  return new Function('tree', 'at', 'flags', body) as Recorder;
}
