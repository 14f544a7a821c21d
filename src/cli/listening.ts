import type { Judge } from '../conformance/judge.ts';
import type { Selection } from './filter.ts';

/** A view of what dissectors make known, wherever the packets come from. */
export interface Listening {
  /** Before the first source. */
  begin(): void;
  /** What hears of the packets of one source, by its name. */
  judge(path: string, selection?: Selection): Judge;
  /** After the last one. */
  end(): void;
}
