import { type Dissection, type Field, field, layout, u32, u64 } from '#sdk';
import { takeRest } from '../buffers.ts';
import { flag } from '../parts.ts';

/** The create context 'AAPL', by which Apple's clients and servers agree on what they add to SMB2. It has no document of Microsoft's. */
const prefix = 'smb2.aapl';
const QUERY = 1;
const RESOLVE = 2;

const bit = (name: string, label: string, mask: number): Field => flag(`${prefix}.${name}`, label, mask);
const header = layout(
  { prefix, little: true },
  {
    command_code: u32('Command code', { names: { [QUERY]: 'Server query', [RESOLVE]: 'Resolve ID' } }),
    reserved: u32('Reserved', { base: 'hex' }),
  },
);
const QUERIED = [
  bit('bitmask.server_caps', 'Server capabilities', 0x1),
  bit('bitmask.volume_caps', 'Volume capabilities', 0x2),
  bit('bitmask.model_info', 'Model information', 0x4),
];
const query = layout({ prefix, little: true }, { query_bitmask: u64('Query bitmask', { base: 'hex', bits: QUERIED }) });
const capabilities = layout(
  { prefix, little: true },
  {
    caps: u64('Client/Server capabilities', {
      base: 'hex',
      bits: [
        bit('caps.supports_read_dir_addr', 'Supports READDIRATTR', 0x1),
        bit('caps.supports_osx_copyfile', 'Supports macOS copyfile', 0x2),
        bit('caps.unix_based', 'UNIX-based', 0x4),
        bit('supports_nfs_ace', 'Supports NFS ACE', 0x8),
      ],
    }),
  },
);
const volume = layout(
  { prefix, little: true },
  {
    volume_caps: u64('Volume capabilities', {
      base: 'hex',
      bits: [
        bit('volume_caps.supports_resolve_id', 'Supports Resolve ID', 0x1),
        bit('volume_caps.case_sensitive', 'Case sensitive', 0x2),
        bit('volume_caps.supports_full_sync', 'Supports full sync', 0x4),
      ],
    }),
  },
);
const fileId = layout({ prefix: 'smb2', little: true }, { file_id: u64('File ID', { base: 'hex' }) });
const status = layout(
  { prefix: 'smb2', little: true },
  { status: u32('Status', { abbrev: 'smb2.nt_status', base: 'hex' }) },
);
const model = field(`${prefix}.model_string`, 'Model string', 'string', { encoding: 'utf-16le' });
const path = field(`${prefix}.server_path`, 'Server path', 'string', { encoding: 'utf-16le' });
const length = field(`${prefix}.string_length`, 'String length', 'uint', { size: 4, little: true });
const rest = field(`${prefix}.data`, 'Data', 'bytes');

export const appleLayouts = [header, query, capabilities, volume, fileId, status];
export const appleFields = [model, path, length, rest];

export function takeApple(d: Dissection, response: boolean): void {
  const code = d.u32le(0);
  d.record(header);
  if (code === QUERY) {
    const asked = d.u32le(0);
    d.record(query);
    if (asked & 1) d.record(capabilities);
    if (response && asked & 2) d.record(volume);
    if (response && asked & 4) takeString(d, model);
  } else if (code === RESOLVE) {
    if (!response) return d.record(fileId);
    d.record(status);
    takeString(d, path);
  }
  takeRest(d, rest);
}

function takeString(d: Dissection, text: Field): void {
  const size = d.u32le(0);
  d.take(length, 4);
  d.take(text, size);
}
