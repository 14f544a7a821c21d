import { bit, bytes, type Field, field, layout, u8, u16, u32 } from '#sdk';
import { ntStatusName } from '../nt-status/keys.ts';
import { cifs } from './spec.ts';
import { COMMANDS } from './tables/commands.ts';
import { DOS_ERRORS, ERROR_CLASSES, HARDWARE_ERRORS, SERVER_ERRORS } from './tables/errors.ts';

const spec = cifs('2.2.3.1');
const little = true;

export const REPLY = 0x80;
export const NT_STATUS = 0x4000;
export const UNICODE = 0x8000;

/** Flags of a little-endian number: the last part of the abbreviation, the document's name, the bit. */
export function flags(prefix: string, rows: Readonly<Record<string, readonly [label: string, mask: number]>>): Field[] {
  return Object.entries(rows).map(([key, [label, mask]]) => bit(`${prefix}.${key}`, label, mask, { little }));
}

const flagBits = flags('smb.flags', {
  response: ['SMB_FLAGS_REPLY', REPLY],
  notify: ['SMB_FLAGS_OPBATCH', 0x40],
  oplock: ['SMB_FLAGS_OPLOCK', 0x20],
  canon: ['SMB_FLAGS_CANONICALIZED_PATHS', 0x10],
  caseless: ['SMB_FLAGS_CASE_INSENSITIVE', 0x08],
  receive_buffer: ['SMB_FLAGS_BUF_AVAIL', 0x02],
  lock: ['SMB_FLAGS_LOCK_AND_READ_OK', 0x01],
});

/** MS-CIFS 2.2.3.1 and MS-SMB 2.2.3.1. */
const flag2Bits = flags('smb.flags2', {
  string: ['SMB_FLAGS2_UNICODE', UNICODE],
  nt_error: ['SMB_FLAGS2_NT_STATUS', NT_STATUS],
  roe: ['SMB_FLAGS2_PAGING_IO', 0x2000],
  dfs: ['SMB_FLAGS2_DFS', 0x1000],
  esn: ['SMB_FLAGS2_EXTENDED_SECURITY', 0x0800],
  reparse_path: ['SMB_FLAGS2_REPARSE_PATH', 0x0400],
  long_names_used: ['SMB_FLAGS2_IS_LONG_NAME', 0x0040],
  sec_sig_required: ['SMB_FLAGS2_SMB_SECURITY_SIGNATURE_REQUIRED', 0x0010],
  compressed: ['SMB_FLAGS2_COMPRESSED', 0x0008],
  sec_sig: ['SMB_FLAGS2_SMB_SECURITY_SIGNATURE', 0x0004],
  ea: ['SMB_FLAGS2_EAS', 0x0002],
  long_names_allowed: ['SMB_FLAGS2_LONG_NAMES', 0x0001],
});

const start = {
  server_component: u32('Protocol', { base: 'hex', names: { 0x424d53ff: 'SMB' } }),
  cmd: u8('Command', { base: 'hex', names: COMMANDS }),
};
const flagParts = {
  flags: u8('Flags', { base: 'hex', bits: flagBits }),
  flags2: u16('Flags2', { base: 'hex', bits: flag2Bits }),
  pidHigh: u16('PIDHigh', { abbrev: 'smb.pid.high' }),
};
const ids = { tid: u16('TID'), pid: u16('PIDLow'), uid: u16('UID'), mid: u16('MID') };
const rest = { ...flagParts, signature: bytes('SecurityFeatures', 8), reserved: bytes('Reserved', 2), ...ids };

/** The header with an NTSTATUS in it (SMB_FLAGS2_NT_STATUS) … */
export const header = layout(
  { prefix: 'smb', little, spec },
  { ...start, status: u32('Status', { abbrev: 'smb.nt_status', base: 'hex', names: ntStatusName }), ...rest },
);

/** … and with the older form, class and code (2.2.2.4); what a code is called depends on its class. */
const errorHeader = (names: Readonly<Record<number, string>>) =>
  layout(
    { prefix: 'smb', little, spec },
    {
      ...start,
      errorClass: u8('ErrorClass', { abbrev: 'smb.error_class', base: 'hex', names: ERROR_CLASSES }),
      errorReserved: bytes('Reserved', 1, { abbrev: 'smb.reserved' }),
      errorCode: u16('ErrorCode', { abbrev: 'smb.error_code', base: 'hex', names }),
      ...rest,
    },
  );

