import type { Packet } from './packet.ts';
import type { Subject } from './subject.ts';

/** Hears what dissectors make known: the rules and the views of a run. */
export interface Observer {
  /** Whether it watches anything at all. */
  readonly watching: boolean;
  watches(subject: Subject<unknown>): boolean;
  observed(subject: Subject<unknown>, value: unknown, packet: Packet): void;
}
