/**
 * The smallest part of a list that still shows something, found by leaving out halves, quarters and so on to single items
 * (Zeller and Hildebrandt's ddmin): without any one of what is left it is not shown. `shows` is asked with items in order;
 * it must hold for all of them.
 */
export function minimise<T>(items: readonly T[], shows: (items: readonly T[]) => boolean): readonly T[] {
  let kept = items;
  let size = Math.ceil(kept.length / 2);
  while (kept.length > 0) {
    const before = kept.length;
    // From the end: what comes later rests on what came before.
    for (let end = kept.length; end > 0; end -= size) {
      const without = [...kept.slice(0, Math.max(0, end - size)), ...kept.slice(end)];
      if (shows(without)) kept = without;
    }
    if (size > 1) size = Math.ceil(size / 2);
    else if (kept.length === before) break;
  }
  return kept;
}
