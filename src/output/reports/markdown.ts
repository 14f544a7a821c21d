import { escapeText } from '../../bytes/text.ts';
import type { ByteWriter } from '../../bytes/writer.ts';
import type { Covered } from '../../conformance/coverage.ts';
import type { JudgedFile } from '../../conformance/record.ts';
import type { AnyRule } from '../../model/rule.ts';
import { cite } from '../../model/spec.ts';
import { coverageJson } from '../coverage.ts';
import { type CheckReport, type CheckRun, INPUT } from './report.ts';

/** A summary for a job's page: the verdict first, a row a capture, then a row for each rule that a capture broke. */
export function markdownReport(out: ByteWriter, run: CheckRun): CheckReport {
  const byId = new Map(run.rules.map((rule) => [rule.id, rule]));
  // The verdict stands above them and is known last.
  const files: string[] = [];
  const broken: string[] = [];
  return {
    begin() {},
    file(file) {
      files.push(fileRow(file));
      broken.push(...brokenRows(file, byId));
    },
    end({ verdict, complaints, covered }) {
      out.utf8(`# specshark check: ${verdict}\n\nProfile \`${run.profile}\`, fails on \`${run.failOn}\`.\n\n`);
      out.utf8(
        '| capture | packets | errors | warnings | notes | known | state |\n| --- | --: | --: | --: | --: | --: | --- |\n',
      );
      for (const row of files) line(out, row);
      if (complaints.length > 0) out.ascii('\n');
      for (const { file, text, fails } of complaints)
        out.utf8(`- ${fails ? '**failed**' : 'note'}: ${file === null ? '' : `${cell(file)}: `}${cell(text)}\n`);
      if (covered) writeCoverage(out, covered);
      if (broken.length === 0) return;
      out.utf8(
        '\n| capture | rule | severity | times | first | section | message |\n| --- | --- | --- | --: | --: | --- | --- |\n',
      );
      for (const row of broken) line(out, row);
    },
  };
}

function line(out: ByteWriter, row: string): void {
  out.utf8(`${row}\n`);
  out.settle();
}

function writeCoverage(out: ByteWriter, covered: readonly Covered[]): void {
  out.ascii('\n| document | requirements | passed | failed | undecided | not exercised | not observable |\n');
  out.ascii('| --- | --: | --: | --: | --: | --: | --: |\n');
  for (const it of coverageJson(covered)) {
    const { document, requirements, passed, failed, undecided, notExercised, notObservable } = it;
    line(out, row([document, requirements, passed, failed, undecided, notExercised, notObservable]));
  }
}

function fileRow(file: JudgedFile): string {
  const count = (severity: string): number =>
    file.findings.filter((finding) => !finding.suppressed && finding.severity === severity).length;
  const known = file.findings.filter(({ suppressed }) => suppressed).length;
  const state = INPUT[file.reach] + (file.trouble === null ? '' : `: ${file.trouble}`);
  return row([file.path, file.packets, count('error'), count('warning'), count('note'), known, state]);
}

function brokenRows(file: JudgedFile, rules: ReadonlyMap<string, AnyRule>): string[] {
  const groups = new Map<string, JudgedFile['findings'][number][]>();
  for (const finding of file.findings) {
    if (!finding.suppressed) groups.set(finding.rule, [...(groups.get(finding.rule) ?? []), finding]);
  }
  return [...groups].map(([id, [first, ...rest]]) => {
    const { url } = rules.get(id)!.spec;
    const link = `[${cell(cite(first!.spec))}](${url})`;
    const cells = [file.path, id, first!.severity, rest.length + 1, `frame ${first!.frame}`].map(cell);
    return `| ${[...cells, link, cell(first!.message)].join(' | ')} |`;
  });
}

const row = (cells: readonly (string | number)[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** Nothing of a packet becomes markup. */
const cell = (text: string | number): string =>
  escapeText(String(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]|~#!]/g, '\\$&');
