import { isoTime } from '../../bytes/time.ts';
import type { ByteWriter } from '../../bytes/writer.ts';
import type { Complaint } from '../../conformance/policy.ts';
import type { JudgedFile, JudgedFinding } from '../../conformance/record.ts';
import { cite } from '../../model/spec.ts';
import { type Case, casesOf } from './cases.ts';
import { type CheckReport, type CheckRun, place } from './report.ts';
import { xmlText } from './xml.ts';

/**
 * JUnit XML: a suite for each capture, a case for each rule that it exercised: failed where it fails the gate, skipped
 * where it is undecided. Times are the capture's: a report says the same whenever it is made.
 */
export function junitReport(out: ByteWriter, run: CheckRun): CheckReport {
  let id = 0;
  return {
    begin() {
      out.ascii('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n');
    },
    file(file) {
      writeSuite(out, id++, file, casesOf(file, run), run);
      out.settle();
    },
    end({ complaints }) {
      const failing = complaints.filter(({ fails }) => fails);
      if (failing.length > 0) writePolicy(out, id++, failing);
      out.ascii('</testsuites>\n');
    },
  };
}

const EPOCH = '1970-01-01T00:00:00';

function open(
  out: ByteWriter,
  id: number,
  name: string,
  counts: { tests: number; failures: number; errors: number; skipped: number },
  timestamp = EPOCH,
): void {
  const { tests, failures, errors, skipped } = counts;
  out.utf8(
    ` <testsuite id="${id}" package="specshark" name="${xmlText(name)}" timestamp="${timestamp}" hostname="localhost" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="0">\n`,
  );
}

function writeSuite(out: ByteWriter, id: number, file: JudgedFile, cases: readonly Case[], run: CheckRun): void {
  const count = (state: string): number => cases.filter((it) => it.state === state).length;
  const whole = file.reach === 'whole' && !file.failure;
  const counts = {
    tests: cases.length + 1,
    failures: count('failed'),
    errors: whole ? 0 : 1,
    skipped: count('skipped'),
  };
  const begins = file.begins === null ? EPOCH : isoTime(file.begins, 0).slice(0, EPOCH.length);
  open(out, id, file.path, counts, begins);
  out.ascii('  <properties>\n');
  for (const [name, value] of [
    ['profile', run.profile],
    ['fail-on', run.failOn],
    ['packets', String(file.packets)],
  ] as const)
    out.utf8(`   <property name="${name}" value="${value}"/>\n`);
  out.ascii('  </properties>\n');
  const classname = xmlText(file.path);
  if (whole) out.utf8(`  <testcase classname="${classname}" name="the capture is read" time="0"/>\n`);
  else {
    const trouble = xmlText(file.trouble ?? '');
    out.utf8(
      `  <testcase classname="${classname}" name="the capture is read" time="0">\n   <error type="input" message="${trouble}">${trouble}</error>\n  </testcase>\n`,
    );
  }
  for (const it of cases) writeCase(out, classname, it);
  const others = cases.flatMap((it) => it.others);
  out.utf8(`  <system-out>${others.map((finding) => xmlText(`${told(finding)}\n`)).join('')}</system-out>\n`);
  out.utf8(`  <system-err>${xmlText(file.trouble ?? '')}</system-err>\n </testsuite>\n`);
}

function writeCase(out: ByteWriter, classname: string, { rule, result, state, counting }: Case): void {
  const opening = `  <testcase classname="${classname}" name="${xmlText(`${rule.id}: ${rule.title}`)}" time="0"`;
  if (state === 'passed') return out.utf8(`${opening}/>\n`);
  if (state === 'skipped')
    return out.utf8(`${opening}>\n   <skipped message="${result.verdict.replace('-', ' ')}"/>\n  </testcase>\n`);
  const [first] = counting;
  const message = xmlText(first ? `${place(first)}: ${first.message}` : `${result.failed} findings`);
  const lines = counting.map((finding) => xmlText(`${told(finding)}\n`)).join('');
  const head = xmlText(`${rule.level}, ${cite(rule.spec)}, ${rule.spec.url}\n`);
  out.utf8(
    `${opening}>\n   <failure type="${first?.severity ?? 'error'}" message="${message}">${head}${lines}</failure>\n  </testcase>\n`,
  );
}

function told(finding: JudgedFinding): string {
  const { severity, rule, message, spec, hex, suppressed } = finding;
  const why = suppressed ? ` [${suppressed.by}: ${suppressed.reason}]` : '';
  return `${severity} ${rule}, ${place(finding)}: ${message} (${cite(spec)}; bytes ${hex})${why}`;
}

function writePolicy(out: ByteWriter, id: number, complaints: readonly Complaint[]): void {
  open(out, id, 'policy', { tests: complaints.length, failures: complaints.length, errors: 0, skipped: 0 });
  out.ascii('  <properties/>\n');
  for (const { kind, file, text } of complaints) {
    const name = xmlText(`${kind}: ${file === null ? '' : `${file}: `}${text}`);
    out.utf8(
      `  <testcase classname="policy" name="${name}" time="0">\n   <failure type="${kind}" message="${xmlText(text)}"/>\n  </testcase>\n`,
    );
  }
  out.ascii('  <system-out/>\n  <system-err/>\n </testsuite>\n');
}
