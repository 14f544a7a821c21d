import { type Call, rpcCall } from '../../dissectors/dcerpc/keys.ts';
import { rules } from '../../dissectors/rules.ts';
import type { CallRecord } from '../conformance/expectation.ts';
import { Judge } from '../conformance/judge.ts';
import {
  type JudgedFile,
  judgedFindings,
  type Reach,
  ruleResults,
  type Sections,
  sectionsOf,
} from '../conformance/record.ts';
import { Question } from '../engine/question.ts';
import type { Registry } from '../engine/registry.ts';
import { type Filter, FrameSet } from '../filter/index.ts';
import type { AnyRule } from '../model/rule.ts';
import { useCodePage } from './code-page.ts';
import type { Arguments } from './command.ts';
import { EXIT } from './exit.ts';
import { FILTER, filterBefore } from './filter.ts';
import {
  CODE_PAGE,
  failureOf,
  IDL,
  type Input,
  interrupted,
  makePass,
  makeRegistry,
  PROFILE,
  profileOf,
  REVEAL,
  readQuietly,
} from './inputs.ts';
import { argumentsOf } from './parse.ts';

/** How captures are judged: the same for all files of a run, and plain, because it goes to other threads. */
export interface Judging {
  /** Ids of the rules. */
  readonly rules: readonly string[];
  /** What was said of the options that judging asks for. */
  readonly said: ReadonlyMap<string, readonly string[]>;
}

/** Options of which judging itself wants to know. */
export const JUDGING = [PROFILE, IDL, CODE_PAGE, REVEAL, FILTER];

/** A judged capture, and the calls it holds. */
export interface Judged {
  readonly file: JudgedFile;
  readonly calls: readonly CallRecord[];
  readonly sections: Sections;
}

/** Gives what judges one capture after another. What goes wrong with one of them is in its result. */
export async function judging({ rules: ids, said }: Judging): Promise<(path: string) => Promise<Judged>> {
  const args = argumentsOf([], said);
  await useCodePage(args);
  const chosen = new Set(ids);
  const wanted = rules.filter((rule) => chosen.has(rule.id));
  const registry = makeRegistry(args);
  const filter = filterBefore(args, registry);
  return async (path) => {
    try {
      return await judgeOne(path, args, wanted, registry, filter);
    } catch (error) {
      // One file never stops the rest; in the tests our own mistakes are seen.
      if (process.env['SPECSHARK_STRICT'] === '1') throw error;
      return failed(path, error instanceof Error ? error.message : String(error));
    }
  };
}

async function judgeOne(
  path: string,
  args: Arguments,
  wanted: readonly AnyRule[],
  registry: Registry,
  filter: Filter | undefined,
): Promise<Judged> {
  const calls: CallRecord[] = [];
  const judge = new Judge(wanted, profileOf(args)).listen(rpcCall, (call) => calls.push(callRecord(call)));
  const pass = makePass(registry, Question.everything(), judge);
  pass.packet.reveal = args.has('reveal');
  const selected = filter && new FrameSet();
  let begins: number | null = null;
  const input = await readQuietly(path, pass, (packet) => {
    begins ??= packet.seconds;
    judge.packet(packet);
    if (filter?.matches(packet)) selected!.add(packet.number);
  });
  pass.finish(interrupted ? 'interrupted' : 'end of capture');
  judge.finish(pass.packet);
  // State is followed through every packet; told is what concerns the selected ones.
  if (selected) judge.keep((finding) => selected.has(finding.anchor.frame));
  const failure = failureOf(judge);
  // Positions in a compressed file are those of what it holds.
  const plain = path !== '-' && !input.format?.includes(',');
  const file: JudgedFile = {
    path,
    packets: pass.packet.number,
    reach: reachOf(input),
    trouble: input.trouble ?? (failure ? `${path}: ${failure}` : null),
    failure: failure !== undefined,
    begins,
    findings: judgedFindings(judge, plain),
    rules: ruleResults(judge),
  };
  return { file, calls, sections: sectionsOf(judge) };
}

const reachOf = ({ code }: Input): Reach =>
  code === EXIT.input ? 'nothing' : code === EXIT.partial ? 'part' : 'whole';

const callRecord = (call: Call): CallRecord => ({
  interface: call.iface?.protocol.name ?? call.uuid ?? null,
  operation: call.iface?.operations[call.opnum] ?? `opnum ${call.opnum}`,
  frame: call.requestFrame,
  state: call.state,
  status: call.statusName ?? call.status ?? null,
});

/** A file that our own mistake kept from being judged. */
export const failed = (path: string, why: string): Judged => ({
  file: { ...nothing(path), trouble: `${path}: internal error, please report it: ${why}`, failure: true },
  calls: [],
  sections: {},
});

const nothing = (path: string): JudgedFile => ({
  path,
  packets: 0,
  reach: 'nothing',
  trouble: null,
  failure: false,
  begins: null,
  findings: [],
  rules: [],
});

/** What was named and holds no capture. */
export const unmatched = (path: string, why: string): Judged => ({
  file: { ...nothing(path), reach: 'unmatched', trouble: why },
  calls: [],
  sections: {},
});
