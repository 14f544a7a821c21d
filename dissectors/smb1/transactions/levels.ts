import { field, layout, type Part, u8, u16, u32, u64 } from '#sdk';
import { allocationSize, endOfFile, isDirectory } from '../fields/access.ts';
import { extendedAttributes, fileAttributes } from '../fields/attributes.ts';
import { fileTime } from '../fields/times.ts';
import { flags } from '../layout.ts';
import { cifs, fscc } from '../spec.ts';
import { text } from '../text.ts';

/** The fixed parts of the structures that information levels stand for (MS-CIFS 2.2.8, MS-FSCC 2.4 and 2.5). */

const little = true;
const at = (section: string) => ({ prefix: 'smb', little, spec: cifs(section) });
const times = {
  created: fileTime('create', 'CreationTime'),
  accessed: fileTime('access', 'LastAccessTime'),
  written: fileTime('last_write', 'LastWriteTime'),
  changed: fileTime('change', 'ChangeTime'),
};
const unused = (size: number, label = 'Reserved'): Part => ({ label, kind: 'bytes', size, abbrev: 'smb.unknown_data' });
export const eaSize = u32('EaSize', { abbrev: 'smb.ea.list_length' });
const nameLength = u32('FileNameLength', { abbrev: 'smb.file_name_len' });
const nextEntry = u32('NextEntryOffset', { abbrev: 'smb.next_entry_offset' });
const deletePending = u8('DeletePending', { abbrev: 'smb.delete_pending', names: { 0: 'FALSE', 1: 'TRUE' } });

export const basic = layout(at('2.2.8.3.6'), { ...times, attributes: extendedAttributes() });
export const basicRest = layout(at('2.2.8.3.6'), { reserved: unused(4) });
export const standard = layout(at('2.2.8.3.7'), {
  allocated: allocationSize(),
  end: endOfFile(),
  link_count: u32('NumberOfLinks'),
  deletePending,
  directory: isDirectory(),
});
export const standardRest = layout(at('2.2.8.3.7'), { reserved: unused(2) });
export const internal = layout(
  { prefix: 'smb', little, spec: fscc('2.4.27') },
  { index_number: u64('IndexNumber', { base: 'hex' }) },
);
export const ea = layout(at('2.2.8.3.8'), { eaSize });
export const nameInfo = layout(at('2.2.8.3.9'), { nameLength });
export const access = layout(
  { prefix: 'smb', little, spec: fscc('2.4.1') },
  { access_flags: u32('AccessFlags', { abbrev: 'smb.access_mask', base: 'hex' }) },
);
export const position = layout({ prefix: 'smb', little, spec: fscc('2.4.40') }, { position: u64('CurrentByteOffset') });
export const mode = layout({ prefix: 'smb', little, spec: fscc('2.4.31') }, { mode: u32('Mode', { base: 'hex' }) });
export const alignment = layout(
  { prefix: 'smb', little, spec: fscc('2.4.3') },
  { alignment: u32('AlignmentRequirement') },
);
export const stream = layout(at('2.2.8.3.12'), {
  nextEntry,
  stream_name_len: u32('StreamNameLength'),
  stream_size: u64('StreamSize'),
  alloc_size64: u64('StreamAllocationSize'),
});
export const compression = layout(at('2.2.8.3.13'), {
  'compressed.file_size': u64('CompressedFileSize'),
  'compressed.format': u16('CompressionFormat'),
  'compressed.unit_shift': u8('CompressionUnitShift'),
  'compressed.chunk_shift': u8('ChunkShift'),
  'compressed.cluster_shift': u8('ClusterShift'),
  reserved: unused(3),
});
export const networkOpen = layout(
  { prefix: 'smb', little, spec: fscc('2.4.34') },
  { ...times, allocated: allocationSize(), end: endOfFile(), attributes: extendedAttributes(), reserved: unused(4) },
);
export const attributeTag = layout(
  { prefix: 'smb', little, spec: fscc('2.4.6') },
  { attributes: extendedAttributes(), reparse_tag: u32('ReparseTag', { base: 'hex' }) },
);

