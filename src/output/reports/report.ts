import { atLeast, type FailOn, type Outcome } from '../../conformance/policy.ts';
import type { JudgedFile, JudgedFinding } from '../../conformance/record.ts';
import type { AnyRule } from '../../model/rule.ts';

/** What a run of `check` is, before any file was judged. */
export interface CheckRun {
  readonly version: string;
  readonly profile: string;
  /** The rules that judge, and the least severity that fails. */
  readonly rules: readonly AnyRule[];
  readonly failOn: FailOn;
  /** Every rule is listed, also those that saw nothing. */
  readonly all: boolean;
}

/** A form of `check`'s output. Files come one after another, in the order of their paths. */
export interface CheckReport {
  begin(): void;
  file(file: JudgedFile): void;
  end(outcome: Outcome): void;
}

/** Where a gate is open, reports that know passed and failed go by errors. */
export const failing = (finding: JudgedFinding, failOn: FailOn): boolean =>
  !finding.suppressed && atLeast(finding.severity, failOn === 'never' ? 'error' : failOn);

/** What is wrong with the file itself, in a word for each way. */
export const INPUT = {
  whole: 'read whole',
  part: 'read in part',
  nothing: 'not read',
  unmatched: 'no capture found',
} as const;

export const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** What the value should have been, where the finding says so in its data. */
export function expected({ data }: JudgedFinding): string | undefined {
  const { must, most, least } = data;
  if (must !== undefined) return `must be ${must}`;
  if (most !== undefined) return `at most ${most}`;
  return least === undefined ? undefined : `at least ${least}`;
}

/** 'frame 9, smb.wct'. */
export const place = ({ frame, field, layer }: JudgedFinding): string =>
  `frame ${frame}, ${field ?? layer.slice(layer.lastIndexOf('/') + 1)}`;
