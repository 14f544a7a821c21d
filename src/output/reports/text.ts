import { fromHex, toHex } from '../../bytes/hex.ts';
import { escapeText } from '../../bytes/text.ts';
import type { ByteWriter } from '../../bytes/writer.ts';
import { atLeast } from '../../conformance/policy.ts';
import { further, type JudgedFile, type JudgedFinding, type RuleResult } from '../../conformance/record.ts';
import type { Severity } from '../../model/finding.ts';
import type { AnyRule } from '../../model/rule.ts';
import { cite } from '../../model/spec.ts';
import { coverageText } from '../coverage.ts';
import type { Palette } from '../output.ts';
import { type CheckReport, type CheckRun, expected, place, plural } from './report.ts';

/** Findings of one rule in one file that are shown with their bytes, unless all are asked for. */
const SHOWN = 10;
const ROW = 16;

/** For people: by file, then by rule; each finding with its bytes, a caret under those accused, and what they should be. */
export function textReport(out: ByteWriter, run: CheckRun, palette: Palette): CheckReport {
  const totals: Record<Severity, number> = { error: 0, warning: 0, note: 0 };
  const known = new Map<string, number>();
  const byId = new Map(run.rules.map((rule) => [rule.id, rule]));
  let files = 0;
  return {
    begin() {},
    file(file) {
      files++;
      out.raw(palette.heading);
      out.text(file.path);
      out.raw(palette.off);
      if (file.reach === 'whole' || file.reach === 'part') out.ascii(`: ${plural(file.packets, 'packet')}`);
      if (file.trouble !== null)
        out.utf8(`${file.reach === 'whole' ? '' : ', not complete'}: ${escapeText(file.trouble)}`);
      out.byte(0x0a);
      for (const { suppressed, severity } of file.findings) {
        if (suppressed) known.set(suppressed.by, (known.get(suppressed.by) ?? 0) + 1);
        else totals[severity]++;
      }
      for (const group of groups(file)) {
        writeGroup(out, palette, byId.get(group[0]!.rule)!, group, file, run.all ? Number.POSITIVE_INFINITY : SHOWN);
        out.settle();
      }
      if (file.rules.length > 0) out.ascii(`  rules: ${counts(file.rules)}\n`);
      out.settle();
    },
    end({ verdict, complaints, covered }) {
      if (covered) coverageText(out, covered, palette);
      for (const { file, text, fails } of complaints) {
        out.raw(fails ? palette.error : palette.note);
        out.ascii(fails ? 'failed' : 'note');
        out.raw(palette.off);
        out.utf8(` ${file === null ? '' : `${escapeText(file)}: `}${escapeText(text)}\n`);
      }
      const total = totals.error + totals.warning + totals.note;
      out.ascii(
        total === 0
          ? 'no findings'
          : `${plural(totals.error, 'error')}, ${plural(totals.warning, 'warning')}, ${plural(totals.note, 'note')}`,
      );
      for (const [by, n] of known) out.ascii(`, ${n} ${SUPPRESSED[by]}`);
      out.ascii(files === 1 ? '' : ` in ${files} files`);
      out.ascii(`: ${verdict}\n`);
    },
  };
}

const SUPPRESSED: Readonly<Record<string, string>> = {
  waiver: 'waived',
  baseline: 'of the baseline',
  expectation: 'expected',
};

function counts(rules: readonly RuleResult[]): string {
  const count = (verdict: string): number => rules.filter((rule) => rule.verdict === verdict).length;
  return `${count('passed')} passed, ${count('failed')} failed, ${count('undecided')} undecided, ${count('not-exercised')} not exercised`;
}

/** What counts, by rule: the severest first, then in the order in which they come. */
function groups(file: JudgedFile): JudgedFinding[][] {
  const found = new Map<string, JudgedFinding[]>();
  for (const finding of file.findings) {
    if (finding.suppressed) continue;
    const key = `${finding.rule} ${finding.severity}`;
    found.set(key, [...(found.get(key) ?? []), finding]);
  }
  const first = (group: JudgedFinding[]): JudgedFinding => group[0]!;
  return [...found.values()].sort((a, b) => Number(weaker(first(a), first(b))) - Number(weaker(first(b), first(a))));
}

const weaker = (a: JudgedFinding, b: JudgedFinding): boolean => !atLeast(a.severity, b.severity);

function writeGroup(
  out: ByteWriter,
  palette: Palette,
  rule: AnyRule,
  group: readonly JudgedFinding[],
  file: JudgedFile,
  most: number,
): void {
  const [{ severity }] = group as [JudgedFinding];
  out.ascii('\n  ');
  out.raw(palette[severity]);
  out.ascii(severity);
  out.raw(palette.off);
  out.utf8(` ${rule.id}: ${rule.title}\n`);
  out.raw(palette.dim);
  out.utf8(`    ${rule.level}, ${cite(rule.spec)}, ${rule.spec.url}\n`);
  out.raw(palette.off);
  for (const finding of group.slice(0, most)) writeFinding(out, palette, rule, finding);
  const rest = Math.max(0, group.length - most) + further(file.rules.find((result) => result.rule === rule.id)!);
  if (rest > 0) out.utf8(`    … and ${rest} more${group.length > most ? ' (--all shows them)' : ''}\n`);
}

function writeFinding(out: ByteWriter, palette: Palette, rule: AnyRule, finding: JudgedFinding): void {
  const { decidedAt, frame, spec, label } = finding;
  const also = spec.section === rule.spec.section ? '' : ` [${cite(spec)}]`;
  const late = decidedAt === frame ? '' : `, decided at ${decidedAt}`;
  const name = label === null ? '' : ` (${label})`;
  out.utf8(`    ${place(finding)}${name}${late}: ${escapeText(finding.message)}${also}\n`);
  writeDump(out, palette, finding);
}

/** The row in which the accused bytes begin, and a caret under each of those. */
function writeDump(out: ByteWriter, palette: Palette, finding: JudgedFinding): void {
  const { at, offset, length, hex, within } = finding.dump;
  const bytes = fromHex(hex);
  const shown = expected(finding);
  if (length === 0 || bytes.length === 0) {
    if (shown) out.utf8(`      ${escapeText(shown)}\n`);
    return;
  }
  const row = bytes.subarray(0, ROW);
  const first = offset - at;
  const last = Math.min(first + length, row.length);
  const source = within === 'frame' ? '' : `  (${within})`;
  out.ascii(`      ${at.toString(16).padStart(4, '0')}  ${toHex(row, 0, row.length, ' ')}${source}\n`);
  out.spaces(12 + first * 3);
  out.raw(palette[finding.severity]);
  out.ascii('^'.repeat(Math.max(2, (last - first) * 3 - 1)));
  out.raw(palette.off);
  if (first + length > row.length) out.utf8(` … ${length} bytes`);
  if (shown) out.utf8(` ${escapeText(shown)}`);
  out.byte(0x0a);
}