/** SMB_INFO_STANDARD and SMB_INFO_QUERY_EA_SIZE after their three pairs of dates (2.2.8.3.1, 2.2.8.3.2). */
export const infoStandard = layout(at('2.2.8.3.1'), {
  data_size: u32('FileDataSize'),
  alloc_size: u32('AllocationSize'),
  attributes: fileAttributes('Attributes'),
});

export const disposition = layout(at('2.2.8.4.4'), {
  deletePending: u8('DeletePending', { abbrev: 'smb.disposition.delete_on_close', names: { 0: 'FALSE', 1: 'TRUE' } }),
});
export const allocation = layout(at('2.2.8.4.5'), { allocated: allocationSize() });
export const end = layout(at('2.2.8.4.6'), { end: endOfFile() });
export const rename = layout(
  { prefix: 'smb', little, spec: fscc('2.4.42') },
  {
    replace: u32('ReplaceIfExists'),
    root_dir_handle: u32('RootDirectory', { base: 'hex' }),
    target_name_len: u32('FileNameLength'),
  },
);

const volumeTime: Part = { label: 'VolumeCreationTime', kind: 'filetime', size: 8, abbrev: 'smb.create.time' };
export const fsAllocation = layout(at('2.2.8.2.1'), {
  fs_id: u32('idFileSystem'),
  fs_sector_per_unit: u32('cSectorUnit'),
  fs_units: u32('cUnit'),
  'avail.units': u32('cUnitAvailable'),
  fs_bytes_per_sector: u16('cbSector'),
});
export const infoVolume = layout(at('2.2.8.2.2'), {
  'volume.serial': u32('ulVolSerialNbr', { base: 'hex' }),
  'volume.label.len': u8('cCharCount'),
});
export const fsVolume = layout(at('2.2.8.2.3'), {
  volumeTime,
  'volume.serial': u32('SerialNumber', { base: 'hex' }),
  'volume.label.len': u32('VolumeLabelSize'),
  reserved: { label: 'Reserved', kind: 'bytes', size: 2 },
});
export const fsSize = layout(at('2.2.8.2.4'), {
  alloc_size64: u64('TotalAllocationUnits'),
  free_alloc_units: u64('TotalFreeAllocationUnits'),
  fs_sector_per_unit: u32('SectorsPerAllocationUnit'),
  fs_bytes_per_sector: u32('BytesPerSector'),
});
export const fsFullSize = layout(
  { prefix: 'smb', little, spec: fscc('2.5.4') },
  {
    alloc_size64: u64('TotalAllocationUnits'),
    caller_free_alloc_units: u64('CallerAvailableAllocationUnits'),
    actual_free_alloc_units: u64('ActualAvailableAllocationUnits'),
    fs_sector_per_unit: u32('SectorsPerAllocationUnit'),
    fs_bytes_per_sector: u32('BytesPerSector'),
  },
);
export const fsDevice = layout(at('2.2.8.2.5'), {
  'device.type': u32('DeviceType', {
    base: 'hex',
    names: { 0x02: 'FILE_DEVICE_CD_ROM', 0x07: 'FILE_DEVICE_DISK', 0x14: 'FILE_DEVICE_NETWORK_FILE_SYSTEM' },
  }),
  device: u32('DeviceCharacteristics', {
    base: 'hex',
    bits: flags('smb.device', {
      removable: ['FILE_REMOVABLE_MEDIA', 0x00001],
      read_only: ['FILE_READ_ONLY_DEVICE', 0x00002],
      floppy: ['FILE_FLOPPY_DISKETTE', 0x00004],
      write_once: ['FILE_WRITE_ONCE_MEDIA', 0x00008],
      remote: ['FILE_REMOTE_DEVICE', 0x00010],
      mounted: ['FILE_DEVICE_IS_MOUNTED', 0x00020],
      virtual: ['FILE_VIRTUAL_VOLUME', 0x00040],
      secure_open: ['FILE_DEVICE_SECURE_OPEN', 0x00100],
      ts: ['FILE_CHARACTERISTIC_TS_DEVICE', 0x01000],
      webdav: ['FILE_CHARACTERISTIC_WEBDAV_DEVICE', 0x02000],
      portable: ['FILE_PORTABLE_DEVICE', 0x04000],
      aat: ['FILE_DEVICE_ALLOW_APPCONTAINER_TRAVERSAL', 0x20000],
    }),
  }),
});
export const fsAttribute = layout(at('2.2.8.2.6'), {
  fs_attr: u32('FileSystemAttributes', {
    base: 'hex',
    bits: flags('smb.fs_attr', {
      css: ['FILE_CASE_SENSITIVE_SEARCH', 0x00000001],
      cpn: ['FILE_CASE_PRESERVED_NAMES', 0x00000002],
      uod: ['FILE_UNICODE_ON_DISK', 0x00000004],
      pacls: ['FILE_PERSISTENT_ACLS', 0x00000008],
      fc: ['FILE_FILE_COMPRESSION', 0x00000010],
      vq: ['FILE_VOLUME_QUOTAS', 0x00000020],
      ssf: ['FILE_SUPPORTS_SPARSE_FILES', 0x00000040],
      srp: ['FILE_SUPPORTS_REPARSE_POINTS', 0x00000080],
      srs: ['FILE_SUPPORTS_REMOTE_STORAGE', 0x00000100],
      sla: ['FILE_SUPPORTS_LONG_NAMES', 0x00004000],
      vis: ['FILE_VOLUME_IS_COMPRESSED', 0x00008000],
      soids: ['FILE_SUPPORTS_OBJECT_IDS', 0x00010000],
      se: ['FILE_SUPPORTS_ENCRYPTION', 0x00020000],
      ns: ['FILE_NAMED_STREAMS', 0x00040000],
      rov: ['FILE_READ_ONLY_VOLUME', 0x00080000],
      swo: ['FILE_SEQUENTIAL_WRITE_ONCE', 0x00100000],
      st: ['FILE_SUPPORTS_TRANSACTIONS', 0x00200000],
      shl: ['FILE_SUPPORTS_HARD_LINKS', 0x00400000],
      sis: ['FILE_SUPPORTS_INTEGRITY_STREAMS', 0x04000000],
      sbr: ['FILE_SUPPORTS_BLOCK_REFCOUNTING', 0x08000000],
      ssv: ['FILE_SUPPORTS_SPARSE_VDL', 0x10000000],
    }),
  }),
  fs_max_name_len: u32('MaxFileNameLengthInBytes'),
  'fs_name.len': u32('LengthOfFileSystemName'),
});

export const fileName = text('smb.file', 'FileName', cifs('2.2.8'));
export const streamName = text('smb.stream_name', 'StreamName', cifs('2.2.8.3.12'));
export const targetName = text('smb.target_name', 'FileName', fscc('2.4.42'));
export const volumeLabel = text('smb.volume.label', 'VolumeLabel', cifs('2.2.8.2.3'));
export const fsName = text('smb.fs_name', 'FileSystemName', cifs('2.2.8.2.6'));
export const entryHeading = field('smb.entry', 'Entry', 'none', { spec: cifs('2.2.8.1') });

export const levelLayouts = [
  basic,
  basicRest,
  standard,
  standardRest,
  internal,
  ea,
  nameInfo,
  access,
  position,
  mode,
  alignment,
  stream,
  compression,
  networkOpen,
  attributeTag,
  infoStandard,
  disposition,
  allocation,
  end,
  rename,
  fsAllocation,
  infoVolume,
  fsVolume,
  fsSize,
  fsFullSize,
  fsDevice,
  fsAttribute,
];
