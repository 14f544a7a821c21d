import type { ByteWriter } from '../../bytes/writer.ts';
import type { JudgedFile, JudgedFinding } from '../../conformance/record.ts';
import { coverageJson } from '../coverage.ts';
import type { CheckReport, CheckRun } from './report.ts';

export const CHECK_SCHEMA = 'specshark.check/1';

/** `specshark.check/1`: one document, written file by file. */
export function jsonReport(out: ByteWriter, run: CheckRun): CheckReport {
  let first = true;
  return {
    begin() {
      out.ascii(`{"schema":"${CHECK_SCHEMA}","profile":"${run.profile}","failOn":"${run.failOn}","files":[`);
    },
    file(file) {
      out.utf8(`${first ? '' : ','}\n${JSON.stringify(fileJson(file), null, 1)}`);
      first = false;
      out.settle();
    },
    end({ verdict, complaints, covered }) {
      const coverage = covered ? `,"coverage":${JSON.stringify(coverageJson(covered))}` : '';
      out.utf8(`\n],"complaints":${JSON.stringify(complaints)}${coverage},"verdict":"${verdict}"}\n`);
    },
  };
}

const fileJson = (file: JudgedFile): object => ({
  path: file.path,
  packets: file.packets,
  complete: file.reach === 'whole',
  error: file.trouble,
  findings: file.findings.map(judgedJson),
  rules: file.rules,
});

/** The finding as other outputs have it, with what `check` knows beside it. */
export const judgedJson = ({ dump, label, position, ...finding }: JudgedFinding): object => finding;
