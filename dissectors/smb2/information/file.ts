import {
  bytes,
  type Dissection,
  type Field,
  field,
  guid,
  type Layout,
  layout,
  type Part,
  u8,
  u16,
  u32,
  u64,
} from '#sdk';

import { eachEntry, under } from '../buffers.ts';
import * as parts from '../parts.ts';
import { flag, heading, unknown, unused } from '../parts.ts';
import { fscc } from '../spec.ts';
import { REPARSE_TAGS } from '../tables/reparse.ts';
import { namedBytes, nameField } from './names.ts';

/** Some classes have the fields that Wireshark shares with SMB1's; they bear those names. */
const smb = (name: string, part: Part, base: Part['base'] = 'dec'): Part => ({ ...part, abbrev: `smb.${name}`, base });
const time = (name: string, label: string): Part => ({ label, kind: 'filetime', size: 8, abbrev: `smb.${name}.time` });
const root = (name: string, label: string): Field => heading(`smb2.file_${name}_info`, label);

const basicParts = {
  created: parts.fileTime('create', 'CreationTime'),
  accessed: parts.fileTime('last_access', 'LastAccessTime'),
  written: parts.fileTime('last_write', 'LastWriteTime'),
  changed: parts.fileTime('last_change', 'ChangeTime'),
  attributes: parts.fileAttributes(),
  reserved: unknown(4),
};
const basic = layout(
  { prefix: 'smb2', little: true, root: root('basic', 'FileBasicInformation'), spec: fscc('2.4.7') },
  basicParts,
);

const standard = layout(
  { prefix: 'smb2', little: true, root: root('standard', 'FileStandardInformation'), spec: fscc('2.4.47') },
  {
    allocated: smb('alloc_size64', u64('AllocationSize')),
    end: smb('end_of_file', u64('EndOfFile')),
    links: smb('link_count', u32('NumberOfLinks')),
    pending: smb('delete_pending', u8('DeletePending')),
    directory: smb('is_directory', u8('Directory')),
  },
);

const internal = layout(
  { prefix: 'smb2', little: true, root: root('internal', 'FileInternalInformation'), spec: fscc('2.4.27') },
  { index: smb('index_number', u64('IndexNumber'), 'hex') },
);
const ea = layout(
  { prefix: 'smb2', little: true, root: root('ea', 'FileEaInformation'), spec: fscc('2.4.13') },
  { size: smb('ea.list_length', u32('EaSize')) },
);
const access = layout(
  { prefix: 'smb2', little: true, root: root('access', 'FileAccessInformation'), spec: fscc('2.4.1') },
  { access: parts.accessMask('AccessFlags') },
);

const MODES = [
  ['file_write_through', 'FILE_WRITE_THROUGH', 0x00000002],
  ['file_sequential_only', 'FILE_SEQUENTIAL_ONLY', 0x00000004],
  ['file_no_intermediate_buffering', 'FILE_NO_INTERMEDIATE_BUFFERING', 0x00000008],
  ['file_synchronous_io_alert', 'FILE_SYNCHRONOUS_IO_ALERT', 0x00000010],
  ['file_synchronous_io_nonalert', 'FILE_SYNCHRONOUS_IO_NONALERT', 0x00000020],
  ['file_delete_on_close', 'FILE_DELETE_ON_CLOSE', 0x00001000],
] as const;
const modeBits = MODES.map(([name, label, mask]) => parts.part(`smb2.mode.${name}`, label, mask, { base: 'hex' }));
const modePart = (): Part =>
  u32('Mode', { abbrev: 'smb2.mode_info', base: 'hex', bits: modeBits, spec: fscc('2.4.31') });
const mode = layout(
  { prefix: 'smb2', little: true, root: root('mode', 'FileModeInformation'), spec: fscc('2.4.31') },
  { mode: modePart() },
);

const ALIGNMENTS = {
  0x000: 'FILE_BYTE_ALIGNMENT',
  0x001: 'FILE_WORD_ALIGNMENT',
  0x003: 'FILE_LONG_ALIGNMENT',
  0x007: 'FILE_QUAD_ALIGNMENT',
  0x00f: 'FILE_OCTA_ALIGNMENT',
  0x01f: 'FILE_32_BYTE_ALIGNMENT',
  0x03f: 'FILE_64_BYTE_ALIGNMENT',
  0x07f: 'FILE_128_BYTE_ALIGNMENT',
  0x0ff: 'FILE_256_BYTE_ALIGNMENT',
  0x1ff: 'FILE_512_BYTE_ALIGNMENT',
};
const alignmentPart = (): Part =>
  u32('AlignmentRequirement', { abbrev: 'smb2.alignment_info', base: 'hex', names: ALIGNMENTS, spec: fscc('2.4.3') });
