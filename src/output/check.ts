import { toHex } from '../bytes/hex.ts';
import { escapeText } from '../bytes/text.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import type { Covered } from '../conformance/coverage.ts';
import type { Judge } from '../conformance/judge.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { verdictOf } from '../model/finding.ts';
import { cite } from '../model/spec.ts';
import { coverageJson, coverageText } from './coverage.ts';
import { findingJson } from './json.ts';
import type { Palette } from './output.ts';

export const CHECK_SCHEMA = 'specshark.check/1';

/** One judged capture. */
export interface Checked {
  readonly path: string;
  readonly packets: number;
  readonly complete: boolean;
  readonly trouble: string | undefined;
  readonly judge: Judge;
}

export interface CheckReport {
  begin(): void;
  file(checked: Checked): void;
  end(failed: boolean, covered?: readonly Covered[]): void;
}

/** By file, in the order of the packets: place, verdict, bytes, section. */
export function checkText(out: ByteWriter, palette: Palette): CheckReport {
  const totals: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  let files = 0;
  return {
    begin() {},
    file({ path, packets, complete, trouble, judge }) {
      files++;
      out.raw(palette.heading);
      out.utf8(escapeText(path));
      out.raw(palette.off);
      out.ascii(`: ${packets} packets`);
      if (!complete) out.utf8(`, not complete: ${escapeText(trouble ?? '')}`);
      out.byte(0x0a);
      for (const finding of ordered(judge.findings)) {
        totals[finding.severity]++;
        writeFinding(out, finding, palette);
      }
      const verdicts = judge.tallies.map(verdictOf);
      const count = (verdict: string): number => verdicts.filter((v) => v === verdict).length;
      out.ascii(
        `  rules: ${count('passed')} passed, ${count('failed')} failed, ${count('undecided')} undecided, ${count('not-exercised')} not exercised\n`,
      );
      out.settle();
    },
    end(_failed, covered) {
      const total = totals.error + totals.warning + totals.note;
      out.ascii(
        total === 0
          ? 'no findings'
          : `${plural(totals.error, 'error')}, ${plural(totals.warning, 'warning')}, ${plural(totals.note, 'note')}`,
      );
      out.ascii(files === 1 ? '\n' : ` in ${files} files\n`);
      if (covered) coverageText(out, covered, palette);
    },
  };
}

function writeFinding(out: ByteWriter, finding: Finding, palette: Palette): void {
  const { anchor, rule, decidedAt } = finding;
  out.ascii('  frame ');
  out.decimal(anchor.frame);
  if (decidedAt !== anchor.frame) out.ascii(` (decided at ${decidedAt})`);
  out.byte(0x20);
  out.raw(palette[finding.severity]);
  out.ascii(finding.severity);
  out.raw(palette.off);
  out.utf8(` ${rule.id}: ${escapeText(finding.text)}\n`);
  out.raw(palette.dim);
  const span = anchor.spans[0];
  const field = anchor.field ? `${anchor.field.abbrev} (${anchor.field.label})` : anchor.layer;
  const bytes = toHex(anchor.bytes.subarray(0, 16), 0, undefined, ' ') + (anchor.bytes.length > 16 ? ' …' : '');
  out.utf8(
    `    ${field}${span ? ` at offset ${span.offset}: ${bytes}` : ''}\n    ${rule.level}, ${cite(finding.spec)}\n`,
  );
  out.raw(palette.off);
}

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** In the order in which a reader goes through the capture. */
export const ordered = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (a, b) =>
      a.anchor.frame - b.anchor.frame ||
      a.anchor.layerIndex - b.anchor.layerIndex ||
      a.decidedAt - b.decidedAt ||
      (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0),
  );

/** `specshark.check/1` (DESIGN 5). */
export function checkJson(out: ByteWriter, profile: string): CheckReport {
  const files: object[] = [];
  return {
    begin() {},
    file({ path, packets, complete, trouble, judge }) {
      files.push({
        path,
        packets,
        complete,
        error: trouble ?? null,
        findings: ordered(judge.findings).map(findingJson),
        rules: judge.tallies.map((tally) => ({
          rule: tally.rule.id,
          verdict: verdictOf(tally),
          examined: tally.examined,
          failed: tally.failed,
          undecided: tally.undecided,
        })),
      });
    },
    end(failed, covered) {
      out.utf8(
        `${JSON.stringify({ schema: CHECK_SCHEMA, profile, verdict: failed ? 'failed' : 'passed', files, ...(covered ? { coverage: coverageJson(covered) } : {}) }, null, 1)}\n`,
      );
    },
  };
}
