import { type Dissection, field, layout, u8, u16, u32 } from '#sdk';
import { takeAt, takeRest, under, within } from '../buffers.ts';
import type { Message } from '../command.ts';
import { flag, heading, length16, length32, offset16, reserved, structureSize, text } from '../parts.ts';
import { fscc, smb2 } from '../spec.ts';
import { REPARSE_TAGS } from '../tables/reparse.ts';

/** SMB2 ERROR Response (MS-SMB2 2.2.2): what a failed command gets instead of its own response. */
const response = layout(
  { prefix: 'smb2.error', little: true, spec: smb2('2.2.2') },
  {
    size: structureSize(),
    context_count: u8('ErrorContextCount'),
    reserved: u8('Reserved', { base: 'hex' }),
    byte_count: u32('ByteCount'),
  },
);
const data = field('smb2.error.data', 'ErrorData', 'bytes', { spec: smb2('2.2.2') });
const needed = field('smb2.error.min_buf_length', 'Minimum required buffer length', 'uint', {
  size: 4,
  little: true,
  spec: smb2('2.2.2.2'),
});

/** Contexts of dialect 3.1.1 (2.2.2.1). */
const errorContext = heading('smb2.error.context', 'SMB2 ERROR Context', '2.2.2.1');
const context = layout(
  { prefix: 'smb2.error.context', little: true, spec: smb2('2.2.2.1') },
  {
    length: u32('ErrorDataLength'),
    id: u32('ErrorId', {
      base: 'hex',
      names: { 0: 'SMB2_ERROR_ID_DEFAULT', 0x72645253: 'SMB2_ERROR_ID_SHARE_REDIRECT' },
    }),
  },
);

/** What a path through a symbolic link is answered with (2.2.2.2.1). */
const symlink = layout(
  {
    prefix: 'smb2.symlink',
    little: true,
    root: heading('smb2.symlink_error_response', 'Symbolic Link Error Response', '2.2.2.2.1'),
    spec: smb2('2.2.2.2.1'),
  },
  {
    length: u32('SymLinkLength'),
    error_tag: u32('SymLinkErrorTag', { base: 'hex' }),
    reparse_tag: u32('ReparseTag', {
      abbrev: 'smb2.reparse_tag',
      base: 'hex',
      names: REPARSE_TAGS,
      spec: fscc('2.1.2.1'),
    }),
    reparse_length: u16('ReparseDataLength', { abbrev: 'smb2.reparse_data_length' }),
    unparsed_path_length: u16('UnparsedPathLength'),
    substituteOffset: offset16('SubstituteNameOffset'),
    substituteLength: length16('SubstituteNameLength'),
    printOffset: offset16('PrintNameOffset'),
    printLength: length16('PrintNameLength'),
    flags: u32('Flags', { bits: [flag('smb2.symlink.flags.relative', 'SYMLINK_FLAG_RELATIVE', 0x00000001)] }),
  },
);
const substituteName = text('smb2.symlink.substitute_name', 'SubstituteName', '2.2.2.2.1');
const printName = text('smb2.symlink.print_name', 'PrintName', '2.2.2.2.1');

/** Where a share moved to (2.2.2.2.2). */
const redirect = layout(
  {
    prefix: 'smb2.error.share_redirect',
    little: true,
    root: heading('smb2.error.share_redirect', 'Share Redirect Error Context Response', '2.2.2.2.2'),
    spec: smb2('2.2.2.2.2'),
  },
  {
    struct_size: u32('StructureSize'),
    notif_type: u32('NotificationType'),
    nameOffset: u32('ResourceNameOffset', { abbrev: 'smb2.olb.offset', base: 'hex' }),
    nameLength: length32('ResourceNameLength'),
    reserved: reserved(2),
    target_type: u16('TargetType', { base: 'hex' }),
    ip_count: u32('IPAddrCount'),
  },
);
const addressType = field('smb2.error.share_redirect.ip_type', 'Type', 'uint', {
  size: 4,
  little: true,
  spec: smb2('2.2.2.2.2.1'),
});
const addressReserved = field('smb2.unused', 'Reserved', 'bytes', { spec: smb2('2.2.2.2.2.1') });
const address4 = field('smb2.error.share_redirect.ipv4', 'IPv4Address', 'ipv4', { size: 4, spec: smb2('2.2.2.2.2.1') });
const address6 = field('smb2.error.share_redirect.ipv6', 'IPv6Address', 'ipv6', {
  size: 16,
  spec: smb2('2.2.2.2.2.1'),
});
const resourceName = text('smb2.error.share_redirect.res_name', 'ResourceName', '2.2.2.2.2');

