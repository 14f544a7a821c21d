import { type Field, field, type Layout, layout, u8, u16, u32 } from '#sdk';
import { serverType } from '../fields/server-type.ts';
import { rap } from '../spec.ts';
import { FUNCTIONS, SERVER_ENUM2, SERVER_ENUM3, SHARE_ENUM, SHARE_INFO } from './functions.ts';

const little = true;
const request = rap('2.5.1');
const response = rap('2.5.2');
const at = { prefix: 'lanman', little } as const;

export const opcode = layout({ ...at, spec: request }, { function_code: u16('RAPOpcode', { names: FUNCTIONS }) });
export const asked = field('lanman.function_code', 'RAPOpcode of the request', 'uint', {
  size: 2,
  names: FUNCTIONS,
  generated: true,
});
export const status = layout(
  { ...at, spec: response },
  {
    status: u16('Win32ErrorCode', {
      names: {
        0: 'ERROR_SUCCESS',
        5: 'ERROR_ACCESS_DENIED',
        65: 'ERROR_NETWORK_ACCESS_DENIED',
        234: 'ERROR_MORE_DATA',
      },
    }),
    convert: u16('Converter'),
  },
);
const oem = (abbrev: string, label: string, spec = request): Field =>
  field(abbrev, label, 'string', { encoding: 'oem', spec });
export const parameterDescriptor = oem('lanman.param_desc', 'ParamDesc');
export const dataDescriptor = oem('lanman.ret_desc', 'DataDesc');
export const someParameters = field('lanman.param_no_descriptor', 'RAPParams', 'bytes', { spec: request });
export const someData = field('lanman.data_no_descriptor', 'RAPOutData', 'bytes', { spec: response });

/** Items of parameters that have a name of their own; others are words, double words and strings. */
export const level = layout({ ...at, spec: request }, { level: u16('InfoLevel') });
export const bufferLength = layout({ ...at, spec: request }, { recv_buf_len: u16('ReceiveBufferSize') });
export const entryCount = layout({ ...at, spec: response }, { entry_count: u16('EntriesReturned') });
export const availableCount = layout({ ...at, spec: response }, { available_count: u16('EntriesAvailable') });
export const availableBytes = layout({ ...at, spec: response }, { available_bytes: u16('TotalBytesAvailable') });
export const types = layout({ ...at, spec: rap('2.5.5.2.1') }, { type: serverType() });
const byte = layout({ ...at, spec: request }, { 'item.byte': u8('Byte') });
export const word = layout({ ...at, spec: request }, { 'item.word': u16('Word') });
export const double = layout({ ...at, spec: request }, { 'item.dword': u32('Dword') });
export const string = oem('lanman.item.string', 'String');
export const characters = field('lanman.item.bytes', 'Bytes', 'bytes', { spec: request });
export const domain = oem('lanman.enumeration_domain', 'Domain', rap('2.5.5.2.1'));

export const entries = field('lanman.entries', 'RAPOutData', 'none', { spec: response });
export const entry = field('lanman.entry', 'Entry', 'none', { spec: response });

/** The items of an entry that have names: a layout for numbers, a field for text; undefined for one without. */
export type Named = Layout | Field | undefined;
const server: readonly Named[] = [
  oem('lanman.server.name', 'ServerName', rap('2.5.5.4.2')),
  layout({ ...at, spec: rap('2.5.5.4.2') }, { 'server.major': u8('MajorVersion') }),
  layout({ ...at, spec: rap('2.5.5.4.2') }, { 'server.minor': u8('MinorVersion') }),
  types,
  oem('lanman.server.comment', 'ServerComment', rap('2.5.5.4.2')),
];
const share: readonly Named[] = [
  oem('lanman.share.name', 'NetworkName', rap('2.5.6.4.2')),
  field('lanman.share.pad', 'Pad', 'bytes', { spec: rap('2.5.6.4.2') }),
  layout(
    { ...at, spec: rap('2.5.6.4.2') },
    { 'share.type': u16('Type', { names: { 0: 'Disk', 1: 'Print queue', 2: 'Device', 3: 'IPC' } }) },
  ),
  oem('lanman.share.comment', 'Remark', rap('2.5.6.4.2')),
];
export const NAMED: Readonly<Record<number, readonly Named[]>> = {
  [SERVER_ENUM2]: server,
  [SERVER_ENUM3]: server,
  [SHARE_ENUM]: share,
  [SHARE_INFO]: share,
};

export const isField = (it: Field | Layout): it is Field => 'abbrev' in it;
const named = [...server, ...share].filter((it) => it !== undefined);

export const lanmanLayouts: readonly Layout[] = [
  opcode,
  status,
  level,
  bufferLength,
  entryCount,
  availableCount,
  availableBytes,
  types,
  byte,
  word,
  double,
  ...named.filter((it): it is Layout => !isField(it)),
];
export const lanmanFields: readonly Field[] = [
  asked,
  parameterDescriptor,
  dataDescriptor,
  someParameters,
  someData,
  string,
  characters,
  domain,
  entries,
  entry,
  ...named.filter(isField),
];
