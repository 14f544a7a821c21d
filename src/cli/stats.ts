import { rpcCall } from '../../dissectors/dcerpc/keys.ts';
import { callView } from '../../dissectors/dcerpc/view.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import type { Judge } from '../conformance/judge.ts';
import type { Field } from '../model/field.ts';
import { type Shown, writeTables, writeTablesCsv, writeTablesJson } from '../output/table.ts';
import { conversations, endpoints } from '../stats/conversations.ts';
import { DURATION_COLUMNS, Durations } from '../stats/durations.ts';
import { commandTimes, valueCounts } from '../stats/fields.ts';
import { hierarchy } from '../stats/hierarchy.ts';
import { lengths } from '../stats/lengths.ts';
import { rates } from '../stats/rates.ts';
import { type Collector, tallyOf } from '../stats/table.ts';
import type { Arguments, Command, Option } from './command.ts';
import { UsageError } from './exit.ts';
import { FILTER, filterOf, type Selection } from './filter.ts';
import { IDL, inputs, makeRegistry, READ_FILE } from './inputs.ts';
import { type Listening, listenTo } from './listening.ts';
import { PAGER } from './pager.ts';

export const TABLE_FORMAT: Option = {
  name: 'format',
  letter: 'T',
  takes: 'FORMAT',
  choices: ['text', 'json', 'csv'],
  describe: 'form of the output',
};

/** What a table is counted from: packets, and what it hears of them. */
interface Table extends Collector {
  listen?(judge: Judge, selection: Selection): void;
}

/** What a table needs: fields that are recorded, and how they become a collector. */
interface Kind {
  readonly describe: string;
  readonly fields?: readonly string[];
  make(of: (name: string) => readonly Field[], args: Arguments): Table;
}

const KINDS: Readonly<Record<string, Kind>> = {
  phs: { describe: 'protocol hierarchy', make: hierarchy },
  'conversations-ip': { describe: 'who spoke with whom', make: () => conversations('ip') },
  'conversations-tcp': { describe: 'TCP connections', make: () => conversations('tcp') },
  'conversations-udp': { describe: 'UDP conversations', make: () => conversations('udp') },
  'endpoints-ip': { describe: 'who spoke', make: () => endpoints('ip') },
  'endpoints-tcp': { describe: 'TCP ports that spoke', make: () => endpoints('tcp') },
  'endpoints-udp': { describe: 'UDP ports that spoke', make: () => endpoints('udp') },
  rpc: { describe: 'response times of RPC operations', make: rpcTimes },
  smb: {
    describe: 'response times of SMB1 commands',
    fields: ['smb.cmd', 'smb.time'],
    make: (of) => commandTimes('smb', 'SMB1 command times', of('smb.cmd'), of('smb.time')),
  },
  smb2: {
    describe: 'response times of SMB2 commands',
    fields: ['smb2.cmd', 'smb2.time'],
    make: (of) => commandTimes('smb2', 'SMB2 command times', of('smb2.cmd'), of('smb2.time')),
  },
  status: {
    describe: 'NT status and RPC status codes',
    fields: ['smb.nt_status', 'smb2.nt_status', 'dcerpc.cn_status'],
    make: (of) =>
      valueCounts('status', 'Status codes', ['smb.nt_status', 'smb2.nt_status', 'dcerpc.cn_status'].flatMap(of)),
  },
  lengths: { describe: 'packet lengths', make: lengths },
  rate: { describe: 'packets and bytes over time', make: (_, args) => rates(seconds(args.one('interval'))) },
};

export const command: Command = {
  name: 'stats',
  takes: 'FILE…',
  describe: 'tables: protocols, conversations, response times, status codes, lengths, rates',
  options: [
    READ_FILE,
    { name: 'table', letter: 'z', takes: 'NAME,…', many: true, describe: `${Object.keys(KINDS).join(', ')} (all)` },
    { name: 'interval', takes: 'SECONDS', describe: 'of the rate; longer where the capture is too long for it (1)' },
    FILTER,
    IDL,
    TABLE_FORMAT,
    PAGER,
  ],
  examples: [
    ['specshark stats FILE', 'every table that has something to say'],
    ['specshark stats -z rpc,smb2 -T csv FILE', 'response times for a spreadsheet'],
  ],
  async run(args, out) {
    const files = inputs(args, 'stats');
    const registry = makeRegistry(args);
    const chosen = args.all('table').flatMap((names) => names.split(','));
    for (const name of chosen)
      if (!(name in KINDS)) throw new UsageError(`-z: no table '${name}'; there are ${Object.keys(KINDS).join(', ')}`);
    const names = chosen.length > 0 ? chosen : Object.keys(KINDS);
    const filter = filterOf(args, registry);
    const of = (name: string): readonly Field[] => registry.fields.get(name) ?? [];
    const collectors = names.map((name) => KINDS[name]!.make(of, args));
    const listeners = collectors.filter((it) => it.listen);
    const view: Listening = {
      fields: names.flatMap((name) => KINDS[name]!.fields ?? []).flatMap(of),
      // Where nobody listens dissectors need not tell.
      ...(listeners.length > 0 && {
        listen(judge, _path, selection) {
          for (const it of listeners) it.listen!(judge, selection);
        },
      }),
      packet(packet) {
        for (const collector of collectors) collector.packet(packet);
      },
      end() {
        const tables = collectors.map((collector) => collector.table());
        writeShown(args, out, chosen.length > 0 ? tables : tables.filter(({ rows }) => rows.length > 0));
      },
    };
    return listenTo(files, view, registry, filter, out);
  },
};

export function writeShown(args: Arguments, out: ByteWriter, tables: readonly Shown[]): void {
  const format = args.one('format');
  (format === 'json' ? writeTablesJson : format === 'csv' ? writeTablesCsv : writeTables)(out, tables);
  out.flush();
}

/** Response times by operation: a call counts when it was answered. */
function rpcTimes(): Table {
  const known = new Map<string, { times: Durations; calls: number; faults: number }>();
  const count = (view: ReturnType<typeof callView>): void => {
    const key = `${view.interface ?? view.uuid ?? '?'}\t${view.opnum}\t${view.operation ?? ''}`;
    const it = tallyOf(known, key, () => ({ times: new Durations(), calls: 0, faults: 0 }));
    it.calls++;
    if (view.state === 'faulted') it.faults++;
    if (view.latency !== null) it.times.add(view.latency);
  };
  return {
    packet: () => {},
    listen: (judge, selection) =>
      judge.listen(rpcCall, (call) => {
        const view = callView(call, '', null, null);
        selection.tell(view.frames, () => count(view));
      }),
    table: () => ({
      name: 'rpc',
      title: 'RPC response times',
      columns: ['Interface', 'Opnum', 'Operation', 'Calls', 'Faults', 'Answered', ...DURATION_COLUMNS],
      rows: [...known]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, { times, calls, faults }]) => {
          const [iface = '', opnum, operation = ''] = key.split('\t');
          return [
            iface,
            opnum === undefined ? null : Number(opnum),
            operation,
            calls,
            faults,
            times.count,
            ...times.cells(),
          ];
        }),
    }),
  };
}

function seconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+(\.\d+)?$/.test(text) || !(Number(text) > 0))
    throw new UsageError(`--interval takes a number of seconds above 0, not '${text}'`);
  return Number(text);
}
