import { bits, bytes, type Field, field, type Part, u8, u16, u32, u64 } from '#sdk';
import { flags } from '../layout.ts';
import { cifs } from '../spec.ts';

const little = true;

/** Rights of an access mask (MS-CIFS 2.2.4.64.1, MS-DTYP 2.4.3). */
export const accessBits = flags('smb.access', {
  read: ['FILE_READ_DATA', 0x00000001],
  write: ['FILE_WRITE_DATA', 0x00000002],
  append: ['FILE_APPEND_DATA', 0x00000004],
  read_ea: ['FILE_READ_EA', 0x00000008],
  write_ea: ['FILE_WRITE_EA', 0x00000010],
  execute: ['FILE_EXECUTE', 0x00000020],
  delete_child: ['FILE_DELETE_CHILD', 0x00000040],
  read_attributes: ['FILE_READ_ATTRIBUTES', 0x00000080],
  write_attributes: ['FILE_WRITE_ATTRIBUTES', 0x00000100],
  delete: ['DELETE', 0x00010000],
  read_control: ['READ_CONTROL', 0x00020000],
  write_dac: ['WRITE_DAC', 0x00040000],
  write_owner: ['WRITE_OWNER', 0x00080000],
  synchronize: ['SYNCHRONIZE', 0x00100000],
  system_security: ['ACCESS_SYSTEM_SECURITY', 0x01000000],
  maximum_allowed: ['MAXIMUM_ALLOWED', 0x02000000],
  generic_all: ['GENERIC_ALL', 0x10000000],
  generic_execute: ['GENERIC_EXECUTE', 0x20000000],
  generic_write: ['GENERIC_WRITE', 0x40000000],
  generic_read: ['GENERIC_READ', 0x80000000],
});

export const createFlagBits = flags('smb.nt.create', {
  oplock: ['NT_CREATE_REQUEST_OPLOCK', 0x02],
  batch_oplock: ['NT_CREATE_REQUEST_OPBATCH', 0x04],
  dir: ['NT_CREATE_OPEN_TARGET_DIR', 0x08],
  ext: ['NT_CREATE_REQUEST_EXTENDED_RESPONSE', 0x10],
});

export const shareBits = flags('smb.share.access', {
  read: ['FILE_SHARE_READ', 0x01],
  write: ['FILE_SHARE_WRITE', 0x02],
  delete: ['FILE_SHARE_DELETE', 0x04],
});

export const optionBits = flags('smb.nt.create_options', {
  directory: ['FILE_DIRECTORY_FILE', 0x00000001],
  write_through: ['FILE_WRITE_THROUGH', 0x00000002],
  sequential_only: ['FILE_SEQUENTIAL_ONLY', 0x00000004],
  intermediate_buffering: ['FILE_NO_INTERMEDIATE_BUFFERING', 0x00000008],
  sync_io_alert: ['FILE_SYNCHRONOUS_IO_ALERT', 0x00000010],
  sync_io_nonalert: ['FILE_SYNCHRONOUS_IO_NONALERT', 0x00000020],
  non_directory: ['FILE_NON_DIRECTORY_FILE', 0x00000040],
  create_tree_connection: ['FILE_CREATE_TREE_CONNECTION', 0x00000080],
  complete_if_oplocked: ['FILE_COMPLETE_IF_OPLOCKED', 0x00000100],
  no_ea_knowledge: ['FILE_NO_EA_KNOWLEDGE', 0x00000200],
  eight_dot_three_only: ['FILE_OPEN_FOR_RECOVERY', 0x00000400],
  random_access: ['FILE_RANDOM_ACCESS', 0x00000800],
  delete_on_close: ['FILE_DELETE_ON_CLOSE', 0x00001000],
  open_by_fileid: ['FILE_OPEN_BY_FILE_ID', 0x00002000],
  backup_intent: ['FILE_OPEN_FOR_BACKUP_INTENT', 0x00004000],
  no_compression: ['FILE_NO_COMPRESSION', 0x00008000],
  reserve_opfilter: ['FILE_RESERVE_OPFILTER', 0x00100000],
  open_reparse_point: ['FILE_OPEN_REPARSE_POINT', 0x00200000],
  open_no_recall: ['FILE_OPEN_NO_RECALL', 0x00400000],
  open_for_free_space_query: ['FILE_OPEN_FOR_FREE_SPACE_QUERY', 0x00800000],
});

const DISPOSITIONS = {
  0: 'FILE_SUPERSEDE',
  1: 'FILE_OPEN',
  2: 'FILE_CREATE',
  3: 'FILE_OPEN_IF',
  4: 'FILE_OVERWRITE',
  5: 'FILE_OVERWRITE_IF',
};

export const accessMask = (label: string): Part =>
  u32(label, { abbrev: 'smb.access_mask', base: 'hex', bits: accessBits });
export const createFlags = (): Part => u32('Flags', { abbrev: 'smb.create_flags', base: 'hex', bits: createFlagBits });
export const shareAccess = (): Part => u32('ShareAccess', { abbrev: 'smb.share_access', base: 'hex', bits: shareBits });
export const createOptions = (): Part =>
  u32('CreateOptions', { abbrev: 'smb.create_options', base: 'hex', bits: optionBits });
export const disposition = (): Part =>
  u32('CreateDisposition', { abbrev: 'smb.create.disposition', names: DISPOSITIONS });

