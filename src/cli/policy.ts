import { existsSync } from 'node:fs';
import { BASELINE_SCHEMA, Baseline, type BaselineFile } from '../conformance/baseline.ts';
import { EXPECT_SCHEMA, type Expectation } from '../conformance/expectation.ts';
import {
  FAIL_ON,
  type FailOn,
  type PolicySettings,
  SETTINGS,
  type Setting,
  type Waiver,
} from '../conformance/policy.ts';
import type { Arguments, Option } from './command.ts';
import { UsageError } from './exit.ts';
import { readPlaced, readText } from './user-files.ts';

/** Read where a run begins; `--policy` names another. */
const CONFIGURATION = 'specshark.config.json';

export const POLICY: readonly Option[] = [
  { name: 'policy', takes: 'FILE', describe: `rules, waivers and the like (${CONFIGURATION} in the current folder)` },
  { name: 'fail-on', takes: 'SEVERITY', choices: FAIL_ON, describe: 'the least severity that makes exit 1 (error)' },
  {
    name: 'rule',
    takes: 'PATTERN[=SETTING]',
    many: true,
    describe: 'only rules of these ids (* stands for anything), or PATTERN=off, error, warning, note',
  },
  { name: 'require', takes: 'PATTERN', many: true, describe: 'exit 1 unless every rule of these ids was exercised' },
  {
    name: 'min-coverage',
    takes: 'PERCENT',
    describe: 'exit 1 where fewer requirements were decided; --coverage shows them',
  },
  { name: 'baseline', takes: 'FILE', describe: 'findings that are known and do not count' },
  { name: 'update-baseline', describe: 'write what was found to the baseline' },
  { name: 'update-expectations', describe: 'write beside each x.pcap what it shows: x.expect.json' },
  { name: 'expectations', describe: 'compare with x.expect.json beside x.pcap (--no-expectations: do not)' },
  { name: 'today', takes: 'DATE', describe: 'the day on which waivers are looked at, YYYY-MM-DD (the clock’s)' },
];

/** The keys of the configuration file that speak of `check`. */
export interface PolicyConfiguration {
  /** Patterns of rules with 'off', 'on' or their severity; later ones win. */
  readonly rules?: Readonly<Record<string, Setting>>;
  readonly failOn?: FailOn;
  readonly require?: readonly string[];
  /** Percentage of the requirements that can be seen which must be decided. */
  readonly minCoverage?: number;
  readonly waivers?: readonly Waiver[];
  /** Path of the baseline. */
  readonly baseline?: string;
}

/** What the configuration says of the policy; nothing where there is no file. A gate does not ask the user's own. */
export function configurationOf(args: Arguments): PolicyConfiguration {
  const path = args.one('policy') ?? (existsSync(CONFIGURATION) ? CONFIGURATION : undefined);
  if (path === undefined) return {};
  const { value, line } = readPlaced(path);
  if (!isObject(value)) throw new UsageError(`${path}: it must be an object`);
  return policyConfiguration(value, (key) => `${path}:${line(key)}`);
}

/** What the command line says, on top of the configuration. */
export function policyOf(args: Arguments, configuration: PolicyConfiguration): PolicySettings {
  const waivers = configuration.waivers ?? [];
  const path = baselinePath(args, configuration);
  const baseline =
    path !== undefined && !(args.has('update-baseline') && !existsSync(path)) ? readBaseline(path) : undefined;
  const today = todayOf(args, waivers);
  const minCoverage = args.one('min-coverage') === undefined ? configuration.minCoverage : percentage(args);
  return {
    failOn: (args.one('fail-on') as FailOn | undefined) ?? configuration.failOn ?? 'error',
    rules: [...Object.entries(configuration.rules ?? {}), ...args.all('rule').map(ruleSetting)],
    require: [...(configuration.require ?? []), ...args.all('require')],
    waivers,
    ...(minCoverage !== undefined && { minCoverage }),
    ...(baseline && { baseline }),
    adopt: args.has('update-baseline'),
    ...(today !== undefined && { today }),
  };
}

function percentage(args: Arguments): number {
  const said = args.one('min-coverage')!;
  if (!/^\d+(\.\d+)?$/.test(said) || Number(said) > 100)
    throw new UsageError(`--min-coverage takes a number from 0 to 100, not '${said}'`);
  return Number(said);
}

export function baselinePath(args: Arguments, configuration: PolicyConfiguration): string | undefined {
  const path = args.one('baseline') ?? configuration.baseline;
  if (args.has('update-baseline') && path === undefined)
    throw new UsageError('--update-baseline needs --baseline FILE');
  return path;
}

