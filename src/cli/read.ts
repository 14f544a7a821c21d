import type { ByteWriter } from '../bytes/writer.ts';
import type { Pass } from '../engine/pass.ts';
import { FrameSet } from '../filter/index.ts';
import type { Finding } from '../model/finding.ts';
import type { CloseReason } from '../model/flow.ts';
import type { Packet } from '../model/packet.ts';
import { useCodePage } from './code-page.ts';
import type { Arguments, Command, Option } from './command.ts';
import { decodeAs } from './decode-as.ts';
import { EXIT, worst } from './exit.ts';
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
} from './inputs.ts';
import { positive } from './parse.ts';
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
  { name: 'line-buffered', letter: 'l', describe: 'send each packet on at once' },
  { name: 'no-lookup', letter: 'n', describe: 'taken and ignored: names are never looked up' },
  COLOR,
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
    const { pass, each, finish } = await show(args, out);
    const codes: number[] = [];
    for (const [file, path] of files.entries()) {
      pass.packet.file = file;
      const input = await readInto(path, pass, each, count);
      codes.push(input.code);
      if (interrupted || pass.packet.number >= (count ?? Number.POSITIVE_INFINITY)) break;
    }
    finish(interrupted ? 'interrupted' : 'end of capture');
    out.flush();
    return interrupted ? EXIT.interrupted : worst(codes);
  },
};

/** What is shown of packets, wherever they come from. */
export interface Showing {
  readonly pass: Pass;
  /** To be called with each packet that the pass has dissected. */
  readonly each: (packet: Packet) => void;
  readonly finish: (reason: CloseReason) => void;
}

/** Begins to show packets as the options say. */
export async function show(args: Arguments, out: ByteWriter): Promise<Showing> {
  const registry = makeRegistry(args);
  decodeAs(registry, args.all('decode-as'));
  const filter = filterOf(args, registry);
  const files = [...args.all('read'), ...args.files];
  const { writer, question, judged, raw } = form(args, registry, out, filter?.fields ?? [], files);
  // The tables of code pages are large: only a run that shows text needs them.
  if (args.has('code-page') || question.readsOem()) await useCodePage(args);
  const judge = judged && !args.off('rules') ? makeJudge(profileOf(args)) : undefined;
  const pass = makePass(registry, question, judge);
  pass.packet.reveal = args.has('reveal');
  const selected = filter && judge ? new FrameSet() : undefined;
  const lines = args.has('line-buffered');
  writer.begin?.();
  return {
    pass,
    each(packet) {
      judge?.packet(packet);
      const findings = judge ? judge.take() : NO_FINDINGS;
      if (filter) {
        if (!filter.matches(packet)) return;
        selected?.add(packet.number);
      }
      if (!raw) packet.conceal();
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
    },
  };
}

const NO_FINDINGS: readonly Finding[] = [];
