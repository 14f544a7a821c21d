import type { ByteWriter } from '../bytes/writer.ts';
import { asksFindings } from '../conformance/fields.ts';
import { Question } from '../engine/question.ts';
import type { Registry } from '../engine/registry.ts';
import type { Field } from '../model/field.ts';
import { detailWriter } from '../output/detail.ts';
import { ekWriter } from '../output/ek.ts';
import {
  csvFieldsWriter,
  FIELD_DEFAULTS,
  type FieldColumn,
  type FieldOptions,
  fieldsWriter,
  isListColumn,
} from '../output/fields.ts';
import { writeHexdump } from '../output/hexdump.ts';
import { jsonWriter } from '../output/json.ts';
import {
  columnsWriter,
  csvListWriter,
  fieldColumn,
  type ListColumn,
  listColumns,
  psmlWriter,
  tabsWriter,
} from '../output/list.ts';
import type { PacketWriter } from '../output/output.ts';
import { pdmlWriter } from '../output/pdml.ts';
import { summaryWriter } from '../output/summary.ts';
import { TIME_FORMATS, type TimeFormat, timeWriter } from '../output/time-column.ts';
import type { Arguments, Option } from './command.ts';
import { nearest, UsageError } from './exit.ts';
import { coloured, palette, terminalWidth } from './terminal.ts';
import { version } from './version.ts';
import { packetFile } from './write-file.ts';

/** How packets are shown: the options of what shows them. */
export const FORM_OPTIONS: readonly Option[] = [
  { name: 'detail', letter: 'V', describe: 'the whole tree of every packet' },
  { name: 'only', letter: 'O', takes: 'PROTO,…', describe: 'open only the trees of these protocols (means -V)' },
  { name: 'hex', letter: 'x', describe: 'the bytes of every packet' },
  {
    name: 'format',
    letter: 'T',
    takes: 'FORMAT',
    choices: ['summary', 'detail', 'fields', 'json', 'ndjson', 'ek', 'pdml', 'psml', 'tabs', 'csv'],
    describe: 'form of the output',
  },
  { name: 'field', letter: 'e', takes: 'FIELD', many: true, describe: 'a column of -T fields or csv' },
  {
    name: 'set',
    letter: 'E',
    takes: 'NAME=VALUE',
    many: true,
    describe: '-T fields: header= separator= occurrence= aggregator= quote= bom= escape=',
  },
  {
    name: 'columns',
    takes: 'NAME,…',
    describe: 'columns of the list: number, time, source, destination, protocol, length, info, and fields',
  },
  {
    name: 'time',
    letter: 't',
    takes: 'FORM',
    choices: TIME_FORMATS,
    describe: 'times: r (since the first), d, dd, e, a, ad, adoy, u, ud, udoy',
  },
  {
    name: 'write',
    letter: 'w',
    takes: 'FILE',
    describe: 'write the packets to a file as they were sent, findings as their comments',
  },
  {
    name: 'file-format',
    letter: 'F',
    takes: 'FORMAT',
    choices: ['pcapng', 'pcap'],
    describe: 'form of that file; else by its name',
  },
];

export interface Form {
  readonly writer: PacketWriter;
  readonly question: Question;
  /** Violations are shown beside the fields. */
  readonly judged: boolean;
  /** Rules have to run, because their findings are asked for as fields. */
  readonly findings: boolean;
  /** Copies bytes as they are: secrets are not covered. */
  readonly raw?: boolean;
}

/** `also` are fields that are asked for beside those that are shown. */
export function form(
  args: Arguments,
  registry: Registry,
  out: ByteWriter,
  also: readonly Field[],
  files: readonly string[],
): Form {
  const shown = args.has('write') ? [] : [...args.all('field'), ...(args.one('columns')?.split(',') ?? [])];
  const findings = asksFindings([...also, ...shown.flatMap((name) => registry.fields.get(name) ?? [])]);
  if (findings && args.off('rules')) throw new UsageError('finding.* needs the rules: leave out --no-rules');
  const chosen = formOf(args, registry, out, also, files);
  return { ...chosen, findings, question: findings ? Question.everything() : chosen.question };
}

function formOf(
  args: Arguments,
  registry: Registry,
  out: ByteWriter,
  also: readonly Field[],
  files: readonly string[],
): Omit<Form, 'findings'> {
  const target = args.one('write');
  if (target !== undefined) {
    // Without rules the list's question is enough; their findings become comments.
    const judged = !args.off('rules');
    const question = judged ? Question.everything() : Question.fields(also);
    return { writer: packetFile(target, args.one('file-format')), question, judged, raw: true };
  }
  const time = timeWriter((args.one('time') ?? 'r') as TimeFormat);
  const listed = (): ListColumn[] => chosenColumns(args.one('columns'), registry, time);
  const creator = `specshark/${version}`;
  const asked = [...also, ...columnFields(args.one('columns'), registry)];
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
    case 'csv': {
      const columns = args.all('field').map((name) => column(name, registry));
      if (columns.length === 0)
        return { writer: csvListWriter(out, listed()), question: Question.fields(asked, true), judged: false };
      const question = Question.fields(
        [...columns.flatMap((c) => c.fields), ...also],
        columns.some((c) => isListColumn(c.name)),
      );
      return { writer: csvFieldsWriter(out, columns), question, judged: false };
    }
    case 'tabs':
      return { writer: tabsWriter(out, listed()), question: Question.fields(asked, true), judged: false };
    case 'psml':
      return { writer: psmlWriter(out, listed(), creator), question: Question.fields(asked, true), judged: false };
    case 'pdml':
      return { writer: pdmlWriter(out, creator, files.join(' ')), question: Question.everything(), judged: true };
    case 'ek':
      return { writer: ekWriter(out), question: Question.everything(), judged: true };
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
      const width = terminalWidth();
      const writer =
        args.has('columns') || width !== undefined
          ? columnsWriter(out, listed(), width)
          : summaryWriter(out, args.has('time') ? time : undefined);
      return {
        writer: args.has('hex') ? withBytes(writer, out) : writer,
        question: Question.fields(asked, true),
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

function column(name: string, registry: Registry, option = '-e'): FieldColumn {
  if (isListColumn(name)) return { name, fields: [] };
  const fields = registry.fields.get(name);
  if (!fields) {
    const close = nearest(name, registry.fields.keys());
    throw new UsageError(
      `${option}: no field '${name}'${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`,
    );
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

/** The list's columns, and fields, in the order that was asked for. */
function chosenColumns(names: string | undefined, registry: Registry, time: ListColumn['write']): ListColumn[] {
  const known = listColumns(time);
  if (names === undefined) return Object.values(known);
  return names.split(',').map((name) => known[name] ?? fieldColumn(name, column(name, registry, '--columns').fields));
}

const columnFields = (names: string | undefined, registry: Registry): readonly Field[] =>
  (names?.split(',') ?? []).flatMap((name) => registry.fields.get(name) ?? []);
