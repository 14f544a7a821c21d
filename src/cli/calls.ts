import { type Call, rpcCall, rpcStub } from '../../dissectors/dcerpc/keys.ts';
import { type Arguments, type CallView, callView } from '../../dissectors/dcerpc/view.ts';
import { escapeText } from '../bytes/text.ts';
import type { ByteWriter } from '../bytes/writer.ts';
import type { PlainValue } from '../decode/ndr/index.ts';
import { csvRow } from '../output/csv.ts';
import { useCodePage } from './code-page.ts';
import type { Command, Arguments as Options } from './command.ts';
import { FILTER, filterOf } from './filter.ts';
import { CODE_PAGE, IDL, inputs, makeRegistry, READ_FILE, REVEAL } from './inputs.ts';
import { type Listening, listenTo } from './listening.ts';
import { PAGER } from './pager.ts';
import { COLOR, chalkFor, coloured } from './terminal.ts';

export const CALLS_SCHEMA = 'specshark.calls/1';

export const command: Command = {
  name: 'calls',
  takes: 'FILE…',
  describe: 'remote procedure calls: arguments, status, latency',
  options: [
    READ_FILE,
    {
      name: 'format',
      letter: 'T',
      takes: 'FORMAT',
      choices: ['text', 'json', 'ndjson', 'csv'],
      describe: 'form of the output',
    },
    IDL,
    CODE_PAGE,
    FILTER,
    REVEAL,
    COLOR,
    PAGER,
  ],
  examples: [
    ['specshark calls FILE', 'one line a call'],
    ['specshark calls -T csv FILE', 'the same for a spreadsheet'],
  ],
  async run(args, out) {
    const files = inputs(args, 'calls');
    await useCodePage(args);
    const registry = makeRegistry(args);
    return listenTo(files, callsView(args, out), registry, filterOf(args, registry), out);
  },
};

/** Each call when it is over. */
export function callsView(args: Options, out: ByteWriter): Listening {
  const format = args.one('format') ?? 'text';
  const chalk = chalkFor(coloured(args));
  const reveal = args.has('reveal');
  let first = true;
  const show = (view: CallView): void => {
    if (format === 'ndjson') out.utf8(`${JSON.stringify({ schema: CALLS_SCHEMA, ...view })}\n`);
    else if (format === 'json') out.utf8(`${first ? '' : ','}\n${JSON.stringify(view)}`);
    else if (format === 'csv') out.utf8(csvRow(COLUMNS.map(([, of]) => of(view))));
    else out.utf8(asText(view, chalk));
    first = false;
    out.settle();
  };
  return {
    begin() {
      if (format === 'json') out.utf8(`{"schema":"${CALLS_SCHEMA}","calls":[`);
      if (format === 'csv') out.utf8(csvRow(COLUMNS.map(([name]) => name)));
    },
    listen(judge, path, selection) {
      const known = new WeakMap<Call, { in: Arguments | null; out: Arguments | null }>();
      judge
        .listen(rpcStub, ({ call, request, stub }) => {
          const both = known.get(call) ?? { in: null, out: null };
          both[request ? 'in' : 'out'] = stub.arguments({ reveal, named: format === 'text' });
          known.set(call, both);
        })
        .listen(rpcCall, (call) => {
          const both = known.get(call);
          const view = callView(call, path, both?.in ?? null, both?.out ?? null);
          selection.tell(view.frames, () => show(view));
        });
    },
    end() {
      if (format === 'json') out.utf8('\n]}\n');
    },
  };
}

const COLUMNS: readonly (readonly [string, (view: CallView) => string | number | boolean | null])[] = [
  ['file', ({ file }) => file],
  ['time', ({ time }) => time],
  ['client', ({ flow }) => `${flow.client.address}:${flow.client.port}`],
  ['server', ({ flow }) => `${flow.server.address}:${flow.server.port}`],
  ['stream', ({ flow }) => flow.stream],
  ['pipe', ({ flow }) => flow.pipe],
  ['interface', (view) => view.interface],
  ['uuid', ({ uuid }) => uuid],
  ['version', ({ version }) => version],
  ['opnum', ({ opnum }) => opnum],
  ['operation', ({ operation }) => operation],
  ['callId', ({ callId }) => callId],
  ['request', ({ request }) => request],
  ['response', ({ response }) => response],
  ['in', (view) => view.in && JSON.stringify(view.in)],
  ['out', (view) => view.out && JSON.stringify(view.out)],
  ['state', ({ state }) => state],
  ['status', ({ status }) => status?.value ?? null],
  ['statusName', ({ status }) => status?.name ?? null],
  ['latency', ({ latency }) => latency],
  ['transport', ({ transport }) => transport],
  ['authentication', ({ authentication }) => authentication && (authentication.type.name ?? authentication.type.value)],
  ['level', ({ authentication }) => authentication && (authentication.level.name ?? authentication.level.value)],
  ['sealed', ({ sealed }) => sealed],
  ['undecoded', ({ undecoded }) => undecoded],
];

/** TIME CLIENT → SERVER INTERFACE OPERATION(in) = STATUS (out) latency, transport, authentication, frames. */
function asText(view: CallView, chalk: ReturnType<typeof chalkFor>): string {
  const { flow, status, authentication, frames, latency } = view;
  const name = `${view.interface ?? view.uuid ?? 'unknown interface'} ${view.operation ?? `opnum ${view.opnum}`}`;
  const asked = view.in ? `(${members(view.in)})` : view.sealed ? '(sealed)' : '(?)';
  const { return: _result, ...rest } = view.out ?? {};
  const answer = view.out ? members(rest) : '';
  const said = status ? (status.name ?? `0x${status.value.toString(16).padStart(8, '0')}`) : view.state;
  const ending = view.state === 'faulted' ? `fault ${said}` : said;
  const notes = [
    latency === null ? '' : `${(latency * 1000).toFixed(3)} ms`,
    view.transport,
    authentication
      ? `${authentication.type.name ?? authentication.type.value} ${(authentication.level.name ?? String(authentication.level.value)).toLowerCase()}`
      : '',
    frames.length > 1 ? `frames ${frames[0]}-${frames.at(-1)}` : `frame ${frames[0]}`,
    view.undecoded > 0 ? `${view.undecoded} bytes undecoded` : '',
  ].filter(Boolean);
  const failed = view.state === 'faulted' || (status !== null && status.value !== 0);
  return `${view.time} ${flow.client.address} → ${flow.server.address} ${chalk.bold(name)}${asked} = ${failed ? chalk.red(ending) : ending}${answer && ` {${answer}}`} [${notes.join(', ')}]\n`;
}

const members = (of: Arguments): string =>
  Object.entries(of)
    .map(([name, value]) => `${name}: ${plain(value)}`)
    .join(', ');

function plain(value: PlainValue): string {
  // Quotation marks only where a text would be taken for something else.
  if (typeof value === 'string') return /^[^\s,:()[\]{}"]+$/.test(value) ? escapeText(value) : `"${escapeText(value)}"`;
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map(plain).join(', ')}]`;
  return `{${members(value as Arguments)}}`;
}
