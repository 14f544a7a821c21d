import type { limits } from '../model/limits.ts';

/** Whom it concerns that something of a flow is dropped. */
export interface FlowListener<F> {
  /** Whether nothing was heard of the flow for so long that what is unfinished in it will stay so. */
  silent(flow: F): boolean;
  /** Something is dropped because of a limit. */
  reached(limit: keyof typeof limits): void;
}

/**
 * What is unfinished in directions of flows, as a rule in the order in which it began. What flows that are silent left
 * is dropped when more is added.
 */
export class Unfinished<T, F> {
  readonly #flows = new Map<T, F>();
  readonly #listener: FlowListener<F>;
  readonly #drop: (item: T, flow: F) => void;

  /** `drop` is to delete the item. */
  constructor(listener: FlowListener<F>, drop: (item: T, flow: F) => void) {
    this.#listener = listener;
    this.#drop = drop;
  }

  add(item: T, flow: F): void {
    if (this.#flows.has(item)) return;
    if (this.#flows.size > 0) this.#dropSilent();
    this.#flows.set(item, flow);
  }

  delete(item: T): boolean {
    return this.#flows.delete(item);
  }

  /** Drops one of the oldest; false where there is none. */
  dropOne(): boolean {
    for (const [item, flow] of this.#flows) {
      this.#drop(item, flow);
      return true;
    }
    return false;
  }

  /** What is not silent goes to the end, so that nobody looks at it again soon. */
  #dropSilent(): void {
    for (const [item, flow] of this.#flows) {
      if (!this.#listener.silent(flow)) {
        this.#flows.delete(item);
        this.#flows.set(item, flow);
        return;
      }
      this.#listener.reached('streamSeconds');
      this.#drop(item, flow);
    }
  }
}