export const impersonation = (): Part =>
  u32('ImpersonationLevel', {
    abbrev: 'smb.impersonation.level',
    names: { 0: 'SEC_ANONYMOUS', 1: 'SEC_IDENTIFY', 2: 'SEC_IMPERSONATE', 3: 'SECURITY_DELEGATION' },
  });

export const securityFlags = (): Part =>
  u8('SecurityFlags', {
    abbrev: 'smb.security.flags',
    base: 'hex',
    bits: flags('smb.security.flags', {
      context_tracking: ['SMB_SECURITY_CONTEXT_TRACKING', 0x01],
      effective_only: ['SMB_SECURITY_EFFECTIVE_ONLY', 0x02],
    }),
  });

export const oplockLevel = (label = 'OpLockLevel'): Part =>
  u8(label, {
    abbrev: 'smb.oplock.level',
    names: { 0: 'None', 1: 'Exclusive', 2: 'Batch', 3: 'Level II' },
  });

export const createAction = (): Part =>
  u32('CreateDisposition', {
    abbrev: 'smb.create.action',
    names: {
      0: 'FILE_SUPERSEDED',
      1: 'FILE_OPENED',
      2: 'FILE_CREATED',
      3: 'FILE_OVERWRITTEN',
      4: 'FILE_EXISTS',
      5: 'FILE_DOES_NOT_EXIST',
    },
  });

/** What a file is (2.2.4.64.2). */
export const resourceType = (): Part =>
  u16('ResourceType', {
    abbrev: 'smb.file_type',
    names: {
      0: 'FileTypeDisk',
      1: 'FileTypeByteModePipe',
      2: 'FileTypeMessageModePipe',
      3: 'FileTypePrinter',
      4: 'FileTypeCommDevice',
      0xffff: 'FileTypeUnknown',
    },
  });

/** SMB_NMPIPE_STATUS (2.2.1.3). */
export const pipeStatus = (label = 'NMPipeStatus'): Part =>
  u16(label, {
    abbrev: 'smb.ipc_state',
    base: 'hex',
    spec: cifs('2.2.1.3'),
    bits: [
      bits('smb.ipc_state.nonblocking', 'Nonblocking', 0x8000, { little, names: { 0: 'Blocks', 1: 'Does not block' } }),
      bits('smb.ipc_state.endpoint', 'Endpoint', 0x4000, { little, names: { 0: 'Client end', 1: 'Server end' } }),
      bits('smb.ipc_state.pipe_type', 'NMPipeType', 0x0c00, { little, names: { 0: 'Byte mode', 1: 'Message mode' } }),
      bits('smb.ipc_state.read_mode', 'ReadMode', 0x0300, { little, names: { 0: 'Byte mode', 1: 'Message mode' } }),
      bits('smb.ipc_state.icount', 'ICount', 0x00ff, { little }),
    ],
  });

export const allocationSize = (label = 'AllocationSize'): Part => u64(label, { abbrev: 'smb.alloc_size64' });
export const endOfFile = (label = 'EndOfFile'): Part => u64(label, { abbrev: 'smb.end_of_file' });
export const isDirectory = (label = 'Directory'): Part =>
  u8(label, { abbrev: 'smb.is_directory', names: { 0: 'FALSE', 1: 'TRUE' } });
export const reserved = (size: number, label = 'Reserved'): Part => bytes(label, size, { abbrev: 'smb.reserved' });

/** AccessMode of the older opens (2.2.4.3.1), and the access they were granted. */
const accessModeBits = [
  bits('smb.access.mode', 'AccessMode', 0x0007, {
    little,
    names: { 0: 'Open for reading', 1: 'Open for writing', 2: 'Open for reading and writing', 3: 'Open for execution' },
  }),
  bits('smb.access.sharing', 'SharingMode', 0x0070, {
    little,
    names: {
      0: 'Compatibility mode',
      1: 'Deny read/write/execute',
      2: 'Deny write',
      3: 'Deny read/execute',
      4: 'Deny nothing',
    },
  }),
  bits('smb.access.locality', 'ReferenceLocality', 0x0700, {
    little,
    names: { 0: 'Unknown', 1: 'Mainly sequential', 2: 'Mainly random', 3: 'Random with some locality' },
  }),
  ...flags('smb.access', { caching: ['CacheMode', 0x1000], writethrough: ['WritethroughMode', 0x4000] }),
];
export const accessMode = (label: string, abbrev = 'smb.access.desired'): Part =>
  u16(label, { abbrev, base: 'hex', bits: accessModeBits });

/** The same as worked out from a file's open: nothing of it lies in the packet. */
const generated = true;
const out = (abbrev: string, label: string, names?: Record<number, string>): Field =>
  field(abbrev, label, 'uint', { size: 4, base: 'hex', generated, ...(names ? { names } : {}) });
export const openedFlags = out('smb.create_flags', 'Flags of its open');
export const openedAccess = out('smb.access_mask', 'DesiredAccess of its open');
export const openedShare = out('smb.share_access', 'ShareAccess of its open');
export const openedOptions = out('smb.create_options', 'CreateOptions of its open');
export const openedDisposition = field('smb.create.disposition', 'CreateDisposition of its open', 'uint', {
  size: 4,
  names: DISPOSITIONS,
  generated,
});
export const openedFields = [openedFlags, openedAccess, openedShare, openedOptions, openedDisposition];
