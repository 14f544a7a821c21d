import { bits, type Field, field, type Part, u8, u16, u32 } from '#sdk';
import { flags } from '../layout.ts';
import { cifs } from '../spec.ts';

/** SMB_FILE_ATTRIBUTES (MS-CIFS 2.2.1.2.4). */
const attributeBits = flags('smb.file_attribute', {
  read_only: ['SMB_FILE_ATTRIBUTE_READONLY', 0x0001],
  hidden: ['SMB_FILE_ATTRIBUTE_HIDDEN', 0x0002],
  system: ['SMB_FILE_ATTRIBUTE_SYSTEM', 0x0004],
  volume: ['SMB_FILE_ATTRIBUTE_VOLUME', 0x0008],
  directory: ['SMB_FILE_ATTRIBUTE_DIRECTORY', 0x0010],
  archive: ['SMB_FILE_ATTRIBUTE_ARCHIVE', 0x0020],
});

/** SMB_EXT_FILE_ATTR (2.2.1.2.3). */
export const extendedBits = flags('smb.file_attribute', {
  read_only: ['ATTR_READONLY', 0x0001],
  hidden: ['ATTR_HIDDEN', 0x0002],
  system: ['ATTR_SYSTEM', 0x0004],
  volume: ['ATTR_VOLUME', 0x0008],
  directory: ['ATTR_DIRECTORY', 0x0010],
  archive: ['ATTR_ARCHIVE', 0x0020],
  device: ['ATTR_DEVICE', 0x0040],
  normal: ['ATTR_NORMAL', 0x0080],
  temporary: ['ATTR_TEMPORARY', 0x0100],
  sparse: ['ATTR_SPARSE', 0x0200],
  reparse: ['ATTR_REPARSE_POINT', 0x0400],
  compressed: ['ATTR_COMPRESSED', 0x0800],
  offline: ['ATTR_OFFLINE', 0x1000],
  not_content_indexed: ['ATTR_NOT_CONTENT_INDEXED', 0x2000],
  encrypted: ['ATTR_ENCRYPTED', 0x4000],
});

const searchBits = flags('smb.search.attribute', {
  read_only: ['SMB_FILE_ATTRIBUTE_READONLY', 0x0001],
  hidden: ['SMB_FILE_ATTRIBUTE_HIDDEN', 0x0002],
  system: ['SMB_FILE_ATTRIBUTE_SYSTEM', 0x0004],
  volume: ['SMB_FILE_ATTRIBUTE_VOLUME', 0x0008],
  directory: ['SMB_FILE_ATTRIBUTE_DIRECTORY', 0x0010],
  archive: ['SMB_FILE_ATTRIBUTE_ARCHIVE', 0x0020],
});

const attribute = { abbrev: 'smb.file_attribute', base: 'hex', spec: cifs('2.2.1.2.4') } as const;

export const fileAttributes8 = (label = 'FileAttributes'): Part => u8(label, { ...attribute, bits: attributeBits });
export const fileAttributes = (label = 'FileAttributes'): Part => u16(label, { ...attribute, bits: attributeBits });
export const extendedAttributes = (label = 'ExtFileAttributes'): Part =>
  u32(label, { ...attribute, bits: extendedBits, spec: cifs('2.2.1.2.3') });
export const searchAttributes = (label = 'SearchAttributes'): Part =>
  u16(label, { abbrev: 'smb.search.attribute', base: 'hex', bits: searchBits, spec: cifs('2.2.1.2.4') });

/** Of a file's open, where it is used. */
export const openedAttributes: Field = field('smb.file_attribute', 'ExtFileAttributes of its open', 'uint', {
  size: 4,
  base: 'hex',
  generated: true,
});

/** Flags of a transaction that tell of changes (2.2.7.4.1). */
export const completionFilter = (label = 'CompletionFilter'): Part =>
  u32(label, {
    abbrev: 'smb.nt.notify.completion_filter',
    base: 'hex',
    bits: flags('smb.nt.notify', {
      file_name: ['FILE_NOTIFY_CHANGE_FILE_NAME', 0x001],
      dir_name: ['FILE_NOTIFY_CHANGE_DIR_NAME', 0x002],
      attributes: ['FILE_NOTIFY_CHANGE_ATTRIBUTES', 0x004],
      size: ['FILE_NOTIFY_CHANGE_SIZE', 0x008],
      last_write: ['FILE_NOTIFY_CHANGE_LAST_WRITE', 0x010],
      last_access: ['FILE_NOTIFY_CHANGE_LAST_ACCESS', 0x020],
      creation: ['FILE_NOTIFY_CHANGE_CREATION', 0x040],
      ea: ['FILE_NOTIFY_CHANGE_EA', 0x080],
      security: ['FILE_NOTIFY_CHANGE_SECURITY', 0x100],
      stream_name: ['FILE_NOTIFY_CHANGE_STREAM_NAME', 0x200],
      stream_size: ['FILE_NOTIFY_CHANGE_STREAM_SIZE', 0x400],
      stream_write: ['FILE_NOTIFY_CHANGE_STREAM_WRITE', 0x800],
    }),
  });

export const openFunction = (label = 'OpenMode'): Part =>
  u16(label, {
    abbrev: 'smb.open.function',
    base: 'hex',
    spec: cifs('2.2.4.41.1'),
    bits: [
      ...flags('smb.open.function', { create: ['CreateFile', 0x10] }),
      bits('smb.open.function.open', 'FileExistsOpts', 0x03, {
        little: true,
        names: { 0: 'Fail', 1: 'Append', 2: 'Truncate' },
      }),
    ],
  });
