import type { ByteWriter } from '../../bytes/writer.ts';
import { coverageJson } from '../coverage.ts';
import { judgedJson } from './json.ts';
import type { CheckReport, CheckRun } from './report.ts';

export const CHECK_LINE_SCHEMA = 'specshark.check-line/1';

/** An object a line: each finding, then its file with the verdicts, at last the outcome. */
export function ndjsonReport(out: ByteWriter, run: CheckRun): CheckReport {
  const line = (value: object): void => {
    out.utf8(`${JSON.stringify({ schema: CHECK_LINE_SCHEMA, ...value })}\n`);
    out.settle();
  };
  return {
    begin() {},
    file(file) {
      for (const finding of file.findings) line({ kind: 'finding', path: file.path, ...judgedJson(finding) });
      const { path, packets, reach, trouble, rules } = file;
      line({ kind: 'file', path, packets, complete: reach === 'whole', error: trouble, rules });
    },
    end({ verdict, complaints, covered }) {
      const { profile, failOn } = run;
      for (const document of covered ? coverageJson(covered) : []) line({ kind: 'coverage', ...document });
      line({ kind: 'end', profile, failOn, complaints, verdict });
    },
  };
}
