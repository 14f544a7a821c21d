import type { JudgedFile, JudgedFinding } from './record.ts';

export const EXPECT_SCHEMA = 'specshark.expect/1';

/** A call as expectation files have it. */
export interface CallRecord {
  readonly interface: string | null;
  readonly operation: string;
  /** The request's frame. */
  readonly frame: number;
  readonly state: string;
  /** Its name, where the value has one. */
  readonly status: string | number | null;
}

interface ExpectedFinding {
  readonly rule: string;
  /** Which of the rule's messages. */
  readonly message: string;
  readonly frame: number;
  readonly field: string | null;
}

/** What a recorded session must show: the file beside a capture. What it leaves out is not compared. */
export interface Expectation {
  readonly findings?: readonly ExpectedFinding[];
  readonly calls?: readonly CallRecord[];
}

/** What differs from the expectation, a sentence each; and which findings it expects. */
export interface Comparison {
  readonly differences: readonly string[];
  readonly expected: ReadonlySet<JudgedFinding>;
}

/** Compares what rules that ran found: what is expected of the others nobody looked for. */
export function compare(expectation: Expectation, file: JudgedFile, calls: readonly CallRecord[]): Comparison {
  const differences: string[] = [];
  const expected = new Set<JudgedFinding>();
  if (expectation.findings) {
    const ran = new Set(file.rules.map(({ rule }) => rule));
    const open = new Bag(expectation.findings.filter(({ rule }) => ran.has(rule)).map((it) => key(it)));
    for (const finding of file.findings) {
      const one = expectedOf(finding);
      if (open.take(key(one))) expected.add(finding);
      else differences.push(`not expected: ${told(one)}`);
    }
    for (const missing of open.rest()) differences.push(`expected and not found: ${told(JSON.parse(missing))}`);
  }
  if (expectation.calls) {
    const open = new Bag(expectation.calls.map((call) => callKey(call)));
    for (const call of calls) if (!open.take(callKey(call))) differences.push(`not expected: ${toldCall(call)}`);
    for (const missing of open.rest()) differences.push(`expected and not found: ${toldCall(JSON.parse(missing))}`);
  }
  return { differences, expected };
}

/** The expectation that fits what was found, as the text of its file: a line each, for reviewers. */
export function expectationText(file: JudgedFile, calls: readonly CallRecord[]): string {
  const list = (of: readonly string[]): string => (of.length === 0 ? '[]' : `[\n  ${of.join(',\n  ')}\n ]`);
  const findings = file.findings.map((finding) => key(expectedOf(finding)));
  return `{\n "schema": "${EXPECT_SCHEMA}",\n "findings": ${list(findings)},\n "calls": ${list(calls.map(callKey))}\n}\n`;
}

const expectedOf = ({ rule, messageId, frame, field }: JudgedFinding): ExpectedFinding => ({
  rule,
  message: messageId,
  frame,
  field,
});

const key = ({ rule, message, frame, field }: ExpectedFinding): string =>
  JSON.stringify({ rule, message, frame, field });

const callKey = ({ interface: of, operation, frame, state, status }: CallRecord): string =>
  JSON.stringify({ interface: of, operation, frame, state, status });

const told = ({ rule, message, frame, field }: ExpectedFinding): string =>
  `${rule} (${message}) in frame ${frame}${field === null ? '' : `, ${field}`}`;

const toldCall = ({ interface: of, operation, frame, state, status }: CallRecord): string =>
  `call ${of ?? 'of an unknown interface'} ${operation} in frame ${frame}, ${state}${status === null ? '' : `, ${status}`}`;

/** Things of which some are equal. */
class Bag {
  readonly #counts = new Map<string, number>();

  constructor(items: readonly string[]) {
    for (const item of items) this.#counts.set(item, (this.#counts.get(item) ?? 0) + 1);
  }

  take(item: string): boolean {
    const count = this.#counts.get(item) ?? 0;
    if (count > 0) this.#counts.set(item, count - 1);
    return count > 0;
  }

  *rest(): Generator<string> {
    for (const [item, count] of this.#counts) for (let i = 0; i < count; i++) yield item;
  }
}
