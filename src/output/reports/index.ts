import type { ByteWriter } from '../../bytes/writer.ts';
import type { Palette } from '../output.ts';
import { githubReport } from './github.ts';
import { gitlabReport } from './gitlab.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { ndjsonReport } from './ndjson.ts';
import type { CheckReport, CheckRun } from './report.ts';
import { sarifReport } from './sarif.ts';
import { tapReport } from './tap.ts';
import { textReport } from './text.ts';

type Factory = (out: ByteWriter, run: CheckRun, palette: Palette) => CheckReport;

/** Every form of `check`'s output by its name. */
export const REPORTS = {
  text: textReport,
  json: jsonReport,
  ndjson: ndjsonReport,
  sarif: sarifReport,
  junit: junitReport,
  tap: tapReport,
  github: githubReport,
  gitlab: gitlabReport,
  markdown: markdownReport,
} satisfies Readonly<Record<string, Factory>>;

export type ReportFormat = keyof typeof REPORTS;

export const makeReport = (format: ReportFormat, out: ByteWriter, run: CheckRun, palette: Palette): CheckReport =>
  (REPORTS[format] as Factory)(out, run, palette);
