import { type Part, u32 } from '#sdk';
import { flags } from '../layout.ts';
import { cifs } from '../spec.ts';

/** MS-CIFS 2.2.4.52.2, MS-SMB 2.2.4.5.2.1. */
const capabilityBits = flags('smb.server_cap', {
  raw_mode: ['CAP_RAW_MODE', 0x00000001],
  mpx_mode: ['CAP_MPX_MODE', 0x00000002],
  unicode: ['CAP_UNICODE', 0x00000004],
  large_files: ['CAP_LARGE_FILES', 0x00000008],
  nt_smbs: ['CAP_NT_SMBS', 0x00000010],
  rpc_remote_apis: ['CAP_RPC_REMOTE_APIS', 0x00000020],
  nt_status: ['CAP_STATUS32', 0x00000040],
  level_2_oplocks: ['CAP_LEVEL_II_OPLOCKS', 0x00000080],
  lock_and_read: ['CAP_LOCK_AND_READ', 0x00000100],
  nt_find: ['CAP_NT_FIND', 0x00000200],
  dfs: ['CAP_DFS', 0x00001000],
  infolevel_passthru: ['CAP_INFOLEVEL_PASSTHRU', 0x00002000],
  large_readx: ['CAP_LARGE_READX', 0x00004000],
  large_writex: ['CAP_LARGE_WRITEX', 0x00008000],
  lwio: ['CAP_LWIO', 0x00010000],
  unix: ['CAP_UNIX', 0x00800000],
  compressed_data: ['CAP_COMPRESSED_DATA', 0x02000000],
  dynamic_reauth: ['CAP_DYNAMIC_REAUTH', 0x20000000],
  extended_security: ['CAP_EXTENDED_SECURITY', 0x80000000],
});

export const capabilities = (label = 'Capabilities'): Part =>
  u32(label, { abbrev: 'smb.server_cap', base: 'hex', bits: capabilityBits, spec: cifs('2.2.4.52.2') });
