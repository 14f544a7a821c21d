import { type RuleTally, type Tally, type Verdict, verdictOf } from '../model/finding.ts';
import type { Requirement } from '../model/requirement.ts';
import type { AnyRule } from '../model/rule.ts';
import type { RuleResult, Sections } from './record.ts';

/** What captures say of a requirement; 'not-observable' where no rule can test it on the wire. */
export type CoverageVerdict = Verdict | 'not-observable';

export interface Covered {
  readonly requirement: Requirement;
  readonly verdict: CoverageVerdict;
}

/** What became of every requirement in some captures: the tallies of each of them. */
export function coverageOf(
  requirements: readonly Requirement[],
  captures: readonly (readonly RuleTally[])[],
): readonly Covered[] {
  const byRule = new Map<string, RuleTally[]>();
  for (const tally of captures.flat()) byRule.set(tally.rule.id, [...(byRule.get(tally.rule.id) ?? []), tally]);
  return requirements.map((requirement) => {
    if (requirement.rules.length === 0) return { requirement, verdict: 'not-observable' };
    const sum: Tally = { examined: 0, failed: 0, undecided: 0 };
    for (const tally of requirement.rules.flatMap((id) => byRule.get(id) ?? [])) {
      const { examined, failed, undecided } = partOf(tally, requirement.section);
      sum.examined += examined;
      sum.failed += failed;
      sum.undecided += undecided;
    }
    return { requirement, verdict: verdictOf(sum) };
  });
}

/** Of a rule that speaks of several sections' PDUs only what it says of this one's. */
function partOf(tally: RuleTally, section: string): Tally {
  return sectionsOf(tally.rule).has(section) ? (tally.sections.get(section) ?? NOTHING) : tally;
}

const NOTHING: Tally = { examined: 0, failed: 0, undecided: 0 };

const sectionsOf = ({ watches, spec }: AnyRule): ReadonlySet<string> =>
  new Set(
    'index' in watches ? [] : watches.flatMap((it) => it.spec?.section ?? []).filter((it) => it !== spec.section),
  );

/** Tallies of many captures, added up as they come. */
export class TallySum {
  readonly #sums: ReadonlyMap<string, RuleTally>;

  constructor(rules: readonly AnyRule[]) {
    this.#sums = new Map(
      rules.map((rule) => [rule.id, { rule, examined: 0, failed: 0, undecided: 0, sections: new Map() }]),
    );
  }

  add(results: readonly RuleResult[], sections: Sections): void {
    for (const result of results) {
      const sum = this.#sums.get(result.rule)!;
      addTo(sum, result);
      for (const [section, tally] of Object.entries(sections[result.rule] ?? {})) {
        const here = sum.sections.get(section) ?? { examined: 0, failed: 0, undecided: 0 };
        addTo(here, tally);
        sum.sections.set(section, here);
      }
    }
  }

  get tallies(): readonly RuleTally[] {
    return [...this.#sums.values()];
  }
}

function addTo(sum: Tally, { examined, failed, undecided }: Tally): void {
  sum.examined += examined;
  sum.failed += failed;
  sum.undecided += undecided;
}

/** Of the requirements that rules can test, how many of a hundred were decided: passed or failed. */
export function decidedShare(covered: readonly Covered[]): number {
  const testable = covered.filter(({ verdict }) => verdict !== 'not-observable');
  const decided = testable.filter(({ verdict }) => verdict === 'passed' || verdict === 'failed');
  return testable.length === 0 ? 0 : (100 * decided.length) / testable.length;
}
