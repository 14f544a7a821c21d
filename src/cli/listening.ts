import type { ByteWriter } from '../bytes/writer.ts';
import { asksFindings, showFindings } from '../conformance/fields.ts';
import { Judge, type Profile } from '../conformance/judge.ts';
import type { Pass } from '../engine/pass.ts';
import { Question } from '../engine/question.ts';
import type { Registry } from '../engine/registry.ts';
import type { Filter } from '../filter/index.ts';
import type { Field } from '../model/field.ts';
import type { Finding } from '../model/finding.ts';
import type { CloseReason } from '../model/flow.ts';
import type { AddressNames } from '../model/names.ts';
import type { Packet } from '../model/packet.ts';
import { EXIT, worst } from './exit.ts';
import { Selection } from './filter.ts';
import { interrupted, makeJudge, makePass, readInto, tellFailure } from './inputs.ts';

/** A view of what passes by, wherever the packets come from. */
export interface Listening {
  /** Fields that it reads. */
  readonly fields?: readonly Field[];
  /** The rules run, by this profile: their findings come with the packets. */
  readonly judged?: Profile | undefined;
  /** Learns what addresses are called. */
  readonly names?: AddressNames | undefined;
  /** Before the first source. */
  begin?(): void;
  /** What it wants to hear of one source, by its name. */
  listen?(judge: Judge, path: string, selection: Selection): void;
  /** A packet that the filter selected. */
  packet?(packet: Packet, findings: readonly Finding[]): void;
  /** After the last one. */
  end(): void;
}

/** One source on its way through a view. */
export interface Hearing {
  readonly pass: Pass;
  readonly each: (packet: Packet) => void;
  /** Gives the exit code of what was heard. */
  readonly finish: (reason: CloseReason) => number;
}

/** Makes what dissects one source for a view, and judges it where the view or the filter asks for findings. */
export async function hear(
  view: Listening,
  registry: Registry,
  filter: Filter | undefined,
  path: string,
): Promise<Hearing> {
  const selection = new Selection(filter);
  const asked = asksFindings(filter?.fields ?? []);
  const judged = view.judged ?? (asked ? 'strict' : undefined);
  const listening = view.listen ? new Judge([]) : undefined;
  const judge = judged ? await makeJudge(judged) : listening;
  if (judge) view.listen?.(judge, path, selection);
  const question = judged
    ? Question.everything()
    : Question.fields([...(view.fields ?? []), ...(filter?.fields ?? [])], true);
  const pass = makePass(registry, question, judge);
  pass.packet.names = view.names;
  return {
    pass,
    each(packet) {
      if (judged) judge!.packet(packet);
      const findings = judge?.take() ?? [];
      const hide = asked ? showFindings(packet, findings) : undefined;
      const selected = selection.packet(packet);
      hide?.();
      if (selected) view.packet?.(packet, findings);
    },
    finish(reason) {
      pass.finish(reason);
      selection.release();
      return tellFailure(judge);
    },
  };
}

/** Sends files through a view, one after another; gives the exit code. */
export async function listenTo(
  files: readonly string[],
  view: Listening,
  registry: Registry,
  filter: Filter | undefined,
  out: ByteWriter,
): Promise<number> {
  const codes: number[] = [];
  view.begin?.();
  for (const path of files) {
    const { pass, each, finish } = await hear(view, registry, filter, path);
    const input = await readInto(path, pass, each);
    codes.push(input.code, finish(interrupted ? 'interrupted' : 'end of capture'));
    if (interrupted) break;
  }
  view.end();
  out.flush();
  return interrupted ? EXIT.interrupted : worst(codes);
}
