import type { ByteWriter } from '../bytes/writer.ts';
import type { CoverageVerdict, Covered } from '../conformance/coverage.ts';
import type { Palette } from './output.ts';

const ORDER: readonly CoverageVerdict[] = ['failed', 'passed', 'undecided', 'not-exercised', 'not-observable'];

/** By document: how many requirements the captures exercised and what became of them, and which. */
export function coverageText(out: ByteWriter, covered: readonly Covered[], palette: Palette): void {
  for (const document of documentsOf(covered)) {
    const here = covered.filter((it) => it.requirement.document === document);
    const of = (verdict: CoverageVerdict): readonly Covered[] => here.filter((it) => it.verdict === verdict);
    const exercised = here.length - of('not-exercised').length - of('not-observable').length;
    out.raw(palette.heading);
    out.ascii(document);
    out.raw(palette.off);
    out.ascii(`: ${exercised} of ${here.length} requirements exercised: `);
    out.ascii(`${ORDER.map((verdict) => `${of(verdict).length} ${verdict.replace('-', ' ')}`).join(', ')}\n`);
    for (const verdict of ORDER) {
      if (verdict === 'not-observable' || of(verdict).length === 0) continue;
      out.ascii(`  ${verdict.replace('-', ' ')}\n`);
      for (const { requirement } of of(verdict)) {
        const { section, level, note, statement } = requirement;
        out.utf8(`    ${section} ${level ?? `<${note}>`}: ${statement}\n`);
      }
    }
    out.settle();
  }
}

export interface DocumentCoverage {
  readonly document: string;
  readonly requirements: number;
  /** Those that captures showed, decided or not. */
  readonly exercised: number;
  readonly passed: number;
  readonly failed: number;
  readonly undecided: number;
  readonly notExercised: number;
  readonly notObservable: number;
  readonly rows: readonly object[];
}

/** The same for machines: `coverage` of `specshark.check/1`. */
export const coverageJson = (covered: readonly Covered[]): readonly DocumentCoverage[] =>
  documentsOf(covered).map((document) => {
    const here = covered.filter((it) => it.requirement.document === document);
    const of = (verdict: CoverageVerdict): number => here.filter((it) => it.verdict === verdict).length;
    return {
      document,
      requirements: here.length,
      exercised: here.length - of('not-exercised') - of('not-observable'),
      passed: of('passed'),
      failed: of('failed'),
      undecided: of('undecided'),
      notExercised: of('not-exercised'),
      notObservable: of('not-observable'),
      rows: here.map(({ requirement, verdict }) => ({
        section: requirement.section,
        level: requirement.level ?? null,
        note: requirement.note ?? null,
        statement: requirement.statement,
        rules: requirement.rules,
        verdict,
      })),
    };
  });

const documentsOf = (covered: readonly Covered[]): string[] => [
  ...new Set(covered.map(({ requirement }) => requirement.document)),
];