const alignment = layout(
  { prefix: 'smb2', little: true, root: root('alignment', 'FileAlignmentInformation'), spec: fscc('2.4.3') },
  { alignment: alignmentPart() },
);
const position = layout(
  { prefix: 'smb2', little: true, root: root('position', 'FilePositionInformation'), spec: fscc('2.4.40') },
  { position_info: u64('CurrentByteOffset') },
);

/** Most of the above in one (2.4.2); the name follows. */
const all = layout(
  { prefix: 'smb2', little: true, spec: fscc('2.4.2') },
  {
    ...basicParts,
    allocated: parts.allocationSize(),
    end: parts.endOfFile(),
    nlinks: u32('NumberOfLinks'),
    delete_pending: u8('DeletePending'),
    is_directory: u8('Directory'),
    padding: unused(2),
    file_id: u64('IndexNumber', { base: 'hex' }),
    ea_size: u32('EaSize'),
    access: parts.accessMask('AccessFlags'),
    position_info: u64('CurrentByteOffset'),
    mode: modePart(),
    alignment: alignmentPart(),
  },
);
const allRoot = root('all', 'FileAllInformation');

const allocation = layout(
  { prefix: 'smb2', little: true, root: root('allocation', 'FileAllocationInformation'), spec: fscc('2.4.4') },
  { size: smb('alloc_size64', u64('AllocationSize')) },
);
const endOfFile = layout(
  { prefix: 'smb2', little: true, root: root('endoffile', 'FileEndOfFileInformation'), spec: fscc('2.4.14') },
  { size: smb('end_of_file', u64('EndOfFile')) },
);
const disposition = layout(
  { prefix: 'smb2', root: root('disposition', 'FileDispositionInformation'), spec: fscc('2.4.11') },
  { delete: { label: 'DeletePending', kind: 'bool', size: 1, mask: 0x01, abbrev: 'smb2.disposition.delete_on_close' } },
);

const networkOpen = layout(
  { prefix: 'smb2', little: true, root: root('network_open', 'FileNetworkOpenInformation'), spec: fscc('2.4.34') },
  {
    created: time('create', 'CreationTime'),
    accessed: time('access', 'LastAccessTime'),
    written: time('last_write', 'LastWriteTime'),
    changed: time('change', 'ChangeTime'),
    allocated: smb('alloc_size64', u64('AllocationSize')),
    end: smb('end_of_file', u64('EndOfFile')),
    attributes: u32('FileAttributes', { abbrev: 'smb.file_attribute', base: 'hex', bits: parts.attributeBits('smb') }),
    reserved: bytes('Reserved', 4, { abbrev: 'smb.reserved' }),
  },
);
const attributeTag = layout(
  { prefix: 'smb2', little: true, root: root('attribute_tag', 'FileAttributeTagInformation'), spec: fscc('2.4.6') },
  {
    attributes: parts.fileAttributes(),
    reparse_tag: u32('ReparseTag', { base: 'hex', names: REPARSE_TAGS }),
  },
);
const compression = layout(
  { prefix: 'smb2', little: true, root: root('compression', 'FileCompressionInformation'), spec: fscc('2.4.9') },
  {
    size: u64('CompressedFileSize', { abbrev: 'smb2.compressed_file_size' }),
    compression_format: u16('CompressionFormat'),
    unit: u8('CompressionUnitShift', { abbrev: 'smb2.compression_unit_shift' }),
    chunk: u8('ChunkShift', { abbrev: 'smb2.chunk_shift' }),
    cluster: u8('ClusterShift', { abbrev: 'smb2.cluster_shift' }),
    reserved: unused(3),
  },
);
const pipe = layout(
  { prefix: 'smb2.pipe', little: true, root: root('pipe', 'FilePipeInformation'), spec: fscc('2.4.37') },
  {
    read_mode: u32('ReadMode', { names: { 0: 'FILE_PIPE_BYTE_STREAM_MODE', 1: 'FILE_PIPE_MESSAGE_MODE' } }),
    completion_mode: u32('CompletionMode', {
      names: { 0: 'FILE_PIPE_QUEUE_OPERATION', 1: 'FILE_PIPE_COMPLETE_OPERATION' },
    }),
  },
);
const identity = layout(
  { prefix: 'smb2', little: true, root: root('id', 'FileIdInformation'), spec: fscc('2.4.26') },
  {
    volume: u64('VolumeSerialNumber', { abbrev: 'smb2.volume_serial', base: 'hex' }),
    id: guid('FileId', { abbrev: 'smb2.file_id_128' }),
  },
);

