import { bit, bits, bytes, type Field, type FieldOptions, field, guid, type Part, u8, u16, u32, u64 } from '#sdk';
import { fscc, smb2 } from './spec.ts';

/** Parts that several messages have. Each call makes a field of its own, for its label and its place in the documents. */

type Options = Partial<Part>;

/** A flag of a little-endian number. */
export const flag = (abbrev: string, label: string, mask: number, options: FieldOptions = {}): Field =>
  bit(abbrev, label, mask, { little: true, ...options });
export const part = (abbrev: string, label: string, mask: number, options: FieldOptions = {}): Field =>
  bits(abbrev, label, mask, { little: true, ...options });

const STRUCTURE_SIZE = [
  part('smb2.buffer_code.length', 'Fixed part length', 0xfffe),
  flag('smb2.buffer_code.dynamic', 'Variable part', 0x0001),
];
/** Length of the fixed part; the lowest bit says that a variable one follows. */
export const structureSize = (): Part =>
  u16('StructureSize', { abbrev: 'smb2.buffer_code', base: 'hex', bits: STRUCTURE_SIZE });

/** Where a buffer lies, from the header's first byte; Wireshark shows all of them eight digits wide. */
const offset = { abbrev: 'smb2.olb.offset', base: 'hex', digits: 8 } as const;
const length = { abbrev: 'smb2.olb.length' } as const;
export const offset8 = (label: string, options: Options = {}): Part => u8(label, { ...offset, ...options });
export const offset16 = (label: string, options: Options = {}): Part => u16(label, { ...offset, ...options });
export const offset32 = (label: string, options: Options = {}): Part => u32(label, { ...offset, ...options });
export const length16 = (label: string, options: Options = {}): Part => u16(label, { ...length, ...options });
export const length32 = (label: string, options: Options = {}): Part => u32(label, { ...length, ...options });

/** Reserved bytes that Wireshark shows, and others. */
export const reserved = (size: number, label = 'Reserved', options: Options = {}): Part =>
  bytes(label, size, { abbrev: 'smb2.reserved', ...options });
export const unused = (size: number, label = 'Reserved', options: Options = {}): Part =>
  bytes(label, size, { abbrev: 'smb2.unused', ...options });
export const unknown = (size: number, label = 'Reserved', options: Options = {}): Part =>
  bytes(label, size, { abbrev: 'smb2.unknown', ...options });

/** FileId: what identifies an open, as persistent and volatile half (MS-SMB2 2.2.14.1). */
export const fileId = (): Part => guid('FileId', { abbrev: 'smb2.fid' });

/** SMB1's structures, some of which SMB2's messages hold, name the same bits differently. */
export const attributeBits = (prefix: 'smb' | 'smb2'): Field[] => {
  const one = (name: string, label: string, mask: number) => flag(`${prefix}.file_attribute.${name}`, label, mask);
  return [
    one('read_only', 'FILE_ATTRIBUTE_READONLY', 0x00000001),
    one('hidden', 'FILE_ATTRIBUTE_HIDDEN', 0x00000002),
    one('system', 'FILE_ATTRIBUTE_SYSTEM', 0x00000004),
    ...(prefix === 'smb' ? [one('volume', 'FILE_ATTRIBUTE_VOLUME', 0x00000008)] : []),
    one('directory', 'FILE_ATTRIBUTE_DIRECTORY', 0x00000010),
    one('archive', 'FILE_ATTRIBUTE_ARCHIVE', 0x00000020),
    ...(prefix === 'smb' ? [one('device', 'FILE_ATTRIBUTE_DEVICE', 0x00000040)] : []),
    one('normal', 'FILE_ATTRIBUTE_NORMAL', 0x00000080),
    one('temporary', 'FILE_ATTRIBUTE_TEMPORARY', 0x00000100),
    one('sparse', 'FILE_ATTRIBUTE_SPARSE_FILE', 0x00000200),
    one('reparse', 'FILE_ATTRIBUTE_REPARSE_POINT', 0x00000400),
    one('compressed', 'FILE_ATTRIBUTE_COMPRESSED', 0x00000800),
    one('offline', 'FILE_ATTRIBUTE_OFFLINE', 0x00001000),
    one('not_content_indexed', 'FILE_ATTRIBUTE_NOT_CONTENT_INDEXED', 0x00002000),
    one('encrypted', 'FILE_ATTRIBUTE_ENCRYPTED', 0x00004000),
    one('integrity_stream', 'FILE_ATTRIBUTE_INTEGRITY_STREAM', 0x00008000),
    one('no_scrub_data', 'FILE_ATTRIBUTE_NO_SCRUB_DATA', 0x00020000),
  ];
};

