import { type Dissection, type Field, field, layout, nullTerminated, on, protocol, u16 } from '#sdk';
import { transactionNote } from './keys.ts';
import { rap } from './spec.ts';
import { LANMAN, transactionName } from './transaction-keys.ts';

/** Functions of the Remote Administration Protocol (MS-RAP 2.5.1). */
const FUNCTIONS: Readonly<Record<number, string>> = {
  0: 'NetShareEnum',
  1: 'NetShareGetInfo',
  2: 'NetShareSetInfo',
  3: 'NetShareAdd',
  4: 'NetShareDel',
  6: 'NetSessionEnum',
  7: 'NetSessionGetInfo',
  13: 'NetServerGetInfo',
  42: 'NetUserSetInfo2',
  47: 'NetGroupEnum',
  52: 'NetGroupGetUsers',
  53: 'NetUserEnum',
  56: 'NetUserGetInfo',
  59: 'NetUserGetGroups',
  63: 'NetWkstaGetInfo',
  69: 'DosPrintQEnum',
  70: 'DosPrintQGetInfo',
  76: 'DosPrintJobEnum',
  77: 'DosPrintJobGetInfo',
  81: 'DosPrintJobDel',
  91: 'NetRemoteTOD',
  104: 'NetServerEnum2',
  115: 'NetUserPasswordSet2',
  132: 'NetWkstaUserLogon',
  133: 'NetWkstaUserLogoff',
  147: 'RNetServiceEnum',
  214: 'SamOEMChgPasswordUser2_P',
  215: 'NetServerEnum3',
};

const little = true;
const request = layout(
  { prefix: 'lanman', little, spec: rap('2.5.1') },
  { function_code: u16('RAPOpcode', { names: FUNCTIONS }) },
);
const response = layout(
  { prefix: 'lanman', little, spec: rap('2.5.2') },
  {
    status: u16('Win32ErrorCode', {
      names: { 0: 'Success', 5: 'Access denied', 234: 'More data', 2114: 'The server service is not started' },
    }),
    convert: u16('Converter'),
  },
);
const counts = layout(
  { prefix: 'lanman', little, spec: rap('2.5.2') },
  { entry_count: u16('EntriesReturned'), available_count: u16('EntriesAvailable') },
);
const detail = layout(
  { prefix: 'lanman', little, spec: rap('2.5.1') },
  { level: u16('InfoLevel'), recv_buf_len: u16('ReceiveBufferSize') },
);
const parameterDescriptor = field('lanman.param_desc', 'ParamDesc', 'string', { encoding: 'oem', spec: rap('2.5.1') });
const returnDescriptor = field('lanman.ret_desc', 'DataDesc', 'string', { encoding: 'oem', spec: rap('2.5.1') });
const asked = field('lanman.function_code', 'RAPOpcode of the request', 'uint', {
  size: 2,
  names: FUNCTIONS,
  generated: true,
});
const parameters = field('lanman.param_no_descriptor', 'RAPParams', 'bytes', { spec: rap('2.5.1') });
const content = field('lanman.data_no_descriptor', 'RAPOutData', 'bytes', { spec: rap('2.5.2') });

/** What a descriptor of parameters begins with where InfoLevel and ReceiveBufferSize come first (MS-RAP 2.5.5). */
const LEVEL_FIRST = 'WrL';

/** The Remote Administration Protocol's outline: transactions on \PIPE\LANMAN (MS-RAP 2.1). */
export const lanman = protocol({
  name: 'lanman',
  label: 'LANMAN',
  title: 'Microsoft Windows Lanman Remote API Protocol',
  layouts: [request, response, counts, detail],
  fields: [parameterDescriptor, returnDescriptor, asked, parameters, content],
  routes: [on(transactionName, LANMAN)],
  spec: rap('2.1'),
  dissect(d) {
    const note = transactionNote(d.layer.parent);
    if (!note) return d.data(d.at, d.end, d.promised);
    const { message } = note;
    const end = Math.min(note.parametersEnd, d.end);
    if (message.reply) answer(d, message.request?.subcommand ?? -1, end);
    else {
      const code = d.u16le(0);
      if (message.request) message.request.subcommand = code;
      d.record(request);
      const descriptor = takeText(d, parameterDescriptor, end);
      takeText(d, returnDescriptor, end);
      if (descriptor === LEVEL_FIRST && end - d.at >= detail.size) d.record(detail);
      if (end > d.at) d.take(parameters, end - d.at);
    }
    const data = Math.min(note.dataEnd, d.end);
    if (note.data < data && note.data >= d.at) {
      d.at = note.data;
      d.take(content, data - d.at);
    }
  },
  info(layer, _packet, out) {
    const note = transactionNote(layer.parent);
    const code = note?.message.request?.subcommand ?? -1;
    out.ascii(FUNCTIONS[code] ?? (code < 0 ? 'Unknown function' : `Function ${code}`));
    out.ascii(note?.message.reply ? ' Response' : ' Request');
  },
});

function answer(d: Dissection, code: number, end: number): void {
  if (code >= 0) d.generate(asked, code);
  d.record(response);
  if (end - d.at >= counts.size) d.record(counts);
  if (end > d.at) d.take(parameters, end - d.at);
}

/** Gives the first characters, which say what kind of parameters follow. */
function takeText(d: Dissection, what: Field, end: number): string {
  const { at, bytes } = d;
  const stop = nullTerminated(bytes, at, end);
  d.take(what, Math.min(end, stop + 1) - at);
  return String.fromCharCode(...bytes.subarray(at, Math.min(stop, at + LEVEL_FIRST.length)));
}
