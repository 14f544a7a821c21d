import { bytes, type Dissection, type Field, field, guid, type Layout, layout, u32, u64 } from '#sdk';
import { under } from '../buffers.ts';
import { flag, heading } from '../parts.ts';
import { fscc } from '../spec.ts';

/** Wireshark shares these fields with SMB1's; they bear those names. */
const root = (name: string, label: string): Field => heading(`smb2.fs_${name}_info`, label);

const volume = layout(
  { prefix: 'smb', little: true, spec: fscc('2.5.9') },
  {
    created: { label: 'VolumeCreationTime', kind: 'filetime', size: 8, abbrev: 'smb.create.time' },
    serial: u32('VolumeSerialNumber', { abbrev: 'smb.volume.serial', base: 'hex' }),
    length: u32('VolumeLabelLength', { abbrev: 'smb.volume.label.len' }),
    reserved: bytes('SupportsObjects, Reserved', 2),
  },
);
const volumeRoot = root('volume', 'FileFsVolumeInformation');
const label = field('smb.volume.label', 'VolumeLabel', 'string', { encoding: 'utf-16le', spec: fscc('2.5.9') });

const sectors = {
  perUnit: u32('SectorsPerAllocationUnit', { abbrev: 'smb.fs_sector_per_unit' }),
  bytes: u32('BytesPerSector', { abbrev: 'smb.fs_bytes_per_sector' }),
};
const size = layout(
  { prefix: 'smb', little: true, root: root('size', 'FileFsSizeInformation'), spec: fscc('2.5.8') },
  {
    total: u64('TotalAllocationUnits', { abbrev: 'smb.alloc_size64' }),
    free: u64('AvailableAllocationUnits', { abbrev: 'smb.free_alloc_units' }),
    ...sectors,
  },
);
const fullSize = layout(
  { prefix: 'smb', little: true, root: root('full_size', 'FileFsFullSizeInformation'), spec: fscc('2.5.4') },
  {
    total: u64('TotalAllocationUnits', { abbrev: 'smb.alloc_size64' }),
    caller: u64('CallerAvailableAllocationUnits', { abbrev: 'smb.caller_free_alloc_units' }),
    actual: u64('ActualAvailableAllocationUnits', { abbrev: 'smb.actual_free_alloc_units' }),
    ...sectors,
  },
);

const device = (name: string, flagLabel: string, mask: number): Field => flag(`smb.device.${name}`, flagLabel, mask);
const deviceInformation = layout(
  { prefix: 'smb', little: true, root: root('device', 'FileFsDeviceInformation'), spec: fscc('2.5.10') },
  {
    type: u32('DeviceType', {
      abbrev: 'smb.device.type',
      base: 'hex',
      names: { 0x02: 'FILE_DEVICE_CD_ROM', 0x07: 'FILE_DEVICE_DISK' },
    }),
    device: u32('Characteristics', {
      base: 'hex',
      bits: [
        device('removable', 'FILE_REMOVABLE_MEDIA', 0x00000001),
        device('read_only', 'FILE_READ_ONLY_DEVICE', 0x00000002),
        device('floppy', 'FILE_FLOPPY_DISKETTE', 0x00000004),
        device('write_once', 'FILE_WRITE_ONCE_MEDIA', 0x00000008),
        device('remote', 'FILE_REMOTE_DEVICE', 0x00000010),
        device('mounted', 'FILE_DEVICE_IS_MOUNTED', 0x00000020),
        device('virtual', 'FILE_VIRTUAL_VOLUME', 0x00000040),
        device('secure_open', 'FILE_DEVICE_SECURE_OPEN', 0x00000100),
        device('ts', 'FILE_CHARACTERISTIC_TS_DEVICE', 0x00001000),
        device('webdav', 'FILE_CHARACTERISTIC_WEBDAV_DEVICE', 0x00002000),
        device('portable', 'FILE_PORTABLE_DEVICE', 0x00004000),
        device('aat', 'FILE_DEVICE_ALLOW_APPCONTAINER_TRAVERSAL', 0x00020000),
      ],
    }),
  },
);

