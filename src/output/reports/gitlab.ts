import { fingerprintOf } from '../../bytes/digest.ts';
import type { ByteWriter } from '../../bytes/writer.ts';
import { cite } from '../../model/spec.ts';
import { type CheckReport, place } from './report.ts';

const SEVERITY = { error: 'critical', warning: 'minor', note: 'info' } as const;

/** GitLab's code quality report: an array of issues. A capture has no lines; the frame's number stands for one. */
export function gitlabReport(out: ByteWriter): CheckReport {
  let first = true;
  const issue = (rule: string, description: string, severity: string, path: string, line: number, of: string): void => {
    const value = {
      description,
      check_name: rule,
      fingerprint: fingerprintOf([path, of]),
      severity,
      location: { path, lines: { begin: line } },
    };
    out.utf8(`${first ? '' : ','}\n${JSON.stringify(value)}`);
    first = false;
    out.settle();
  };
  return {
    begin() {
      out.byte(0x5b);
    },
    file(file) {
      const { path, trouble } = file;
      if (trouble !== null) issue('input', trouble, 'blocker', path, 1, 'input');
      for (const finding of file.findings) {
        if (finding.suppressed) continue;
        const { rule, severity, frame, fingerprint, message, level, spec } = finding;
        const description = `${place(finding)}: ${message} (${level}, ${cite(spec)})`;
        issue(rule, description, SEVERITY[severity], path, frame, fingerprint);
      }
    },
    end({ complaints }) {
      for (const { kind, file, text, fails } of complaints)
        issue(kind, text, fails ? 'critical' : 'info', file ?? '.', 1, `${kind} ${text}`);
      out.ascii('\n]\n');
    },
  };
}
