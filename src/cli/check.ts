import { closeSync, existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { requirements, rules } from '../../dissectors/rules.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { type Baseline, baselineEntry, baselineText } from '../conformance/baseline.ts';
import { coverageOf, TallySum } from '../conformance/coverage.ts';
import { expectationText } from '../conformance/expectation.ts';
import { enabled, Policy, type PolicySettings } from '../conformance/policy.ts';
import type { JudgedFile, Reach } from '../conformance/record.ts';
import type { AnyRule } from '../model/rule.ts';
import { makeReport, REPORTS, type ReportFormat } from '../output/reports/index.ts';
import type { CheckReport, CheckRun } from '../output/reports/report.ts';
import { writeAll } from '../output/standard-output.ts';
import type { Arguments, Command, Option } from './command.ts';
import { EXIT, UsageError, worst } from './exit.ts';
import { FILTER } from './filter.ts';
import { CODE_PAGE, IDL, inputs, interrupted, PROFILE, profileOf, READ_FILE, REVEAL, tellTrouble } from './inputs.ts';
import { JUDGING, type Judged, type Judging, judging } from './judging.ts';
import { PAGER } from './pager.ts';
import { positive } from './parse.ts';
import { beside, namedCaptures } from './paths.ts';
import {
  baselinePath,
  configurationOf,
  POLICY,
  type PolicyConfiguration,
  policyOf,
  readExpectation,
} from './policy.ts';
import { matching } from './rules.ts';
import { judgeAll } from './side-by-side.ts';
import { COLOR, coloured, palette } from './terminal.ts';
import { openToWrite, writeText } from './user-files.ts';
import { version } from './version.ts';

const FORMATS = Object.keys(REPORTS);
const EXPECT = '.expect.json';

const options: readonly Option[] = [
  READ_FILE,
  PROFILE,
  ...POLICY,
  { name: 'format', letter: 'T', takes: 'FORMAT', choices: FORMATS, describe: 'form of the report' },
  { name: 'report', takes: 'FORMAT=FILE', many: true, describe: 'write a report to a file, too; - is standard output' },
  { name: 'coverage', describe: 'which requirements of the documents the captures exercised, and what became of them' },
  { name: 'all', describe: 'every finding with its bytes (text); every rule, exercised or not (junit, tap)' },
  { name: 'junit-all', describe: 'the same as --all, for JUnit’s sake' },
  { name: 'jobs', letter: 'j', takes: 'N', describe: 'captures judged at a time (as many as there are cores)' },
  IDL,
  CODE_PAGE,
  REVEAL,
  FILTER,
  COLOR,
  PAGER,
];

export const command: Command = {
  name: 'check',
  takes: 'FILE…|FOLDER|PATTERN',
  describe: 'judge captures against the specifications',
  options,
  examples: [
    ['specshark check session.pcap', 'every violation, and exit 1 where there is an error'],
    ['specshark check -p windows --fail-on warning -T json *.pcap', 'a stricter gate, for a machine'],
    ['specshark check --coverage samples', 'what of the documents these captures exercise'],
    ['specshark check --report sarif=out.sarif --report junit=out.xml captures/', 'a folder, for a pipeline'],
  ],
  outlivesOutput: true,
  async run(args, out) {
    const files = namedCaptures(inputs(args, 'check'));
    const configuration = configurationOf(args);
    const settings = policyOf(args, configuration);
    const wanted = wantedRules(settings);
    const said = new Map(JUDGING.flatMap(({ name }) => (args.all(name).length > 0 ? [[name, args.all(name)]] : [])));
    const how: Judging = { rules: wanted.map(({ id }) => id), said };
    // What cannot be is told before anything is written.
    await judging(how);
    const policy = new Policy(settings, wanted);
    const all = args.has('all') || args.has('junit-all');
    const reports = new Reports(args, out, {
      version,
      profile: profileOf(args),
      rules: wanted,
      failOn: settings.failOn,
      all,
    });
    const codes: number[] = [];
    const sum = args.has('coverage') || settings.minCoverage !== undefined ? new TallySum(wanted) : undefined;
    const kept = new Keeper(args, configuration, settings.baseline);
    for await (const judged of judgeAll(files, how, positive('--jobs', args.one('jobs')) ?? availableParallelism())) {
      tellTrouble(judged.file.trouble);
      const file = policy.file(judged.file, judged.calls, kept.expectation(judged));
      sum?.add(file.rules, judged.sections);
      kept.file(file);
      reports.file(file);
      codes.push(file.failure ? EXIT.software : REACH[file.reach]);
    }
    const outcome = policy.end(sum && coverageOf(requirements, [sum.tallies]));
    if (outcome.verdict === 'failed') codes.push(EXIT.findings);
    reports.end(outcome);
    if (!interrupted) kept.end();
    return interrupted ? EXIT.interrupted : worst(codes);
  },
};

const REACH: Readonly<Record<Reach, number>> = {
  whole: EXIT.ok,
  part: EXIT.partial,
  nothing: EXIT.input,
  unmatched: EXIT.usage,
};

/** The rules that run. */
export function wantedRules(settings: PolicySettings): AnyRule[] {
  for (const [pattern] of settings.rules)
    if (matching([pattern]).length === 0) throw new UsageError(`--rule: no rule matches ${pattern}`);
  for (const pattern of settings.require)
    if (matching([pattern]).length === 0) throw new UsageError(`--require: no rule matches ${pattern}`);
  const wanted = enabled(rules, settings.rules);
  if (wanted.length === 0) throw new UsageError('--rule: every rule is off');
  return wanted;
}

/** What `-T` and `--report` ask for, all at once. Their files are opened before anything is judged. */
export class Reports {
  readonly #open: { readonly report: CheckReport; readonly out: ByteWriter; readonly fd: number | undefined }[] = [];

  constructor(args: Arguments, out: ByteWriter, run: CheckRun) {
    const format = args.one('format') ?? 'text';
    const onto = new Set<string>();
    for (const word of args.all('report')) {
      const at = word.indexOf('=');
      const [form, path] = [word.slice(0, at), word.slice(at + 1)];
      if (at < 0 || !FORMATS.includes(form) || path === '')
        throw new UsageError(`--report takes FORMAT=FILE, and a format is ${FORMATS.join(', ')}; not '${word}'`);
      if (onto.has(path) || path === '-')
        throw new UsageError(`--report: two reports go to ${path}; -T is for standard output`);
      onto.add(path);
      const fd = openToWrite(path, '--report');
      const file = new ByteWriter((bytes, length) => writeAll(fd, bytes, length));
      this.#open.push({ report: makeReport(form as ReportFormat, file, run, palette(false)), out: file, fd });
    }
    const colours = palette(coloured(args));
    this.#open.push({ report: makeReport(format as ReportFormat, out, run, colours), out, fd: undefined });
    for (const { report } of this.#open) report.begin();
  }

  file(file: JudgedFile): void {
    for (const { report } of this.#open) report.file(file);
  }

  end(outcome: Parameters<CheckReport['end']>[0]): void {
    for (const { report, out, fd } of this.#open) {
      report.end(outcome);
      out.flush();
      if (fd !== undefined) closeSync(fd);
    }
  }
}

/** Baseline and expectations: what is read of them for each capture, and what is written at the end. */
class Keeper {
  readonly #baseline: string | undefined;
  readonly #entries = new Map<string, NonNullable<ReturnType<typeof baselineEntry>>>();
  readonly #before: Baseline | undefined;
  readonly #seen = new Set<string>();
  readonly #updateExpectations: boolean;
  readonly #expecting: boolean;

  constructor(args: Arguments, configuration: PolicyConfiguration, before: Baseline | undefined) {
    this.#before = before;
    this.#baseline = args.has('update-baseline') ? baselinePath(args, configuration) : undefined;
    this.#updateExpectations = args.has('update-expectations');
    this.#expecting = !args.off('expectations');
  }

  expectation({ file, calls }: Judged): ReturnType<typeof readExpectation> {
    if (!this.#expecting || file.path === '-') return undefined;
    const path = beside(file.path, EXPECT);
    if (this.#updateExpectations && (file.reach === 'whole' || file.reach === 'part'))
      writeText(path, expectationText(file, calls));
    return readExpectation(path);
  }

  file(file: JudgedFile): void {
    this.#seen.add(file.path);
    const entry = this.#baseline === undefined ? undefined : baselineEntry(file);
    if (entry) this.#entries.set(file.path, entry);
  }

  end(): void {
    if (this.#baseline === undefined) return;
    // Captures that were not checked this time stay known as long as they are there.
    for (const path of this.#before?.unseen(this.#seen) ?? []) {
      if (existsSync(path)) this.#entries.set(path, this.#before!.of(path));
    }
    writeText(this.#baseline, baselineText(this.#entries));
  }
}
