import type { Field } from '../model/field.ts';
import type { Item, Layout } from '../model/layout.ts';
import { ALIAS, LITTLE, type Tree } from '../model/tree.ts';

/** Which fields are asked for, by field id. */
export type Wanted = Uint8Array;

/** Word 0 of a node of this field. */
export const wordOf = (field: Field): number => field.id | (field.little ? LITTLE : 0) | (field.alias ? ALIAS : 0);

/**
 * Records a layout by walking its table: the reference that the compiled recorders are held equal to, and what serves
 * where bytes run short: items that do not fit before `end` are left out.
 */
export function interpret(tree: Tree, layout: Layout, wanted: Wanted, at: number, end: number, flags: number): void {
  if (layout.root && wanted[layout.root.id]) {
    const heading = tree.add(wordOf(layout.root), at, Math.min(end, at + layout.size));
    for (const item of layout.items) place(tree, item, wanted, at, end, flags);
    tree.close(heading, Math.min(end, at + layout.size));
  } else {
    for (const item of layout.items) place(tree, item, wanted, at, end, flags);
  }
}

function place(tree: Tree, item: Item, wanted: Wanted, at: number, end: number, flags: number): void {
  const start = at + item.offset;
  if (start + item.size > end) return;
  if (!wanted[item.field.id]) {
    for (const child of item.children) place(tree, child, wanted, at, end, flags);
    return;
  }
  const node = tree.add(wordOf(item.field) | flags, start, start + item.size);
  for (const child of item.children) place(tree, child, wanted, at, end, flags);
  tree.close(node, start + item.size);
}
