import type { ByteWriter } from '../bytes/writer.ts';
import { showFindings } from '../conformance/fields.ts';
import type { Pass } from '../engine/pass.ts';
import { Question } from '../engine/question.ts';
import { FrameSet } from '../filter/index.ts';
import type { Finding } from '../model/finding.ts';
import type { CloseReason } from '../model/flow.ts';
import type { AddressNames } from '../model/names.ts';
import type { Packet } from '../model/packet.ts';
import { useCodePage } from './code-page.ts';
import type { Arguments, Command, Option } from './command.ts';
import { decodeAs } from './decode-as.ts';
import { EXIT, UsageError, worst } from './exit.ts';
import { FILTER, filterOf } from './filter.ts';
import { FORM_OPTIONS, form } from './forms.ts';
import {
  CODE_PAGE,
  IDL,
  inputs,
  interrupted,
  makeJudge,
  makePass,
  makeRegistry,
  PROFILE,
  profileOf,
  READ_FILE,
  REVEAL,
  readInto,
  readQuietly,
  tellFailure,
} from './inputs.ts';
import { PAGER } from './pager.ts';
import { positive } from './parse.ts';
import { namesOf, RESOLVE } from './resolve.ts';
import { COLOR } from './terminal.ts';

export const READ_OPTIONS: readonly Option[] = [
  READ_FILE,
  ...FORM_OPTIONS,
  { name: 'count', letter: 'c', takes: 'N', describe: 'stop after N packets' },
  {
    name: 'decode-as',
    letter: 'd',
    takes: 'TABLE==VALUE,PROTO',
    many: true,
    describe: 'treat a port or type as a protocol: tcp.port==5040,nbss',
  },
  { name: 'rules', describe: 'show violations beside their fields (-V, json); --no-rules leaves them out' },
  PROFILE,
  IDL,
  CODE_PAGE,
  REVEAL,
  FILTER,
  {
    name: 'two-pass',
    letter: '2',
    describe: 'read twice: what later packets decide is shown with the packet that it accuses',
  },
  { name: 'line-buffered', letter: 'l', describe: 'send each packet on at once' },
  ...RESOLVE,
  { name: 'no-lookup', letter: 'n', describe: 'taken and ignored: names are never looked up' },
  COLOR,
  PAGER,
];

export const command: Command = {
  name: 'read',
  takes: 'FILE…',
  describe: 'one line a packet, or its tree, fields or bytes',
  options: READ_OPTIONS,
  examples: [
    ['specshark read samples/messenger-multiblock.pcap', 'the list of packets'],
    ['specshark read -V -c 5 FILE', 'the first five packets as trees'],
    ['specshark read -T fields -e frame.number -e smb.cmd FILE', 'two columns'],
  ],
  async run(args, out) {
    const files = inputs(args, 'read');
    const count = positive('-c', args.one('count'));
    const known = args.has('two-pass') ? await foresee(args, files, count) : undefined;
    const { pass, each, finish } = await show(args, out, known);
    const codes: number[] = [known?.code ?? EXIT.ok];
    for (const [file, path] of files.entries()) {
      pass.packet.file = file;
      const input = await readInto(path, pass, each, count);
      codes.push(input.code);
      if (interrupted || pass.packet.number >= (count ?? Number.POSITIVE_INFINITY)) break;
    }
    codes.push(finish(interrupted ? 'interrupted' : 'end of capture'));
    out.flush();
    return interrupted ? EXIT.interrupted : worst(codes);
  },
};

/** What is shown of packets, wherever they come from. */
export interface Showing {
  readonly pass: Pass;
  /** To be called with each packet that the pass has dissected. */
  readonly each: (packet: Packet) => void;
  /** Gives the exit code of what was shown. */
  readonly finish: (reason: CloseReason) => number;
}

/** A run over the files before the one that shows them (-2). */
async function foresee(args: Arguments, files: readonly string[], count: number | undefined): Promise<Foreseen> {
  if (files.includes('-')) throw new UsageError('-2 reads everything twice: standard input can be read once');
  const registry = makeRegistry(args);
  decodeAs(registry, args.all('decode-as'));
  await useCodePage(args);
  const judge = await makeJudge(profileOf(args));
  const pass = makePass(registry, Question.everything(), judge);
  const names = namesOf(args);
  pass.packet.names = names;
  for (const path of files) {
    await readQuietly(path, pass, (packet) => judge.packet(packet), count);
    if (interrupted) break;
  }
  pass.finish('end of capture');
  judge.finish(pass.packet);
  const findings = new Map<number, Finding[]>();
  for (const finding of judge.findings) {
    const { frame } = finding.anchor;
    findings.set(frame, [...(findings.get(frame) ?? []), finding]);
  }
  return { findings, names, code: tellFailure(judge) };
}

/** What is known of captures before they are shown. */
interface Foreseen {
  /** By the frame that they accuse. */
  readonly findings: ReadonlyMap<number, readonly Finding[]>;
  readonly names: AddressNames | undefined;
  readonly code: number;
}

/** Begins to show packets as the options say. */
export async function show(args: Arguments, out: ByteWriter, known?: Foreseen): Promise<Showing> {
  const registry = makeRegistry(args);
  decodeAs(registry, args.all('decode-as'));
  const filter = filterOf(args, registry);
  const files = [...args.all('read'), ...args.files];
  const { writer, question, judged, findings: asked, raw } = form(args, registry, out, filter?.fields ?? [], files);
  // The tables of code pages are large: only a run that shows text needs them.
  if (args.has('code-page') || question.readsOem()) await useCodePage(args);
  const ruled = asked || (judged && !args.off('rules'));
  const judge = ruled && !known ? await makeJudge(profileOf(args)) : undefined;
  const pass = makePass(registry, question, judge);
  pass.packet.reveal = args.has('reveal');
  pass.packet.names = known?.names ?? namesOf(args);
  if (filter) pass.packet.beginSelecting();
  const selected = filter && judge ? new FrameSet() : undefined;
  const lines = args.has('line-buffered');
  let open = 0;
  writer.begin?.();
  return {
    pass,
    each(packet) {
      judge?.packet(packet);
      const findings = judge ? judge.take() : (ruled && known?.findings.get(packet.number)) || NO_FINDINGS;
      const hide = asked ? showFindings(packet, findings) : undefined;
      if (filter) {
        if (!filter.matches(packet)) return;
        packet.select();
        selected?.add(packet.number);
      }
      // Trees have findings beside the fields that they accuse.
      if (judged) hide?.();
      if (raw) open += packet.secrets.length > 0 && !packet.reveal ? 1 : 0;
      else packet.conceal();
      writer.packet(packet, findings);
      if (lines) out.flush();
    },
    finish(reason) {
      if (judge) {
        pass.finish(reason);
        judge.finish(pass.packet);
        writer.late?.(judge.take().filter(({ anchor }) => !selected || selected.has(anchor.frame)));
      }
      writer.end?.();
      if (open > 0)
        process.stderr.write(
          `specshark: ${open} of the packets written carry passwords or keys, or may: they are as they were sent\n`,
        );
      return tellFailure(judge);
    },
  };
}

const NO_FINDINGS: readonly Finding[] = [];
