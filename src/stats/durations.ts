import { round } from './table.ts';

/** Buckets are this much wider than the one before: a percentile is off by no more. */
const STEP = Math.log(1.02);
const SHORTEST = 1e-9;

/** Count, least, mean, most and percentiles of durations, in memory that does not grow with them. */
export class Durations {
  count = 0;
  #sum = 0;
  #least = Number.POSITIVE_INFINITY;
  #most = 0;
  readonly #buckets = new Map<number, number>();

  add(seconds: number): void {
    this.count++;
    this.#sum += seconds;
    this.#least = Math.min(this.#least, seconds);
    this.#most = Math.max(this.#most, seconds);
    const bucket = Math.round(Math.log(Math.max(seconds, SHORTEST)) / STEP);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
  }

  /** Least, mean, most, median, 90th and 99th percentile, in seconds. */
  cells(): (number | null)[] {
    if (this.count === 0) return [null, null, null, null, null, null];
    const percentiles = [0.5, 0.9, 0.99].map((part) => this.#percentile(part));
    return [this.#least, this.#sum / this.count, this.#most, ...percentiles].map((value) => round(value));
  }

  #percentile(part: number): number {
    let left = Math.ceil(this.count * part);
    for (const [bucket, count] of [...this.#buckets].sort((a, b) => a[0] - b[0])) {
      left -= count;
      if (left <= 0) return Math.min(this.#most, Math.max(this.#least, Math.exp(bucket * STEP)));
    }
    return this.#most;
  }
}

export const DURATION_COLUMNS = ['Min s', 'Mean s', 'Max s', 'p50 s', 'p90 s', 'p99 s'] as const;
