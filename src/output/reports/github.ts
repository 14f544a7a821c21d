import { escapeText } from '../../bytes/text.ts';
import type { ByteWriter } from '../../bytes/writer.ts';
import { cite } from '../../model/spec.ts';
import { type CheckReport, INPUT, place } from './report.ts';

const COMMAND = { error: 'error', warning: 'warning', note: 'notice' } as const;

/** Workflow commands of GitHub Actions: each line is an annotation. */
export function githubReport(out: ByteWriter): CheckReport {
  const say = (command: string, file: string | null, title: string, text: string): void => {
    const properties = [...(file === null ? [] : [`file=${property(file)}`]), `title=${property(title)}`];
    out.utf8(`::${command} ${properties.join(',')}::${data(text)}\n`);
    out.settle();
  };
  return {
    begin() {},
    file(file) {
      if (file.reach !== 'whole' || file.failure) say('error', file.path, INPUT[file.reach], file.trouble ?? '');
      for (const finding of file.findings) {
        if (finding.suppressed) continue;
        const { severity, rule, message, level, spec } = finding;
        say(COMMAND[severity], file.path, rule, `${place(finding)}: ${message} (${level}, ${cite(spec)})`);
      }
    },
    end({ complaints }) {
      for (const { kind, file, text, fails } of complaints) say(fails ? 'error' : 'notice', file, kind, text);
    },
  };
}

const data = (text: string): string =>
  escapeText(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