function ruleSetting(word: string): readonly [string, Setting] {
  const at = word.indexOf('=');
  if (at < 0) return [word, 'on'];
  const setting = word.slice(at + 1) as Setting;
  if (!SETTINGS.includes(setting)) throw new UsageError(`--rule ${word}: a setting is ${SETTINGS.join(', ')}`);
  return [word.slice(0, at), setting];
}

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** The clock is asked only where a waiver has to know. */
function todayOf(args: Arguments, waivers: readonly Waiver[]): string | undefined {
  const said = args.one('today');
  if (said !== undefined && !DATE.test(said)) throw new UsageError(`--today takes YYYY-MM-DD, not '${said}'`);
  if (said !== undefined || waivers.every(({ expires }) => expires === undefined)) return said;
  return new Date().toISOString().slice(0, 10);
}

/** The policy's part of a configuration; `where` names a key's file and line. Throws a UsageError that says what is wrong. */
function policyConfiguration(
  value: Readonly<Record<string, unknown>>,
  where: (key: string) => string,
): PolicyConfiguration {
  const wrong = (key: string, what: string): never => {
    throw new UsageError(`${where(key.replace(/\[.*/s, ''))}: ${key} ${what}`);
  };
  const { rules, failOn, require, minCoverage, waivers, baseline } = value;
  if (rules !== undefined) {
    if (!isObject(rules)) wrong('rules', 'is an object: patterns with their setting');
    for (const [pattern, setting] of Object.entries(rules as object))
      if (!SETTINGS.includes(setting)) wrong(`rules['${pattern}']`, `is one of ${SETTINGS.join(', ')}`);
  }
  if (failOn !== undefined && !FAIL_ON.includes(failOn as FailOn)) wrong('failOn', `is one of ${FAIL_ON.join(', ')}`);
  if (require !== undefined && !isList(require, isText)) wrong('require', 'is a list of patterns');
  if (minCoverage !== undefined && !(typeof minCoverage === 'number' && minCoverage >= 0 && minCoverage <= 100))
    wrong('minCoverage', 'is a number from 0 to 100');
  if (baseline !== undefined && !isText(baseline)) wrong('baseline', 'is a path');
  if (waivers !== undefined && !Array.isArray(waivers)) wrong('waivers', 'is a list');
  for (const [i, waiver] of ((waivers ?? []) as unknown[]).entries()) {
    const problem = waiverProblem(waiver);
    if (problem) wrong(`waivers[${i}]`, problem);
  }
  return value as PolicyConfiguration;
}

const WAIVER = ['rule', 'file', 'fingerprint', 'reason', 'expires'];

function waiverProblem(waiver: unknown): string | undefined {
  if (!isObject(waiver)) return 'is an object with rule and reason';
  for (const [key, value] of Object.entries(waiver)) {
    if (!WAIVER.includes(key)) return `has no '${key}': it has ${WAIVER.join(', ')}`;
    if (!isText(value)) return `: ${key} is text`;
  }
  const { rule, reason, expires } = waiver as Partial<Waiver>;
  if (!rule) return 'names no rule';
  if (!reason?.trim()) return 'gives no reason';
  return expires === undefined || DATE.test(expires) ? undefined : `expires on a day, YYYY-MM-DD, not '${expires}'`;
}

function readBaseline(path: string): Baseline {
  const value = readJson(path) as BaselineFile;
  const whole = isObject(value) && value.schema === BASELINE_SCHEMA && isObject(value.files);
  const entry = (it: unknown): boolean =>
    isObject(it) && ['rule', 'fingerprint', 'hex', 'message'].every((key) => isText(it[key]));
  if (!whole || !Object.values(value.files).every((of) => isObject(of) && isList(of.findings, entry)))
    throw new UsageError(`${path} is no baseline (${BASELINE_SCHEMA})`);
  return new Baseline(value);
}

/** What the file beside a capture expects, if there is one. */
export function readExpectation(path: string): Expectation | undefined {
  if (!existsSync(path)) return undefined;
  const value = readJson(path);
  const finding = (it: unknown): boolean => isObject(it) && isText(it['rule']) && isText(it['message']);
  const call = (it: unknown): boolean => isObject(it) && isText(it['operation']);
  const { schema, findings, calls } = isObject(value) ? value : {};
  const shaped = (list: unknown, is: (it: unknown) => boolean): boolean => list === undefined || isList(list, is);
  if (schema !== EXPECT_SCHEMA || !shaped(findings, finding) || !shaped(calls, call))
    throw new UsageError(`${path} is no expectation (${EXPECT_SCHEMA})`);
  return value as Expectation;
}

function readJson(path: string): unknown {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${path} is no JSON: ${(error as Error).message}`);
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string';
const isList = (value: unknown, is: (it: unknown) => boolean): boolean => Array.isArray(value) && value.every(is);
