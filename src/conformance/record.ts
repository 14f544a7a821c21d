import { fingerprintOf } from '../bytes/digest.ts';
import { toHex } from '../bytes/hex.ts';
import type { Finding, FindingData, Severity, Tally, Verdict } from '../model/finding.ts';
import { verdictOf } from '../model/finding.ts';
import { limits } from '../model/limits.ts';
import type { Level } from '../model/rule.ts';
import type { FrameSpan } from '../model/source.ts';
import type { SpecReference } from '../model/spec.ts';
import type { Judge } from './judge.ts';

/** A finding as every machine format has it, in plain data: it crosses threads and outlives the judge. */
export interface FindingRecord {
  readonly rule: string;
  readonly severity: Severity;
  readonly level: Level;
  readonly spec: SpecReference;
  /** The accused frame, and the one that decided it. */
  readonly frame: number;
  readonly decidedAt: number;
  /** Protocol names from the link up: 'frame/eth/ip/tcp/nbss/smb'. */
  readonly layer: string;
  readonly field: string | null;
  /** The accused bytes, and the first 64 of them in hex. */
  readonly bytes: readonly FrameSpan[];
  readonly hex: string;
  readonly message: string;
  readonly data: FindingData;
}

/** Why a finding does not count. */
export interface Suppression {
  readonly by: 'waiver' | 'baseline' | 'expectation';
  readonly reason: string;
}

/** A finding of `check`. */
export interface JudgedFinding extends FindingRecord {
  /** Which of the rule's messages it is. */
  readonly messageId: string;
  /** What stays the same when packets around it change, and which one of those that share it this is: 'HASH:1'. */
  readonly fingerprint: string;
  readonly suppressed: Suppression | null;
  /** The field's label. */
  readonly label: string | null;
  /** Where the accused bytes begin in the file, where they lie in it as they are. */
  readonly position: number | null;
  readonly dump: Dump;
}

/** Rows of 16 bytes around the accused ones. */
export interface Dump {
  /** What they are rows of: 'frame', 'reassembled TCP' … */
  readonly within: string;
  /** Offset of the first row, and of the accused bytes. */
  readonly at: number;
  readonly offset: number;
  /** How many bytes are accused; fewer may be shown. */
  readonly length: number;
  readonly hex: string;
}

export interface RuleResult {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly examined: number;
  readonly failed: number;
  readonly undecided: number;
}

/** A rule's counts by section, where several sections speak of what it watches. */
export type Sections = Readonly<Record<string, Readonly<Record<string, Tally>>>>;

export const sectionsOf = (judge: Judge): Sections =>
  Object.fromEntries(
    judge.tallies.flatMap(({ rule, sections }) =>
      sections.size > 0 ? [[rule.id, Object.fromEntries(sections)] as const] : [],
    ),
  );

/** How far a capture was read; 'unmatched' stands for a folder or pattern that no file is of. */
export type Reach = 'whole' | 'part' | 'nothing' | 'unmatched';

/** One judged capture. */
export interface JudgedFile {
  /** As it is shown: relative to the current folder where it lies below it. */
  readonly path: string;
  readonly packets: number;
  readonly reach: Reach;
  /** One line, where something was wrong with the file. */
  readonly trouble: string | null;
  /** Our own mistake: the file could not be judged to its end. */
  readonly failure: boolean;
  /** Time of the first packet, in whole seconds since 1970; null without packets. */
  readonly begins: number | null;
  /** In the order of a reader who goes through the capture. */
  readonly findings: readonly JudgedFinding[];
  readonly rules: readonly RuleResult[];
}

export function findingRecord(finding: Finding): FindingRecord {
  const { rule, anchor } = finding;
  return {
    rule: rule.id,
    severity: finding.severity,
    level: rule.level,
    spec: finding.spec,
    frame: anchor.frame,
    decidedAt: finding.decidedAt,
    layer: anchor.layer,
    field: anchor.field?.abbrev ?? null,
    bytes: anchor.spans,
    hex: toHex(anchor.bytes),
    message: finding.text,
    data: finding.data,
  };
}

/** What a judge found. `plainFile`: positions in the capture are positions in the file. */
export function judgedFindings(judge: Judge, plainFile: boolean): JudgedFinding[] {
  const seen = new Map<string, number>();
  return ordered(judge.findings).map((finding) => {
    const { anchor, rule } = finding;
    // Neither frame nor bytes: captures are recorded anew, and process ids differ each time.
    const hash = fingerprintOf([rule.id, finding.message, innermost(anchor.layer), anchor.field?.abbrev ?? '']);
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    const here = anchor.spans.find((span) => span.frame === anchor.frame);
    return {
      ...findingRecord(finding),
      messageId: finding.message,
      fingerprint: `${hash}:${nth}`,
      suppressed: null,
      label: anchor.field?.label ?? null,
      position: plainFile && here ? anchor.position + here.offset : null,
      dump: {
        within: anchor.within,
        at: anchor.rowsAt,
        offset: anchor.offset,
        length: anchor.spans.reduce((sum, span) => sum + span.length, 0),
        hex: toHex(anchor.rows),
      },
    };
  });
}

const innermost = (layer: string): string => layer.slice(layer.lastIndexOf('/') + 1);

export const ruleResults = (judge: Judge): RuleResult[] =>
  judge.tallies.map((tally) => ({
    rule: tally.rule.id,
    verdict: verdictOf(tally),
    examined: tally.examined,
    failed: tally.failed,
    undecided: tally.undecided,
  }));

/** In the order in which a reader goes through the capture. */
const ordered = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (a, b) =>
      a.anchor.frame - b.anchor.frame ||
      a.anchor.layerIndex - b.anchor.layerIndex ||
      a.decidedAt - b.decidedAt ||
      (a.rule.id < b.rule.id ? -1 : a.rule.id > b.rule.id ? 1 : 0),
  );

/** How many findings of a rule were counted beyond those kept. */
export const further = ({ failed }: RuleResult): number => Math.max(0, failed - limits.findingsPerRule);
