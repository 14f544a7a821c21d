import type { Anchor } from '../model/anchor.ts';
import { type Field, fieldCount } from '../model/field.ts';
import type { Finding, FindingData, RuleTally, Severity, Tally } from '../model/finding.ts';
import type { Flow } from '../model/flow.ts';
import type { Layer } from '../model/layer.ts';
import { limits } from '../model/limits.ts';
import type { Observer } from '../model/observer.ts';
import type { Packet } from '../model/packet.ts';
import {
  type AnyRule,
  type PduRule,
  type Report,
  type SubjectRule,
  severityOf,
  UNDECIDED,
  undecided,
} from '../model/rule.ts';
import type { SpecReference } from '../model/spec.ts';
import type { Subject } from '../model/subject.ts';
import { ID_MASK, WORDS } from '../model/tree.ts';
import { PduView } from '../model/view.ts';

export const PROFILES = ['strict', 'windows'] as const;
export type Profile = (typeof PROFILES)[number];

interface PduWatch {
  readonly rule: PduRule<string, unknown>;
  readonly spec: SpecReference;
  readonly tally: RuleTally;
}

interface SubjectWatch {
  readonly rule: SubjectRule<unknown, string, unknown>;
  readonly tally: RuleTally;
}

/**
 * Runs the rules over one capture: PDU rules on what a packet's tree holds, subject rules on what dissectors make known.
 * Every look is counted, so that a verdict says not only what failed but what was looked at and what could not be judged.
 */
export class Judge implements Observer {
  readonly watching = true;
  readonly findings: Finding[] = [];
  /** Findings made since `take` was last called. */
  #fresh: Finding[] = [];
  readonly tallies: readonly RuleTally[];
  /** Rules that failed, by our own mistake, and why: what they looked at is undecided, and the others go on. */
  readonly failures = new Map<string, string>();
  readonly #profile: Profile;
  readonly #byField: (PduWatch[] | undefined)[] = new Array(fieldCount()).fill(undefined);
  readonly #bySubject = new Map<number, SubjectWatch[]>();
  readonly #memories = new Map<AnyRule, unknown>();
  readonly #hidden = new Map<number, { when(value: never): boolean; readonly tally: RuleTally }[]>();
  readonly #listeners = new Map<number, ((value: never) => void)[]>();
  /** Flows of which the capture cut frames: bytes may be missing as in a gap. */
  readonly #cut = new WeakSet<Flow>();

