import type { Listed } from './list.ts';
import { ours, type Selected, tsharks } from './selected.ts';

export interface Difference extends Listed {
  readonly ours: Selected;
  readonly tsharks: Selected;
}

/** Asks both, a few at a time; gives those that differ, and those that differ no longer though a reason says so. */
export async function compare(
  listed: readonly Listed[],
  workers: number,
): Promise<{ different: Difference[]; alike: Listed[] }> {
  const different: Difference[] = [];
  const alike: Listed[] = [];
  const rest = [...listed];
  const work = async (): Promise<void> => {
    for (let next = rest.shift(); next; next = rest.shift()) {
      const theirs = tsharks(next.expression, next.capture);
      const mine = await ours(next.expression, next.capture);
      const both = { ...next, ours: mine, tsharks: await theirs };
      if (!same(both.ours, both.tsharks)) different.push(both);
      else if (next.reason) alike.push(next);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return { different, alike };
}

/** Refused by both, each in its own words, or the same packets. */
const same = (a: Selected, b: Selected): boolean =>
  typeof a === 'string' || typeof b === 'string' ? typeof a === typeof b : a.join() === b.join();
