import { escapeText } from '../../bytes/text.ts';
import type { ByteWriter } from '../../bytes/writer.ts';
import { cite } from '../../model/spec.ts';
import { type Case, casesOf } from './cases.ts';
import { type CheckReport, type CheckRun, INPUT, plural } from './report.ts';

/** Test Anything Protocol, version 14: a test point for each capture and each rule that it exercised. */
export function tapReport(out: ByteWriter, run: CheckRun): CheckReport {
  let number = 0;
  const point = (ok: boolean, name: string, directive = ''): void => {
    out.utf8(`${ok ? 'ok' : 'not ok'} ${++number} - ${description(name)}${directive}\n`);
  };
  const block = (values: Readonly<Record<string, string | number>>): void => {
    out.ascii('  ---\n');
    for (const [key, value] of Object.entries(values)) out.utf8(`  ${key}: ${JSON.stringify(value)}\n`);
    out.ascii('  ...\n');
  };
  const failed = (name: string, { rule, result, counting }: Case): void => {
    point(false, name);
    const [first] = counting;
    block({
      message: first?.message ?? `${plural(result.failed, 'finding')} beyond those kept`,
      severity: first?.severity ?? 'error',
      section: cite(first?.spec ?? rule.spec),
      url: rule.spec.url,
      ...(first && { frame: first.frame, field: first.field ?? '', bytes: first.hex }),
      findings: counting.length,
    });
  };
  return {
    begin() {
      out.ascii('TAP version 14\n');
    },
    file(file) {
      const name = `${file.path}: ${INPUT[file.reach === 'whole' ? 'whole' : file.reach]}`;
      point(file.reach === 'whole' && !file.failure, name);
      if (file.trouble !== null) block({ message: file.trouble, packets: file.packets });
      for (const it of casesOf(file, run)) {
        const of = `${file.path}: ${it.rule.id}`;
        if (it.state === 'failed') failed(of, it);
        else point(true, of, it.state === 'passed' ? '' : ` # SKIP ${it.result.verdict.replace('-', ' ')}`);
      }
      out.settle();
    },
    end({ complaints }) {
      for (const { kind, file, text, fails } of complaints) {
        if (fails) point(false, `${kind}: ${file === null ? '' : `${file}: `}${text}`);
        else out.utf8(`# ${description(`${file === null ? '' : `${file}: `}${text}`)}\n`);
      }
      out.ascii(`1..${number}\n`);
    },
  };
}

/** A '#' would begin a directive. */
const description = (text: string): string => escapeText(text).replaceAll('\\', '\\\\').replaceAll('#', '\\#');