/** The header on a transport without connections (IPX), which has its own numbers in the place of SecurityFeatures. */
export const connectionless = layout(
  { prefix: 'smb', little, spec },
  {
    ...start,
    errorClass: u8('ErrorClass', { abbrev: 'smb.error_class', base: 'hex', names: ERROR_CLASSES }),
    errorReserved: bytes('Reserved', 1, { abbrev: 'smb.reserved' }),
    errorCode: u16('ErrorCode', { abbrev: 'smb.error_code', base: 'hex' }),
    ...flagParts,
    key: u32('Key', { base: 'hex' }),
    sessid: u16('CID'),
    sequence_num: u16('SequenceNumber'),
    group_id: u16('Reserved'),
    ...ids,
  },
);

const succeeded = errorHeader({ 0: 'SUCCESS' });
const byClass = new Map([
  [1, errorHeader(DOS_ERRORS)],
  [2, errorHeader(SERVER_ERRORS)],
  [3, errorHeader(HARDWARE_ERRORS)],
]);

/** The header's layout for an error class. */
export const headerOf = (errorClass: number) => byClass.get(errorClass) ?? succeeded;

export const headers = [header, connectionless, succeeded, ...byClass.values()];

/** Every field of the header. */
export const headerFields: ReadonlySet<Field> = new Set(
  headers.flatMap(({ items }) => items.flatMap((it) => [it.field, ...it.children.map((child) => child.field)])),
);

/** A command's parameters and data (2.2.3.2, 2.2.3.3). */
export const wordCount = field('smb.wct', 'WordCount', 'uint', { size: 1, spec: cifs('2.2.3.2') });
export const words = field('smb.vwv', 'Words', 'bytes', { spec: cifs('2.2.3.2') });
export const byteCount = field('smb.bcc', 'ByteCount', 'uint', { size: 2, little, spec: cifs('2.2.3.3') });
export const data = field('smb.data', 'Bytes', 'bytes', { spec: cifs('2.2.3.3') });
export const padding = field('smb.padding', 'Pad', 'bytes', { spec: cifs('2.2.3.3') });
/** What a command's data has beyond the fields that its document gives it. */
export const leftOver = field('smb.extra_byte_parameters', 'Bytes left over', 'bytes', { spec: cifs('2.2.3.3') });

/** What an AndX command's parameters begin with (2.2.3.4). */
export const andxParts = {
  andxcmd: u8('AndXCommand', { abbrev: 'smb.cmd', base: 'hex', names: COMMANDS, spec: cifs('2.2.3.4') }),
  andxreserved: bytes('AndXReserved', 1, { abbrev: 'smb.reserved', spec: cifs('2.2.3.4') }),
  andxoffset: u16('AndXOffset', { spec: cifs('2.2.3.4') }),
};
export const andx = layout({ prefix: 'smb', little }, andxParts);

/** The byte before strings and blocks of the older commands (2.2.1.1.2). */
export const bufferFormat = field('smb.buffer_format', 'BufferFormat', 'uint', {
  size: 1,
  names: { 1: 'Data Buffer', 2: 'Dialect String', 3: 'Pathname', 4: 'SMB String', 5: 'Variable Block' },
  spec: cifs('2.2.1.1.2'),
});

/** Worked out from the messages before. */
const generated = true;
export const responseTo = field('smb.response_to', 'Response to', 'uint', { size: 4, generated });
export const elapsed = field('smb.time', 'Time from request', 'duration', { generated });
export const continuationTo = field('smb.continuation_to', 'Continuation to', 'uint', { size: 4, generated });
export const cancelTo = field('smb.cancel_to', 'Cancel to', 'uint', { size: 4, generated });
export const treePath = field('smb.path', 'Path of TID', 'string', { generated });
export const treeMapped = field('smb.fid.mapped_in', 'TID mapped in', 'uint', { size: 4, generated });

export const looseFields = [
  wordCount,
  words,
  byteCount,
  data,
  padding,
  leftOver,
  bufferFormat,
  responseTo,
  elapsed,
  continuationTo,
  cancelTo,
  treePath,
  treeMapped,
];