const ATTRIBUTES = attributeBits('smb2');
export const fileAttributes = (label = 'FileAttributes'): Part =>
  u32(label, { abbrev: 'smb2.file_attribute', base: 'hex', bits: ATTRIBUTES, spec: fscc('2.6') });

const right = (name: string, label: string, mask: number): Field => flag(`smb.access.${name}`, label, mask);
const RIGHTS = [
  right('read', 'FILE_READ_DATA', 0x00000001),
  right('write', 'FILE_WRITE_DATA', 0x00000002),
  right('append', 'FILE_APPEND_DATA', 0x00000004),
  right('read_ea', 'FILE_READ_EA', 0x00000008),
  right('write_ea', 'FILE_WRITE_EA', 0x00000010),
  right('execute', 'FILE_EXECUTE', 0x00000020),
  right('delete_child', 'FILE_DELETE_CHILD', 0x00000040),
  right('read_attributes', 'FILE_READ_ATTRIBUTES', 0x00000080),
  right('write_attributes', 'FILE_WRITE_ATTRIBUTES', 0x00000100),
  right('delete', 'DELETE', 0x00010000),
  right('read_control', 'READ_CONTROL', 0x00020000),
  right('write_dac', 'WRITE_DAC', 0x00040000),
  right('write_owner', 'WRITE_OWNER', 0x00080000),
  right('synchronize', 'SYNCHRONIZE', 0x00100000),
  right('system_security', 'ACCESS_SYSTEM_SECURITY', 0x01000000),
  right('maximum_allowed', 'MAXIMUM_ALLOWED', 0x02000000),
  right('generic_all', 'GENERIC_ALL', 0x10000000),
  right('generic_execute', 'GENERIC_EXECUTE', 0x20000000),
  right('generic_write', 'GENERIC_WRITE', 0x40000000),
  right('generic_read', 'GENERIC_READ', 0x80000000),
];
/** Rights that are asked for or granted (MS-SMB2 2.2.13.1). */
export const accessMask = (label: string): Part =>
  u32(label, { abbrev: 'smb.access_mask', base: 'hex', bits: RIGHTS, spec: smb2('2.2.13.1') });

const SIGNING = [
  flag('smb2.sec_mode.sign_enabled', 'SMB2_NEGOTIATE_SIGNING_ENABLED', 0x01),
  flag('smb2.sec_mode.sign_required', 'SMB2_NEGOTIATE_SIGNING_REQUIRED', 0x02),
];
export const securityMode = (): Part => u8('SecurityMode', { abbrev: 'smb2.sec_mode', base: 'hex', bits: SIGNING });

const capability = (name: string, label: string, mask: number): Field => flag(`smb2.capabilities.${name}`, label, mask);
const CAPABILITIES = [
  capability('dfs', 'SMB2_GLOBAL_CAP_DFS', 0x01),
  capability('leasing', 'SMB2_GLOBAL_CAP_LEASING', 0x02),
  capability('large_mtu', 'SMB2_GLOBAL_CAP_LARGE_MTU', 0x04),
  capability('multi_channel', 'SMB2_GLOBAL_CAP_MULTI_CHANNEL', 0x08),
  capability('persistent_handles', 'SMB2_GLOBAL_CAP_PERSISTENT_HANDLES', 0x10),
  capability('directory_leasing', 'SMB2_GLOBAL_CAP_DIRECTORY_LEASING', 0x20),
  capability('encryption', 'SMB2_GLOBAL_CAP_ENCRYPTION', 0x40),
];
export const capabilities = (): Part =>
  u32('Capabilities', { abbrev: 'smb2.capabilities', base: 'hex', bits: CAPABILITIES });

