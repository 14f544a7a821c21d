import type { Packet } from '../model/packet.ts';

export type Cell = string | number | null;

/** A table as every form of output takes it. */
export interface Table {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Counts packets; what it holds is bounded by what it counts by, not by how many there are. */
export interface Collector {
  packet(packet: Packet): void;
  table(): Table;
}

/** Rows kept of a table whose keys packets choose; what follows is counted under `(others)`. */
export const MOST_ROWS = 50_000;

/** The tally of a key, made at first; beyond MOST_ROWS that of all others. */
export function tallyOf<T>(tallies: Map<string, T>, key: string, make: () => T): T {
  const known = tallies.get(key);
  if (known) return known;
  const kept = tallies.size < MOST_ROWS ? key : '(others)';
  const made = tallies.get(kept) ?? make();
  tallies.set(kept, made);
  return made;
}

export const round = (value: number, digits = 6): number => Number(value.toFixed(digits));