const can = (name: string, flagLabel: string, mask: number): Field => flag(`smb.fs_attr.${name}`, flagLabel, mask);
const attribute = layout(
  { prefix: 'smb', little: true, spec: fscc('2.5.1') },
  {
    fs_attr: u32('FileSystemAttributes', {
      base: 'hex',
      bits: [
        can('css', 'FILE_CASE_SENSITIVE_SEARCH', 0x00000001),
        can('cpn', 'FILE_CASE_PRESERVED_NAMES', 0x00000002),
        can('uod', 'FILE_UNICODE_ON_DISK', 0x00000004),
        can('pacls', 'FILE_PERSISTENT_ACLS', 0x00000008),
        can('fc', 'FILE_FILE_COMPRESSION', 0x00000010),
        can('vq', 'FILE_VOLUME_QUOTAS', 0x00000020),
        can('ssf', 'FILE_SUPPORTS_SPARSE_FILES', 0x00000040),
        can('srp', 'FILE_SUPPORTS_REPARSE_POINTS', 0x00000080),
        can('srs', 'FILE_SUPPORTS_REMOTE_STORAGE', 0x00000100),
        can('sla', 'FILE_SUPPORTS_LFN_APIS', 0x00004000),
        can('vis', 'FILE_VOLUME_IS_COMPRESSED', 0x00008000),
        can('soids', 'FILE_SUPPORTS_OBJECT_IDS', 0x00010000),
        can('se', 'FILE_SUPPORTS_ENCRYPTION', 0x00020000),
        can('ns', 'FILE_NAMED_STREAMS', 0x00040000),
        can('rov', 'FILE_READ_ONLY_VOLUME', 0x00080000),
        can('swo', 'FILE_SEQUENTIAL_WRITE_ONCE', 0x00100000),
        can('st', 'FILE_SUPPORTS_TRANSACTIONS', 0x00200000),
        can('shl', 'FILE_SUPPORTS_HARD_LINKS', 0x00400000),
        can('sis', 'FILE_SUPPORTS_INTEGRITY_STREAMS', 0x04000000),
        can('sbr', 'FILE_SUPPORTS_BLOCK_REFCOUNTING', 0x08000000),
        can('ssv', 'FILE_SUPPORTS_SPARSE_VDL', 0x10000000),
      ],
    }),
    fs_max_name_len: u32('MaximumComponentNameLength'),
    length: u32('FileSystemNameLength', { abbrev: 'smb.fs_name.len' }),
  },
);
const attributeRoot = root('attribute', 'FileFsAttributeInformation');
const fsName = field('smb.fs_name', 'FileSystemName', 'string', { encoding: 'utf-16le', spec: fscc('2.5.1') });

const control = layout(
  { prefix: 'smb2.fs_control', little: true, root: root('control', 'FileFsControlInformation'), spec: fscc('2.5.2') },
  {
    start: u64('FreeSpaceStartFiltering'),
    threshold: u64('FreeSpaceThreshold'),
    stop: u64('FreeSpaceStopFiltering'),
    default_threshold: u64('DefaultQuotaThreshold', { base: 'hex' }),
    default_limit: u64('DefaultQuotaLimit', { base: 'hex' }),
    flags: u32('FileSystemControlFlags', { base: 'hex' }),
  },
);

/** FILE_OBJECTID_BUFFER (2.1.3): also what FSCTL_CREATE_OR_GET_OBJECT_ID gives. */
export const objectId = layout(
  {
    prefix: 'smb2',
    little: true,
    root: heading('smb2.FILE_OBJECTID_BUFFER', 'FILE_OBJECTID_BUFFER'),
    spec: fscc('2.1.3'),
  },
  {
    object_id: guid('ObjectId'),
    birth_volume_id: guid('BirthVolumeId'),
    birth_object_id: guid('BirthObjectId'),
    domain_id: guid('DomainId'),
  },
);
const objectIdRoot = root('objectid', 'FileFsObjectIdInformation');

const sectorSize = layout(
  {
    prefix: 'smb2.fs_sector_size',
    little: true,
    root: root('sector_size', 'FileFsSectorSizeInformation'),
    spec: fscc('2.5.7'),
  },
  {
    logical: u32('LogicalBytesPerSector'),
    physical_atomicity: u32('PhysicalBytesPerSectorForAtomicity'),
    physical_performance: u32('PhysicalBytesPerSectorForPerformance'),
    effective_atomicity: u32('FileSystemEffectivePhysicalBytesPerSectorForAtomicity'),
    flags: u32('Flags', { base: 'hex' }),
    alignment: u32('ByteOffsetForSectorAlignment'),
    partition: u32('ByteOffsetForPartitionAlignment'),
  },
);

const FIXED = new Map<number, Layout>([
  [3, size],
  [4, deviceInformation],
  [6, control],
  [7, fullSize],
  [11, sectorSize],
]);

export const fileSystemLayouts: readonly Layout[] = [...FIXED.values(), volume, attribute, objectId];
export const fileSystemFields: readonly Field[] = [volumeRoot, label, attributeRoot, fsName, objectIdRoot];

/** File system information of a class; false where it is not known. */
export function takeFileSystemInformation(d: Dissection, level: number): boolean {
  const fixed = FIXED.get(level);
  if (fixed) d.record(fixed);
  else if (level === 1) named(d, volumeRoot, volume, volume.offset.length, label);
  else if (level === 5) named(d, attributeRoot, attribute, attribute.offset.length, fsName);
  else if (level === 8) under(d, objectIdRoot, () => d.record(objectId));
  else return false;
  return true;
}

function named(d: Dissection, over: Field, before: Layout, lengthAt: number, name: Field): void {
  under(d, over, () => {
    const length = d.u32le(lengthAt);
    d.record(before);
    d.take(name, length);
  });
}
