import type { Anchor } from './anchor.ts';
import type { AnyRule } from './rule.ts';
import type { SpecReference } from './spec.ts';

export type Severity = 'error' | 'warning' | 'note';

export type FindingData = Readonly<Record<string, string | number>>;

/** A violation, made at once and complete: it outlives the packet that showed it. */
export interface Finding {
  readonly rule: AnyRule;
  readonly severity: Severity;
  /** The sentence's place: the rule's own, or the one that speaks of the PDU it was found in. */
  readonly spec: SpecReference;
  /** Id of the message, and its text with the data filled in. */
  readonly message: string;
  readonly text: string;
  readonly data: FindingData;
  /** What is accused; its first bytes are shown. */
  readonly anchor: Anchor;
  /** The frame that decided it: later than the accused one for findings of absence. */
  readonly decidedAt: number;
}

/**
 * What is known of a rule after a capture. Silence is never a pass: a rule that saw nothing is 'not-exercised', one that
 * saw only what it could not judge is 'undecided'.
 */
export type Verdict = 'passed' | 'failed' | 'undecided' | 'not-exercised';

export interface Tally {
  examined: number;
  failed: number;
  undecided: number;
}

export interface RuleTally extends Tally {
  readonly rule: AnyRule;
  /** The same by section, of rules on PDUs that several sections speak of. */
  readonly sections: Map<string, Tally>;
}

export function verdictOf(tally: Tally): Verdict {
  if (tally.failed > 0) return 'failed';
  if (tally.undecided > 0) return 'undecided';
  return tally.examined > 0 ? 'passed' : 'not-exercised';
}
