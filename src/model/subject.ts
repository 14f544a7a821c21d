import type { Flow } from './flow.ts';

/**
 * A thing that dissectors make known beside fields: an exchange that is over, a message that is whole. Rules and views
 * watch it; the values live as long as their watchers keep them.
 */
export interface Subject<T> {
  readonly index: number;
  readonly name: string;
  /** What the value knows of its flow, for rules' `needs`. */
  readonly flow: (value: T) => Flow | undefined;
}

let subjects = 0;
export const subject = <T>(name: string, flow: (value: T) => Flow | undefined): Subject<T> => ({
  index: subjects++,
  name,
  flow,
});