/** How data travels beside the connection (MS-SMB2 2.2.19). */
export const channel = (): Part =>
  u32('Channel', {
    abbrev: 'smb2.channel',
    base: 'hex',
    names: {
      0: 'SMB2_CHANNEL_NONE',
      1: 'SMB2_CHANNEL_RDMA_V1',
      2: 'SMB2_CHANNEL_RDMA_V1_INVALIDATE',
      3: 'SMB2_CHANNEL_RDMA_TRANSFORM',
    },
  });

export const oplockLevel = (label: string): Part =>
  u8(label, {
    abbrev: 'smb2.create.oplock',
    base: 'hex',
    names: {
      0x00: 'SMB2_OPLOCK_LEVEL_NONE',
      0x01: 'SMB2_OPLOCK_LEVEL_II',
      0x08: 'SMB2_OPLOCK_LEVEL_EXCLUSIVE',
      0x09: 'SMB2_OPLOCK_LEVEL_BATCH',
      0xff: 'SMB2_OPLOCK_LEVEL_LEASE',
    },
  });

const CACHING = [
  flag('smb2.lease.lease_state.read_caching', 'SMB2_LEASE_READ_CACHING', 0x01),
  flag('smb2.lease.lease_state.handle_caching', 'SMB2_LEASE_HANDLE_CACHING', 0x02),
  flag('smb2.lease.lease_state.write_caching', 'SMB2_LEASE_WRITE_CACHING', 0x04),
];
export const leaseState = (label: string): Part =>
  u32(label, { abbrev: 'smb2.lease.lease_state', base: 'hex', bits: CACHING, spec: smb2('2.2.13.2.8') });

/** Wireshark files these under the state. */
const LEASE_FLAGS = [
  flag('smb2.lease.lease_state.break_ack_required', 'SMB2_NOTIFY_BREAK_LEASE_FLAG_ACK_REQUIRED', 0x01),
  flag('smb2.lease.lease_state.break_in_progress', 'SMB2_LEASE_FLAG_BREAK_IN_PROGRESS', 0x02),
  flag('smb2.lease.lease_state.parent_lease_key_set', 'SMB2_LEASE_FLAG_PARENT_LEASE_KEY_SET', 0x04),
];
export const leaseFlags = (label: string): Part =>
  u32(label, { abbrev: 'smb2.lease.lease_flags', base: 'hex', bits: LEASE_FLAGS, spec: smb2('2.2.14.2.10') });

export const leaseKey = (label = 'LeaseKey'): Part => guid(label, { abbrev: 'smb2.lease.lease_key' });

/** The four times every file has. */
export const fileTime = (name: 'create' | 'last_access' | 'last_write' | 'last_change', label: string): Part => ({
  label,
  kind: 'filetime',
  size: 8,
  abbrev: `smb2.${name}.time`,
});
export const allocationSize = (label = 'AllocationSize'): Part => u64(label, { abbrev: 'smb2.allocation_size' });
export const endOfFile = (label = 'EndOfFile'): Part => u64(label, { abbrev: 'smb2.eof' });
export const fileOffset = (label = 'Offset'): Part => u64(label, { abbrev: 'smb2.file_offset' });

/** A heading over what belongs together. */
export const heading = (abbrev: string, label: string, section = '2.2'): Field =>
  field(abbrev, label, 'none', { spec: smb2(section) });
export const text = (abbrev: string, label: string, section: string): Field =>
  field(abbrev, label, 'string', { encoding: 'utf-16le', spec: smb2(section) });
