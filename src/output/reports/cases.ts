import { atLeast } from '../../conformance/policy.ts';
import { further, type JudgedFile, type JudgedFinding, type RuleResult } from '../../conformance/record.ts';
import { type AnyRule, severityOf } from '../../model/rule.ts';
import { type CheckRun, failing } from './report.ts';

/** A rule and a capture, as those see it that know test cases. */
export interface Case {
  readonly rule: AnyRule;
  readonly result: RuleResult;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Findings that fail it, and the others. */
  readonly counting: readonly JudgedFinding[];
  readonly others: readonly JudgedFinding[];
}

/** Every rule that the capture exercised, or all of them. What does not fail the gate does not fail the case. */
export function casesOf(file: JudgedFile, run: CheckRun): Case[] {
  const results = new Map(file.rules.map((result) => [result.rule, result]));
  return run.rules.flatMap((rule): Case[] => {
    const result = results.get(rule.id);
    if (!result || (result.verdict === 'not-exercised' && !run.all)) return [];
    const found = file.findings.filter((finding) => finding.rule === rule.id);
    const counting = found.filter((finding) => failing(finding, run.failOn));
    const others = found.filter((finding) => !counting.includes(finding));
    const beyond = further(result) > 0 && found.every(({ suppressed }) => !suppressed);
    const least = run.failOn === 'never' ? 'error' : run.failOn;
    const failed = counting.length > 0 || (beyond && atLeast(found[0]?.severity ?? severityOf(rule), least));
    const skipped = result.verdict === 'undecided' || result.verdict === 'not-exercised';
    return [{ rule, result, state: failed ? 'failed' : skipped ? 'skipped' : 'passed', counting, others }];
  });
}
