import { further, type JudgedFile, type JudgedFinding } from './record.ts';

export const BASELINE_SCHEMA = 'specshark.baseline/1';

interface Entry {
  readonly rule: string;
  readonly fingerprint: string;
  /** The accused bytes, at most the first 64 of them: they tell which one of several is the new one. */
  readonly hex: string;
  readonly message: string;
}

interface FileEntry {
  readonly findings: readonly Entry[];
  /** Findings of a rule that were counted beyond those kept. */
  readonly further?: Readonly<Record<string, number>>;
}

/** The text of a baseline file: known findings by capture. */
export interface BaselineFile {
  readonly schema: typeof BASELINE_SCHEMA;
  readonly files: Readonly<Record<string, FileEntry>>;
}

/** Findings that are known. They are matched by fingerprint, as many as there were, and not by where they are. */
export class Baseline {
  readonly #files: Readonly<Record<string, FileEntry>>;

  constructor(file: BaselineFile) {
    this.#files = file.files;
  }

  /** Which findings are known, which entries are of rules that ran and no longer found, and what is beyond both. */
  match(
    file: JudgedFile,
    counting: readonly JudgedFinding[],
  ): { known: Set<JudgedFinding>; stale: Entry[]; beyond: string[] } {
    const entry: FileEntry = Object.hasOwn(this.#files, file.path) ? this.#files[file.path]! : { findings: [] };
    const ran = new Set(file.rules.map(({ rule }) => rule));
    const open = new Map<string, Entry[]>();
    for (const it of entry.findings) {
      if (ran.has(it.rule)) open.set(it.fingerprint, [...(open.get(it.fingerprint) ?? []), it]);
    }
    const known = new Set<JudgedFinding>();
    const take = (finding: JudgedFinding, fits: (entry: Entry) => boolean): void => {
      const list = open.get(base(finding)) ?? [];
      const at = list.findIndex(fits);
      if (at < 0) return;
      list.splice(at, 1);
      known.add(finding);
    };
    for (const finding of counting) take(finding, ({ hex }) => hex === finding.hex);
    for (const finding of counting) if (!known.has(finding)) take(finding, () => true);
    const beyond = file.rules.filter((result) => further(result) > (entry.further?.[result.rule] ?? 0));
    return { known, stale: [...open.values()].flat(), beyond: beyond.map(({ rule }) => rule) };
  }

  /** What is known of a capture. */
  of(path: string): FileEntry {
    return this.#files[path]!;
  }

  /** Captures that the baseline knows and nobody checked. */
  unseen(paths: ReadonlySet<string>): string[] {
    return Object.keys(this.#files).filter((path) => !paths.has(path));
  }
}

/** The fingerprint without the number among its equals. */
const base = ({ fingerprint }: JudgedFinding): string => fingerprint.slice(0, fingerprint.indexOf(':'));

/** What there is to know of one capture; undefined where there is nothing. */
export function baselineEntry(file: JudgedFile): FileEntry | undefined {
  const findings = file.findings
    .filter(({ suppressed }) => suppressed === null || suppressed.by === 'baseline')
    .map((finding) => ({
      rule: finding.rule,
      fingerprint: base(finding),
      hex: finding.hex,
      message: finding.message,
    }));
  const beyond = file.rules.flatMap((result): [string, number][] => {
    const more = further(result);
    return more > 0 ? [[result.rule, more]] : [];
  });
  if (findings.length === 0 && beyond.length === 0) return undefined;
  return { findings, ...(beyond.length > 0 && { further: Object.fromEntries(beyond) }) };
}

/** A line a finding, captures by their names: what changes is seen in a review. */
export function baselineText(entries: ReadonlyMap<string, FileEntry>): string {
  const files = [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, entry]) => {
      const findings = entry.findings.map((it) => `   ${JSON.stringify(it)}`).join(',\n');
      const more = entry.further ? `,\n   "further": ${JSON.stringify(entry.further)}` : '';
      return `  ${JSON.stringify(path)}: {"findings": [\n${findings}\n  ]${more}}`;
    });
  return `{\n "schema": "${BASELINE_SCHEMA}",\n "files": {${files.length > 0 ? `\n${files.join(',\n')}\n ` : ''}}\n}\n`;
}