export const errorLayouts = [response, context, symlink, redirect];
export const errorFields = [
  data,
  needed,
  errorContext,
  substituteName,
  printName,
  addressType,
  addressReserved,
  address4,
  address6,
  resourceName,
];

const STRUCTURE = 9;
const SESSION_SETUP = 1;
const QUERY_DIRECTORY = 14;
const CHANGE_NOTIFY = 15;
const QUERY_INFO = 16;
const NOTIFY_ENUM_DIR = 0x0000010c;
const STOPPED_ON_SYMLINK = 0x8000002d;
const BUFFER_OVERFLOW = 0x80000005;
const MORE_PROCESSING_REQUIRED = 0xc0000016;
const BUFFER_TOO_SMALL = 0xc0000023;
const SHARE_REDIRECT = 0x72645253;

/** Whether a response is the error response; some statuses come with the command's own structure (3.3.4.4). */
export function isError(d: Dissection, { status, command }: Message): boolean {
  if (status === 0 || d.u16le(0) !== STRUCTURE) return false;
  // These commands' own responses have the same StructureSize.
  if (command === SESSION_SETUP) return status !== MORE_PROCESSING_REQUIRED;
  if (command === QUERY_INFO || command === QUERY_DIRECTORY) return status !== BUFFER_OVERFLOW;
  return command !== CHANGE_NOTIFY || status !== NOTIFY_ENUM_DIR;
}

export function takeError(d: Dissection, { status }: Message): void {
  if (!d.recording) return;
  const contexts = d.u8(response.offset.context_count);
  const size = d.left >= response.size ? d.u32le(response.offset.byte_count) : 0;
  d.record(response);
  // Without data one byte is sent all the same.
  if (size === 0) return d.take(data, Math.min(1, d.left));
  if (contexts === 0) return within(d, d.at, size, 'smb2.error.byte_count', () => takeData(d, status, 0));
  within(d, d.at, size, 'smb2.error.byte_count', () => {
    for (let i = 0; i < contexts && d.left > 0; i++) {
      const start = d.at;
      under(d, errorContext, () => {
        const length = d.u32le(context.offset.length);
        const id = d.u32le(context.offset.id);
        d.record(context);
        within(d, d.at, length, 'smb2.error.context.length', () => takeData(d, status, id));
      });
      // The next one begins at a multiple of eight.
      d.skip(Math.min(d.left, -(d.at - start) & 7));
    }
  });
}

function takeData(d: Dissection, status: number, id: number): void {
  if (status === STOPPED_ON_SYMLINK && d.left >= symlink.size) return takeSymlink(d);
  if (id === SHARE_REDIRECT && d.left >= redirect.size) return takeRedirect(d);
  if (status === BUFFER_TOO_SMALL && d.left >= 4) d.take(needed, 4);
  takeRest(d, data);
}

function takeSymlink(d: Dissection): void {
  const { offset } = symlink;
  const substitute = [d.u16le(offset.substituteOffset), d.u16le(offset.substituteLength)] as const;
  const print = [d.u16le(offset.printOffset), d.u16le(offset.printLength)] as const;
  d.record(symlink);
  const names = d.at;
  takeAt(d, substituteName, names + substitute[0], substitute[1]);
  takeAt(d, printName, names + print[0], print[1]);
}

function takeRedirect(d: Dissection): void {
  const { offset } = redirect;
  const start = d.at;
  const name = d.u32le(offset.nameOffset);
  const length = d.u32le(offset.nameLength);
  const count = d.u32le(offset.ip_count);
  d.record(redirect);
  for (let i = 0; i < count && d.left >= 24; i++) {
    const four = d.u32le(0) === 1;
    d.take(addressType, 4);
    d.take(addressReserved, 4);
    if (!four) d.take(address6, 16);
    else {
      d.take(address4, 4);
      d.skip(12);
    }
  }
  takeAt(d, resourceName, start + name, length);
}
