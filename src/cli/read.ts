import type { ByteWriter } from '../bytes/writer.ts';
import type { Pass } from '../engine/pass.ts';
import { Question } from '../engine/question.ts';
import type { Registry } from '../engine/registry.ts';
import { FrameSet } from '../filter/index.ts';
import type { Field } from '../model/field.ts';
import type { Finding } from '../model/finding.ts';
import type { CloseReason } from '../model/flow.ts';
import type { Packet } from '../model/packet.ts';
import { detailWriter } from '../output/detail.ts';
import { FIELD_DEFAULTS, type FieldColumn, type FieldOptions, fieldsWriter, isListColumn } from '../output/fields.ts';
import { writeHexdump } from '../output/hexdump.ts';
import { jsonWriter } from '../output/json.ts';
import type { PacketWriter } from '../output/output.ts';
import { summaryWriter } from '../output/summary.ts';
import { useCodePage } from './code-page.ts';
import type { Arguments, Command, Option } from './command.ts';
import { decodeAs } from './decode-as.ts';
import { EXIT, nearest, UsageError, worst } from './exit.ts';
import { FILTER, filterOf } from './filter.ts';
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
import { COLOR, coloured, palette } from './terminal.ts';

export const READ_OPTIONS: readonly Option[] = [
  READ_FILE,
  { name: 'detail', letter: 'V', describe: 'the whole tree of every packet' },
  { name: 'only', letter: 'O', takes: 'PROTO,…', describe: 'open only the trees of these protocols (means -V)' },
  { name: 'hex', letter: 'x', describe: 'the bytes of every packet' },
  {
    name: 'format',
    letter: 'T',
    takes: 'FORMAT',
    choices: ['summary', 'detail', 'fields', 'json', 'ndjson'],
    describe: 'form of the output',
  },
  { name: 'field', letter: 'e', takes: 'FIELD', many: true, describe: 'a column of -T fields' },
  {
    name: 'set',
    letter: 'E',
    takes: 'NAME=VALUE',
    many: true,
    describe: '-T fields: header= separator= occurrence= aggregator= quote= bom= escape=',
  },
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
  const { writer, question, judged } = form(args, registry, out, filter?.fields ?? []);
  // The tables of code pages are large: only a run that shows text needs them.
  if (args.has('code-page') || question.readsOem()) await useCodePage(args);
  const judge = judged && !args.off('rules') ? makeJudge(profileOf(args)) : undefined;
  const pass = makePass(registry, question, judge);
  pass.packet.reveal = args.has('reveal');
  const selected = filter && judge ? new FrameSet() : undefined;
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
      packet.conceal();
      writer.packet(packet, findings);
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

interface Form {
  readonly writer: PacketWriter;
  readonly question: Question;
  /** Violations are shown beside the fields. */
  readonly judged: boolean;
}

/** `also` are fields that are asked for beside those that are shown. */
function form(args: Arguments, registry: Registry, out: ByteWriter, also: readonly Field[]): Form {
  const format =
    args.one('format') ??
    (args.has('field') ? 'fields' : args.has('detail') || args.has('only') ? 'detail' : 'summary');
  switch (format) {
    case 'fields': {
      const columns = args.all('field').map((name) => column(name, registry));
      if (columns.length === 0) throw new UsageError('-T fields needs at least one -e FIELD');
      const question = Question.fields(
        [...columns.flatMap((c) => c.fields), ...also],
        columns.some((c) => isListColumn(c.name)),
      );
      return { writer: fieldsWriter(out, columns, fieldOptions(args)), question, judged: false };
    }
    case 'json':
    case 'ndjson':
      return { writer: jsonWriter(out, format === 'ndjson'), question: Question.everything(), judged: true };
    case 'detail': {
      const only = args.one('only')?.split(',');
      for (const name of only ?? []) if (!registry.protocol(name)) throw new UsageError(`-O: no protocol '${name}'`);
      const writer = detailWriter(out, { palette: palette(coloured(args)), only: only && new Set(only) });
      return {
        writer: args.has('hex') ? withBytes(writer, out) : writer,
        question: Question.everything(),
        judged: true,
      };
    }
    default: {
      const writer = summaryWriter(out);
      return {
        writer: args.has('hex') ? withBytes(writer, out) : writer,
        question: Question.fields(also, true),
        judged: false,
      };
    }
  }
}

function withBytes(writer: PacketWriter, out: ByteWriter): PacketWriter {
  return {
    ...writer,
    packet(packet, findings) {
      writer.packet(packet, findings);
      writeHexdump(packet, out);
    },
  };
}

function column(name: string, registry: Registry): FieldColumn {
  if (isListColumn(name)) return { name, fields: [] };
  const fields = registry.fields.get(name);
  if (!fields) {
    const close = nearest(name, registry.fields.keys());
    throw new UsageError(`-e: no field '${name}'${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`);
  }
  return { name, fields };
}

function fieldOptions(args: Arguments): FieldOptions {
  const chosen: FieldOptions = { ...FIELD_DEFAULTS };
  const character = (value: string): string => (value === '/t' ? '\t' : value === '/s' ? ' ' : value);
  for (const setting of args.all('set')) {
    const equals = setting.indexOf('=');
    const name = equals < 0 ? setting : setting.slice(0, equals);
    const value = equals < 0 ? '' : setting.slice(equals + 1);
    const yes = value === 'y';
    if (name === 'header') chosen.header = yes;
    else if (name === 'bom') chosen.bom = yes;
    else if (name === 'escape') chosen.escape = yes;
    else if (name === 'separator') chosen.separator = character(value);
    else if (name === 'aggregator') chosen.aggregator = character(value);
    else if (name === 'occurrence' && (value === 'a' || value === 'f' || value === 'l')) chosen.occurrence = value;
    else if (name === 'quote' && (value === 'd' || value === 's' || value === 'n'))
      chosen.quote = value === 'd' ? '"' : value === 's' ? "'" : '';
    else throw new UsageError(`-E: cannot set '${setting}'`);
  }
  return chosen;
}
