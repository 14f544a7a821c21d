import { glob, wildcard } from '../bytes/pattern.ts';
import type { Severity } from '../model/finding.ts';
import type { AnyRule } from '../model/rule.ts';
import type { Baseline } from './baseline.ts';
import { type Covered, decidedShare } from './coverage.ts';
import { type CallRecord, compare, type Expectation } from './expectation.ts';
import { further, type JudgedFile, type JudgedFinding, type Suppression } from './record.ts';

export type Setting = 'on' | 'off' | Severity;
export const SETTINGS: readonly Setting[] = ['on', 'off', 'error', 'warning', 'note'];

/** The least severity that fails. */
export const FAIL_ON = ['error', 'warning', 'note', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** Findings that somebody decided to live with, and until when. */
export interface Waiver {
  /** Rule's id or pattern. */
  readonly rule: string;
  /** Captures' pattern; all of them where there is none. */
  readonly file?: string;
  /** Only the finding of this fingerprint. */
  readonly fingerprint?: string;
  readonly reason: string;
  /** The last day on which it holds, 'YYYY-MM-DD'. */
  readonly expires?: string;
}

export interface PolicySettings {
  readonly failOn: FailOn;
  /** Later ones win. */
  readonly rules: readonly (readonly [pattern: string, setting: Setting])[];
  /** Patterns of rules each of which must be exercised. */
  readonly require: readonly string[];
  /** Percentage of the requirements that can be seen which must be decided. */
  readonly minCoverage?: number;
  readonly waivers: readonly Waiver[];
  readonly baseline?: Baseline;
  /** What is found becomes the baseline: nothing of it counts any more. */
  readonly adopt?: boolean;
  /** 'YYYY-MM-DD', for waivers that expire. */
  readonly today?: string;
}

/** Something that the caller asked for beside findings: a rule that has to be exercised, a waiver that has to be valid … */
export interface Complaint {
  readonly kind: 'require' | 'coverage' | 'baseline' | 'waiver' | 'expectation';
  readonly text: string;
  readonly file: string | null;
  /** Whether it fails the run; what does not is told only. */
  readonly fails: boolean;
}

export interface Outcome {
  /** A run that could not read everything has not passed: what it did not see may be wrong. */
  readonly verdict: 'passed' | 'failed' | 'incomplete';
  readonly complaints: readonly Complaint[];
  /** What became of the documents' requirements, where that was asked for. */
  readonly covered?: readonly Covered[];
}

const WEIGHT: Readonly<Record<FailOn, number>> = { note: 1, warning: 2, error: 3, never: 4 };

export const atLeast = (severity: Severity, least: FailOn): boolean => WEIGHT[severity] >= WEIGHT[least];

/** Of the rules those that run: all, or those that are set on alone; without those that are off. */
export function enabled(rules: readonly AnyRule[], settings: PolicySettings['rules']): AnyRule[] {
  const tests = settings.map(([pattern, setting]) => [wildcard(pattern), setting] as const);
  const only = settings.some(([, setting]) => setting === 'on');
  return rules.filter(({ id }) => {
    const last = tests.findLast(([matches]) => matches(id))?.[1];
    return last === undefined ? !only : last !== 'off';
  });
}

/** Decides what findings weigh and which of them count: file by file, and at the end. */
export class Policy {
  readonly #settings: PolicySettings;
  readonly #complaints: Complaint[] = [];
  readonly #severities: (readonly [(id: string) => boolean, Severity])[];
  readonly #waivers: readonly {
    readonly waiver: Waiver;
    readonly of: (finding: JudgedFinding, path: string) => boolean;
  }[];
  readonly #used = new Set<Waiver>();
  readonly #paths = new Set<string>();
  /** By rule: whether some capture showed it. */
  readonly #exercised = new Map<string, 'exercised' | 'undecided' | 'not exercised'>();
  #failed = false;
  #whole = true;

  constructor(settings: PolicySettings, rules: readonly AnyRule[]) {
    this.#settings = settings;
    this.#severities = settings.rules.flatMap(([pattern, setting]) =>
      setting === 'on' || setting === 'off' ? [] : [[wildcard(pattern), setting] as const],
    );
    this.#waivers = settings.waivers
      .filter((waiver) => !this.#expired(waiver))
      .map((waiver) => ({ waiver, of: covers(waiver) }));
    for (const { id } of rules) this.#exercised.set(id, 'not exercised');
  }

  /** The same file, with what the caller decided about its findings. */
  file(file: JudgedFile, calls: readonly CallRecord[], expectation?: Expectation): JudgedFile {
    this.#paths.add(file.path);
    this.#whole &&= file.reach === 'whole';
    for (const { rule, examined, failed, undecided } of file.rules) {
      if (examined > 0 || failed > 0) this.#exercised.set(rule, 'exercised');
      else if (undecided > 0 && this.#exercised.get(rule) !== 'exercised') this.#exercised.set(rule, 'undecided');
    }
    const weighed: JudgedFile = { ...file, findings: file.findings.map((finding) => this.#weigh(finding)) };
    const reasons = new Map<JudgedFinding, Suppression>();
    for (const finding of weighed.findings) {
      const waiver = this.#waivers.find(({ of }) => of(finding, file.path))?.waiver;
      if (!waiver) continue;
      this.#used.add(waiver);
      reasons.set(finding, { by: 'waiver', reason: waiver.reason });
    }
    if (expectation) this.#expect(weighed, calls, expectation, reasons);
    const beyond = this.#known(weighed, reasons);
    const findings = weighed.findings.map((finding) => ({ ...finding, suppressed: reasons.get(finding) ?? null }));
    const { failOn } = this.#settings;
    if (findings.some(({ suppressed, severity }) => !suppressed && atLeast(severity, failOn))) this.#failed = true;
    // What was only counted weighs what the rule's other findings weigh.
    for (const rule of beyond) {
      const alike = findings.filter((finding) => finding.rule === rule);
      const waived = alike.every(({ suppressed }) => suppressed && suppressed.by !== 'baseline');
      if (!waived && alike.some(({ severity }) => atLeast(severity, failOn))) this.#failed = true;
    }
    return { ...weighed, findings };
  }

  /** `covered`: what became of the documents' requirements, where somebody asks. */
  end(covered?: readonly Covered[]): Outcome {
    this.#require();
    const { minCoverage } = this.#settings;
    const share = covered === undefined ? 0 : decidedShare(covered);
    if (minCoverage !== undefined && share < minCoverage) {
      const text = `${share.toFixed(1)} % of the requirements that can be seen were decided; ${minCoverage} % are asked for`;
      this.#tell('coverage', text, null, true);
    }
    this.#waiversInVain();
    const { baseline, adopt } = this.#settings;
    for (const path of adopt ? [] : (baseline?.unseen(this.#paths) ?? []))
      this.#tell('baseline', 'the baseline knows it, and it was not checked', path);
    const failed = this.#failed || this.#complaints.some(({ fails }) => fails);
    return {
      verdict: failed ? 'failed' : this.#whole ? 'passed' : 'incomplete',
      complaints: this.#complaints,
      ...(covered && { covered }),
    };
  }

  #tell(kind: Complaint['kind'], text: string, file: string | null = null, fails = false): void {
    this.#complaints.push({ kind, text, file, fails });
  }

  #weigh(finding: JudgedFinding): JudgedFinding {
    const set = this.#severities.findLast(([matches]) => matches(finding.rule));
    return set ? { ...finding, severity: set[1] } : finding;
  }

  #expired({ expires }: Waiver): boolean {
    const { today } = this.#settings;
    return expires !== undefined && today !== undefined && today > expires;
  }

  #expect(
    file: JudgedFile,
    calls: readonly CallRecord[],
    expectation: Expectation,
    reasons: Map<JudgedFinding, Suppression>,
  ): void {
    const { differences, expected } = compare(expectation, file, calls);
    for (const finding of expected) {
      if (!reasons.has(finding)) reasons.set(finding, { by: 'expectation', reason: 'the session must show it' });
    }
    for (const text of differences) this.#tell('expectation', text, file.path, true);
  }

  /** Takes what the baseline knows; gives the rules of which more was counted than it knows. */
  #known(file: JudgedFile, reasons: Map<JudgedFinding, Suppression>): string[] {
    const { baseline, adopt } = this.#settings;
    if (adopt) {
      for (const finding of file.findings)
        if (!reasons.has(finding)) reasons.set(finding, { by: 'baseline', reason: 'it is known' });
      return [];
    }
    if (!baseline) return file.rules.filter((result) => further(result) > 0).map(({ rule }) => rule);
    const counting = file.findings.filter((finding) => !reasons.has(finding));
    const { known, stale, beyond } = baseline.match(file, counting);
    for (const finding of known) reasons.set(finding, { by: 'baseline', reason: 'it is known' });
    for (const { rule, message } of stale)
      this.#tell('baseline', `a known finding is gone: ${rule}: ${message} (--update-baseline drops it)`, file.path);
    return beyond;
  }

  #require(): void {
    for (const pattern of this.#settings.require) {
      const matches = wildcard(pattern);
      for (const [id, state] of this.#exercised) {
        if (matches(id) && state !== 'exercised') this.#tell('require', `${id} is ${state}`, null, true);
      }
    }
  }

  #waiversInVain(): void {
    for (const waiver of this.#settings.waivers) {
      const name = `the waiver of ${waiver.rule}${waiver.file ? ` in ${waiver.file}` : ''} (${waiver.reason})`;
      if (this.#expired(waiver)) this.#tell('waiver', `${name} expired on ${waiver.expires}`);
      else if (!this.#used.has(waiver)) this.#tell('waiver', `${name} waives nothing`);
    }
  }
}

function covers({ rule, file, fingerprint }: Waiver): (finding: JudgedFinding, path: string) => boolean {
  const ofRule = wildcard(rule);
  const ofFile = file === undefined ? () => true : glob(file);
  const ofPrint = (print: string): boolean =>
    fingerprint === undefined || print === fingerprint || print.startsWith(`${fingerprint}:`);
  return (finding, path) => ofRule(finding.rule) && ofFile(path) && ofPrint(finding.fingerprint);
}