  constructor(rules: readonly AnyRule[], profile: Profile = 'strict') {
    this.#profile = profile;
    this.tallies = rules.map((rule) => ({ rule, examined: 0, failed: 0, undecided: 0, sections: new Map() }));
    for (const tally of this.tallies) {
      const { watches, hidden } = tally.rule;
      if (hidden) {
        const list = this.#hidden.get(hidden.in.index) ?? [];
        this.#hidden.set(hidden.in.index, [...list, { when: hidden.when, tally }]);
      }
      this.#memories.set(tally.rule, tally.rule.remember?.());
      if ('index' in watches) {
        const list = this.#bySubject.get(watches.index) ?? [];
        this.#bySubject.set(watches.index, list);
        list.push({ rule: tally.rule as SubjectRule<unknown, string, unknown>, tally });
        continue;
      }
      const rule = tally.rule as PduRule<string, unknown>;
      for (const { pdu, spec } of rule.watches)
        (this.#byField[pdu.id] ??= []).push({ rule, spec: spec ?? rule.spec, tally });
    }
  }

  /** Has a view hear a subject beside the rules. */
  listen<T>(subject: Subject<T>, hear: (value: T) => void): this {
    this.#listeners.set(subject.index, [...(this.#listeners.get(subject.index) ?? []), hear as (value: never) => void]);
    return this;
  }

  watches(subject: Subject<unknown>): boolean {
    const { index } = subject;
    return this.#bySubject.has(index) || this.#listeners.has(index) || this.#hidden.has(index);
  }

  observed(subject: Subject<unknown>, value: unknown, packet: Packet): void {
    for (const hear of this.#listeners.get(subject.index) ?? []) hear(value as never);
    for (const { when, tally } of this.#hidden.get(subject.index) ?? [])
      this.#contain(tally, packet, () => {
        if (when(value as never)) tally.undecided++;
      });
    const watches = this.#bySubject.get(subject.index);
    if (!watches) return;
    const flow = subject.flow(value);
    for (const { rule, tally } of watches)
      this.#contain(tally, packet, () => {
        if (rule.applies && !rule.applies(value)) return;
        if (flow?.closed === 'rst' && rule.owes && rule.owes(value) !== packet.direction) {
          tally.undecided++;
          return;
        }
        const report = this.#reporter(tally, packet.number);
        this.#look(tally, rule.spec, flow, () => rule.check(value, report, undecided, this.#memories.get(rule)));
      });
  }

  /** Shows the packet's PDUs to the rules that watch them; what an ICMP error quotes is not judged. */
  packet(packet: Packet): void {
    const { tree } = packet;
    if (packet.flow && packet.captured < packet.wire) this.#cut.add(packet.flow);
    for (let l = 0; l < packet.layerCount; l++) {
      const layer = packet.layer(l);
      if (layer.quoted) continue;
      for (let node = layer.firstNode; node < layer.endNode; node++) {
        const watches = this.#byField[tree.words[node * WORDS]! & ID_MASK];
        if (!watches) continue;
        const view = new PduView(packet, layer, node, tree.next(node));
        for (const watch of watches) this.#contain(watch.tally, packet, () => this.#judge(watch, view, layer));
      }
    }
  }

  #judge({ rule, spec, tally }: PduWatch, view: PduView, { outcome }: Layer): void {
    if (rule.applies && !rule.applies(view)) return;
    // What the capture cut off might be what is missing.
    if (outcome === 'truncated' || outcome === 'opaque') return count(tally, spec, 'undecided');
    const { packet } = view;
    const report: Report<string> = (message, where, data = {}, options = {}) => {
      const anchor = where && 'spans' in where ? where : view.anchor(where as Field | undefined);
      this.#find(tally, spec, message, anchor, data, packet.number, options.severity);
    };
    this.#look(tally, spec, packet.flow, () => rule.check(view, report, undecided, this.#memories.get(rule)));
  }

  /** The end of the capture: rules that waited for it judge now. */
  finish(packet: Packet): void {
    for (const tally of this.tallies)
      this.#contain(tally, packet, () =>
        tally.rule.finish?.(this.#memories.get(tally.rule), this.#reporter(tally, packet.number)),
      );
  }

  /** The findings made since it was last asked. */
  take(): readonly Finding[] {
    if (this.#fresh.length === 0) return NONE;
    const taken = this.#fresh;
    this.#fresh = [];
    return taken;
  }

  /** Forgets findings that nobody asked for; the tallies stay. */
  keep(which: (finding: Finding) => boolean): void {
    const kept = this.findings.filter(which);
    this.findings.length = 0;
    this.findings.push(...kept);
  }

  /** Takes findings that bring their own anchor. */
  #reporter(tally: RuleTally, frame: number): Report<string> {
    return (message, where, data = {}, options = {}) => {
      if (!where || !('spans' in where)) throw new Error(`${tally.rule.id}: this finding needs an anchor`);
      this.#find(tally, tally.rule.spec, message, where, data, frame, options.severity);
    };
  }

  /** Our own mistakes are thrown in the tests; elsewhere one rule's are no other's. */
  #contain(tally: RuleTally, packet: Packet, act: () => void): void {
    try {
      act();
    } catch (error) {
      if (packet.strict) throw error;
      tally.undecided++;
      const { id } = tally.rule;
      if (!this.failures.has(id)) this.failures.set(id, error instanceof Error ? error.message : String(error));
    }
  }

  #look(tally: RuleTally, spec: SpecReference, flow: Flow | undefined, check: () => void): void {
    if (!this.#known(tally.rule, flow)) return count(tally, spec, 'undecided');
    try {
      check();
      count(tally, spec, 'examined');
    } catch (signal) {
      if (signal !== UNDECIDED) throw signal;
      count(tally, spec, 'undecided');
    }
  }

  /** Whether what is known of the flow lets the rule judge. */
  #known(rule: AnyRule, flow: Flow | undefined): boolean {
    for (const need of rule.needs ?? []) {
      if (!flow) return false;
      if (need === 'both directions' && !flow.bothWays) return false;
      if (need === 'from the start' && !flow.fromStart) return false;
      if (need === 'no gaps' && (flow.gaps || this.#cut.has(flow.connection))) return false;
    }
    return true;
  }

  #find(
    tally: RuleTally,
    spec: SpecReference,
    message: string,
    anchor: Anchor,
    data: FindingData,
    decidedAt: number,
    weight?: Severity,
  ): void {
    count(tally, spec, 'failed');
    if (tally.failed > limits.findingsPerRule) return;
    const { rule } = tally;
    const template = (rule.messages as Record<string, string>)[message];
    if (template === undefined) throw new Error(`${rule.id}: no message '${message}'`);
    const known =
      this.#profile === 'windows' &&
      rule.windows &&
      (!rule.windows.messages || rule.windows.messages.includes(message));
    const severity: Severity = known ? 'note' : (weight ?? severityOf(rule));
    const text = fill(template, data) + (known ? ` [known of Windows: ${rule.windows!.source}]` : '');
    const finding = { rule, severity, spec, message, text, data, anchor, decidedAt };
    this.findings.push(finding);
    this.#fresh.push(finding);
  }
}

function count(tally: RuleTally, { section }: SpecReference, what: keyof Tally): void {
  tally[what]++;
  if (section === tally.rule.spec.section) return;
  let here = tally.sections.get(section);
  if (!here) {
    here = { examined: 0, failed: 0, undecided: 0 };
    tally.sections.set(section, here);
  }
  here[what]++;
}

const NONE: readonly Finding[] = [];

const fill = (template: string, data: FindingData): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in data ? String(data[name]) : whole));
