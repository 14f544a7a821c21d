import type { Anchor } from './anchor.ts';
import type { Field } from './field.ts';
import type { FindingData, Severity } from './finding.ts';
import type { Direction } from './flow.ts';
import type { SpecReference } from './spec.ts';
import type { Subject } from './subject.ts';
import type { PduView } from './view.ts';

/** The document's word. */
export type Level = 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY';

/** What a rule has to know before it may judge; where it is not known, the verdict is undecided. */
export type Need = 'both directions' | 'from the start' | 'no gaps';

/** One message of an example, in hex, and who sends it: SMB's bytes, or what lies in the TCP stream. */
export type Turn = {
  readonly from: 'client' | 'server';
  /** Milliseconds since the message before it, beside the one that all take. */
  readonly wait?: number;
} & ({ readonly smb: string; readonly tcp?: undefined } | { readonly tcp: string; readonly smb?: undefined });

/** Bytes on which a rule shows what it does; tests, pages and `rules ID` take them from here. */
export interface Example {
  /** What is special about it. */
  readonly shows: string;
  /** IDL of the RPC interface that its bytes are of, where that is made for the example. */
  readonly idl?: string;
  /** A TCP connection's messages … */
  readonly turns?: readonly Turn[];
  /** … with the names of the NetBIOS session request before them (none: direct hosting on 445) … */
  /** … to a port of its own … */
  readonly port?: number;
  readonly session?: { readonly called: string; readonly calling: string; readonly suffix?: number };
  /** … how it ends: 'fin' unless said otherwise; who ends it: the client unless said otherwise … */
  readonly close?: 'fin' | 'rst' | 'none';
  readonly closedBy?: 'client' | 'server';
  /** … and what the capture lacks: the connection's beginning, whole turns by their index, bytes off the last turn. */
  readonly midstream?: boolean;
  readonly missed?: readonly number[];
  readonly cut?: number;
  /** Whole Ethernet frames in hex, where a connection does not say it. */
  readonly frames?: readonly string[];
  /** Messages expected of a bad example, one a finding, in order. */
  readonly finds?: readonly string[];
  /** Of a good example: the rule finds nothing to look at in it, because what it watches is what goes wrong. */
  readonly silent?: boolean;
}

export type Report<M extends string> = (
  message: M,
  where: Field | Anchor | undefined,
  data?: FindingData,
  options?: ReportOptions,
) => void;

export interface ReportOptions {
  /** Where this one finding weighs less or more than its rule. */
  readonly severity?: Severity;
}

/** What may hide the things that a rule watches, because they cannot be read: sealed calls. Each leaves it undecided. */
export interface Hidden {
  readonly in: Subject<never>;
  when(value: never): boolean;
}

export const hiddenIn = <T>(where: Subject<T>, when: (value: T) => boolean): Hidden => ({
  in: where as Subject<never>,
  when,
});

interface RuleCommon<M extends string> {
  /** Its path: '<document or protocol>/<what it says>'. */
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** MUST error, SHOULD warning, MAY note, unless said otherwise. */
  readonly severity?: Severity;
  readonly spec: SpecReference;
  /** What goes wrong when it is broken; how the document is read. */
  readonly why: string;
  readonly needs?: readonly Need[];
  readonly hidden?: Hidden;
  /** Why sealing a call hides nothing from it: what it judges stays readable. Other rules are undecided on sealed calls. */
  readonly clear?: string;
  /** By id; `{name}` is filled from the data. */
  readonly messages: Readonly<Record<M, string>>;
  /** What deployed Windows is known to do, and where that is known from: a note under the `windows` profile. */
  readonly windows?: { readonly messages?: readonly NoInfer<M>[]; readonly source: string };
  readonly bad: readonly Example[];
  readonly good: readonly Example[];
  /** Examples on which it must stay undecided or silent: encrypted, truncated, mid-session. */
  readonly undecided?: readonly Example[];
}

/** A PDU by the field that heads it, and the section that speaks of it where the rule's own is another. */
export interface Watched {
  readonly pdu: Field;
  readonly spec?: SpecReference;
}

/** A rule on PDUs: it is shown each occurrence of their headings. */
export interface PduRule<M extends string = string, S = void> extends RuleCommon<M> {
  readonly watches: readonly Watched[];
  /** Whether the rule speaks of this one at all; what it does not speak of is not counted. */
  applies?(pdu: PduView): boolean;
  check(pdu: PduView, report: Report<M>, undecided: () => never, memory: S): void;
  /** What is remembered of one capture, for rules that judge at its end … */
  remember?(): S;
  /** … which is here. Findings need anchors. */
  finish?(memory: S, report: Report<M>): void;
}

/** A rule on a thing that dissectors make known: an exchange, a message, a connection's end. */
export interface SubjectRule<T, M extends string = string, S = void> extends RuleCommon<M> {
  readonly watches: Subject<T>;
  applies?(it: T): boolean;
  /**
   * For rules of absence, which side owes what is missing. Where the other side reset the connection it could not give
   * it, and the rule is undecided.
   */
  owes?(it: T): Direction;
  check(it: T, report: Report<M>, undecided: () => never, memory: S): void;
  remember?(): S;
  finish?(memory: S, report: Report<M>): void;
}

// biome-ignore lint/suspicious/noExplicitAny: a catalogue holds rules on every kind of subject.
export type AnyRule = PduRule<any, any> | SubjectRule<any, any, any>;

export function pduRule<const M extends string, S = void>(rule: PduRule<M, S>): PduRule<M, S> {
  return rule;
}

export function subjectRule<T, const M extends string, S = void>(rule: SubjectRule<T, M, S>): SubjectRule<T, M, S> {
  return rule;
}

export function severityOf(rule: AnyRule): Severity {
  if (rule.severity) return rule.severity;
  if (rule.level.startsWith('MUST')) return 'error';
  return rule.level.startsWith('SHOULD') ? 'warning' : 'note';
}

/** Thrown by a rule, or by a view for it, when what it must know is not there; stackless. */
class Undecided {}
export const UNDECIDED = new Undecided();
/** What a rule calls when it cannot know. */
export const undecided = (): never => {
  throw UNDECIDED;
};

export const client = (smb: string): Turn => ({ from: 'client', smb });
export const server = (smb: string): Turn => ({ from: 'server', smb });
