/**
 * Runs display filters through tshark and through specshark and prints where they select different packets, or one
 * refuses what the other takes.
 *   node --import tsx scripts/filters.ts [--list FILE] [--each N] [--all] [FILTER CAPTURE]
 *   node --import tsx scripts/filters.ts --random N [--seed S] CAPTURE
 * --list FILE: another list; --each N: every N-th of it; --all: also the differences that are meant; --random N: as many made at random of the
 * capture's fields and values. Exit 1 where a difference is not explained.
 */
import { availableParallelism } from 'node:os';
import { compare } from './filters/compare.ts';
import { expressions, type Listed } from './filters/list.ts';
import { randomFilters } from './filters/random.ts';
import type { Selected } from './filters/selected.ts';

const words = process.argv.slice(2);
const take = (name: string): string | undefined => {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, 2)[1];
};
const each = Number(take('--each') ?? 1);
const random = Number(take('--random') ?? 0);
const seed = Number(take('--seed') ?? 1);
const list = take('--list');
const all = words.includes('--all');
const [first, second] = words.filter((word) => word !== '--all');

async function asked(): Promise<Listed[]> {
  if (random > 0 && first) return await randomFilters(first, random, seed);
  if (first && second) return [{ expression: first, capture: second, reason: undefined }];
  return expressions(list).filter((_, i) => i % each === 0);
}

const filters = await asked();
const { different, alike } = await compare(filters, availableParallelism());

const show = (selected: Selected): string =>
  typeof selected === 'string' ? `refuses: ${selected.split('\n')[0]}` : `selects ${selected.join(' ') || 'nothing'}`;
const unexplained = different.filter(({ reason }) => reason === undefined);
for (const it of all ? different : unexplained) {
  console.log(`${it.expression}\n  tshark    ${show(it.tsharks)}\n  specshark ${show(it.ours)}`);
  if (it.reason) console.log(`  because   ${it.reason}`);
}
for (const it of alike) console.log(`${it.expression}\n  no longer differs: its reason can go`);
console.log(
  `${filters.length} filters: ${filters.length - different.length} alike, ${different.length - unexplained.length} differ for a reason, ${unexplained.length} unexplained`,
);
process.exitCode = unexplained.length > 0 || alike.length > 0 ? 1 : 0;