/** Renames and links: whether a target is replaced, and its name (2.4.42, 2.4.28). */
const replace = layout(
  { prefix: 'smb2', little: true, spec: fscc('2.4.42.2') },
  {
    replace: { label: 'ReplaceIfExists', kind: 'bool', size: 1, abbrev: 'smb2.rename.replace_if' },
    random: bytes('Reserved', 7, { abbrev: 'smb2.reserved.random' }),
    root_directory: bytes('RootDirectory', 8),
    length: u32('FileNameLength', { abbrev: 'smb2.filename.len' }),
  },
);
const renameRoot = root('rename', 'FileRenameInformation');
const linkRoot = root('link', 'FileLinkInformation');

const stream = layout(
  { prefix: 'smb', little: true, spec: fscc('2.4.49') },
  {
    next_entry_offset: u32('NextEntryOffset'),
    stream_name_len: u32('StreamNameLength'),
    stream_size: u64('StreamSize'),
    alloc_size64: u64('StreamAllocationSize'),
  },
);
const streamRoot = root('stream', 'FileStreamInformation');
const streamName = field('smb.stream_name', 'StreamName', 'string', { encoding: 'utf-16le', spec: fscc('2.4.49') });

const attribute = layout(
  { prefix: 'smb2.ea', little: true, spec: fscc('2.4.16') },
  {
    next_offset: u32('NextEntryOffset', { abbrev: 'smb2.next_offset' }),
    flags: u8('Flags', { base: 'hex', bits: [flag('smb2.ea.flags.need', 'FILE_NEED_EA', 0x80)] }),
    name_len: u8('EaNameLength'),
    data_len: u16('EaValueLength'),
  },
);
const attributeRoot = root('full_ea', 'FileFullEaInformation');
const attributeName = field('smb2.ea.name', 'EaName', 'string', { spec: fscc('2.4.16') });
const attributeValue = field('smb2.ea.data', 'EaValue', 'bytes', { spec: fscc('2.4.16') });

const alternateRoot = root('alternate_name', 'FileAlternateNameInformation');
const normalizedRoot = root('normalized_name', 'FileNormalizedNameInformation');

/** What is one fixed structure. */
const FIXED = new Map<number, Layout>([
  [4, basic],
  [5, standard],
  [6, internal],
  [7, ea],
  [8, access],
  [13, disposition],
  [14, position],
  [16, mode],
  [17, alignment],
  [19, allocation],
  [20, endOfFile],
  [23, pipe],
  [28, compression],
  [34, networkOpen],
  [35, attributeTag],
  [59, identity],
]);

export const fileLayouts: readonly Layout[] = [...FIXED.values(), all, replace, stream, attribute];
export const fileFields: readonly Field[] = [
  allRoot,
  renameRoot,
  linkRoot,
  streamRoot,
  streamName,
  attributeRoot,
  attributeName,
  attributeValue,
  alternateRoot,
  normalizedRoot,
];

/** File information of a class up to the window's end; false where the class is not known. */
export function takeFileInformation(d: Dissection, level: number): boolean {
  const fixed = FIXED.get(level);
  if (fixed) {
    d.record(fixed);
    return true;
  }
  switch (level) {
    case 10:
    case 65:
      return replaced(d, renameRoot);
    case 11:
      return replaced(d, linkRoot);
    case 15:
      return inside(d, attributeRoot, () => eachEntry(d, takeAttribute));
    case 18:
      return inside(d, allRoot, () => {
        d.record(all);
        namedBytes(d);
      });
    case 21:
      return named(d, alternateRoot);
    case 22:
      return inside(d, streamRoot, () => eachEntry(d, takeStream));
    case 48:
      return named(d, normalizedRoot);
    default:
      return false;
  }
}

function inside(d: Dissection, over: Field, read: () => void): boolean {
  under(d, over, read);
  return true;
}

const named = (d: Dissection, over: Field): boolean => inside(d, over, () => namedBytes(d));

function replaced(d: Dissection, over: Field): boolean {
  return inside(d, over, () => {
    const length = d.u32le(replace.offset.length);
    d.record(replace);
    d.take(nameField, length);
  });
}

function takeStream(d: Dissection): void {
  const length = d.u32le(stream.offset.stream_name_len);
  d.record(stream);
  d.take(streamName, length);
}

function takeAttribute(d: Dissection): void {
  const name = d.u8(attribute.offset.name_len);
  const value = d.u16le(attribute.offset.data_len);
  d.record(attribute);
  d.take(attributeName, name);
  d.skip(Math.min(1, d.left));
  d.take(attributeValue, value);
}
