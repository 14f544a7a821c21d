/** Exit codes (DESIGN 5). */
export const EXIT = {
  ok: 0,
  /** `check`: findings at or above --fail-on. */
  findings: 1,
  usage: 2,
  /** An input is missing or no capture. */
  input: 3,
  /** An input was read in part. */
  partial: 4,
  /** A capture could not start or broke off. */
  capture: 5,
  /** Our own bug, outside any packet. */
  software: 70,
  interrupted: 130,
  terminated: 143,
} as const;

/** With several reasons the first of these wins. */
const ORDER: readonly number[] = [EXIT.usage, EXIT.capture, EXIT.software, EXIT.findings, EXIT.input, EXIT.partial];

export function worst(codes: Iterable<number>): number {
  const all = new Set(codes);
  return ORDER.find((code) => all.has(code)) ?? EXIT.ok;
}

/** The user asked for something that cannot be: one line, exit 2. */
export class UsageError extends Error {}

/** "did you mean": the known names nearest to a wrong one, at most three. */
export function nearest(wrong: string, known: Iterable<string>): string[] {
  const scored: [number, string][] = [];
  for (const name of known) {
    const score = distance(wrong, name, 4);
    if (score <= Math.max(2, wrong.length >> 2)) scored.push([score, name]);
    else if (wrong.length > 2 && name.startsWith(wrong)) scored.push([4, name]);
  }
  return scored
    .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
    .slice(0, 3)
    .map(([, name]) => name);
}

/** Levenshtein distance, given up on beyond `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
