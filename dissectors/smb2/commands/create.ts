import { type Field, field, layout, type Part, u8, u32, u64 } from '#sdk';
import { takeAt } from '../buffers.ts';
import { command } from '../command.ts';
import { contextFields, contextLayouts, takeContexts } from '../contexts/create.ts';
import { fileOf } from '../keys.ts';
import { openedIn } from '../layout.ts';
import * as parts from '../parts.ts';
import { flag, length16, length32, offset16, offset32, reserved, structureSize, text, unused } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { keptText, openFile } from '../state.ts';

const LEVELS = { 0: 'Anonymous', 1: 'Identification', 2: 'Impersonation', 3: 'Delegate' };
const DISPOSITIONS = {
  0: 'FILE_SUPERSEDE',
  1: 'FILE_OPEN',
  2: 'FILE_CREATE',
  3: 'FILE_OPEN_IF',
  4: 'FILE_OVERWRITE',
  5: 'FILE_OVERWRITE_IF',
};
const ACTIONS = { 0: 'FILE_SUPERSEDED', 1: 'FILE_OPENED', 2: 'FILE_CREATED', 3: 'FILE_OVERWRITTEN' };

const SHARE_ACCESS: Field[] = [
  flag('smb.share.access.read', 'FILE_SHARE_READ', 0x00000001),
  flag('smb.share.access.write', 'FILE_SHARE_WRITE', 0x00000002),
  flag('smb.share.access.delete', 'FILE_SHARE_DELETE', 0x00000004),
];
const shareAccess = (): Part => u32('ShareAccess', { abbrev: 'smb.share_access', base: 'hex', bits: SHARE_ACCESS });

const option = (name: string, label: string, mask: number): Field => flag(`smb.nt.create_options.${name}`, label, mask);
const OPTIONS: Field[] = [
  option('directory', 'FILE_DIRECTORY_FILE', 0x00000001),
  option('write_through', 'FILE_WRITE_THROUGH', 0x00000002),
  option('sequential_only', 'FILE_SEQUENTIAL_ONLY', 0x00000004),
  option('intermediate_buffering', 'FILE_NO_INTERMEDIATE_BUFFERING', 0x00000008),
  option('sync_io_alert', 'FILE_SYNCHRONOUS_IO_ALERT', 0x00000010),
  option('sync_io_nonalert', 'FILE_SYNCHRONOUS_IO_NONALERT', 0x00000020),
  option('non_directory', 'FILE_NON_DIRECTORY_FILE', 0x00000040),
  option('create_tree_connection', 'FILE_CREATE_TREE_CONNECTION', 0x00000080),
  option('complete_if_oplocked', 'FILE_COMPLETE_IF_OPLOCKED', 0x00000100),
  option('no_ea_knowledge', 'FILE_NO_EA_KNOWLEDGE', 0x00000200),
  option('eight_dot_three_only', 'FILE_OPEN_REMOTE_INSTANCE', 0x00000400),
  option('random_access', 'FILE_RANDOM_ACCESS', 0x00000800),
  option('delete_on_close', 'FILE_DELETE_ON_CLOSE', 0x00001000),
  option('open_by_fileid', 'FILE_OPEN_BY_FILE_ID', 0x00002000),
  option('backup_intent', 'FILE_OPEN_FOR_BACKUP_INTENT', 0x00004000),
  option('no_compression', 'FILE_NO_COMPRESSION', 0x00008000),
  option('reserve_opfilter', 'FILE_RESERVE_OPFILTER', 0x00100000),
  option('open_reparse_point', 'FILE_OPEN_REPARSE_POINT', 0x00200000),
  option('open_no_recall', 'FILE_OPEN_NO_RECALL', 0x00400000),
  option('open_for_free_space_query', 'FILE_OPEN_FOR_FREE_SPACE_QUERY', 0x00800000),
];
const createOptions = (): Part => u32('CreateOptions', { abbrev: 'smb.create_options', base: 'hex', bits: OPTIONS });

/** SMB2 CREATE Request (MS-SMB2 2.2.13). */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.13') },
  {
    size: structureSize(),
    securityFlags: unused(1, 'SecurityFlags'),
    oplock: parts.oplockLevel('RequestedOplockLevel'),
    level: u32('ImpersonationLevel', { abbrev: 'smb2.impersonation.level', names: LEVELS }),
    create_flags: u64('SmbCreateFlags', { base: 'hex' }),
    reserved: reserved(8),
    access: parts.accessMask('DesiredAccess'),
    attributes: parts.fileAttributes(),
    share: shareAccess(),
    disposition: u32('CreateDisposition', { abbrev: 'smb2.create.disposition', names: DISPOSITIONS }),
    options: createOptions(),
    nameOffset: offset16('NameOffset'),
    nameLength: length16('NameLength'),
    contextsOffset: offset32('CreateContextsOffset'),
    contextsLength: length32('CreateContextsLength'),
  },
);
const name = text('smb2.filename', 'FileName', '2.2.13');

/** SMB2 CREATE Response (2.2.14). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.14') },
  {
    size: structureSize(),
    oplock: parts.oplockLevel('OplockLevel'),
    flags: u8('Flags', {
      abbrev: 'smb2.create.rep_flags',
      base: 'hex',
      bits: [flag('smb2.create.rep_flags.reparse_point', 'SMB2_CREATE_FLAG_REPARSEPOINT', 0x01)],
    }),
    action: u32('CreateAction', { abbrev: 'smb2.create.action', names: ACTIONS }),
    created: parts.fileTime('create', 'CreationTime'),
    accessed: parts.fileTime('last_access', 'LastAccessTime'),
    written: parts.fileTime('last_write', 'LastWriteTime'),
    changed: parts.fileTime('last_change', 'ChangeTime'),
    allocated: parts.allocationSize(),
    end: parts.endOfFile('EndofFile'),
    attributes: parts.fileAttributes(),
    reserved: reserved(4, 'Reserved2'),
    file: parts.fileId(),
    contextsOffset: offset32('CreateContextsOffset'),
    contextsLength: length32('CreateContextsLength'),
  },
);
const contexts = field('smb2.create.extrainfo', 'CreateContexts', 'none', { spec: smb2('2.2.13.2') });

export const create = command({
  code: 5,
  name: 'Create',
  key: 'create',
  spelling: 'CREATE',
  sections: ['2.2.13', '2.2.14'],
  layouts: [request, response, ...contextLayouts],
  fields: [name, contexts, ...contextFields],
  request(d, m) {
    if (d.left < request.size) return d.record(request);
    const { offset } = request;
    const position = m.start + d.u16le(offset.nameOffset);
    const length = d.u16le(offset.nameLength);
    // A part of a name would be another file's, or another pipe's.
    if (m.request && position + length <= d.end) m.request.text = keptText(d, position, length);
    if (!d.recording) return;
    const list = m.start + d.u32le(offset.contextsOffset);
    const size = d.u32le(offset.contextsLength);
    d.record(request);
    takeAt(d, name, position, length);
    takeContexts(d, contexts, list, size, false);
  },
  response(d, m) {
    if (d.left < response.size) return d.record(response);
    const { offset } = response;
    const position = d.at + offset.file;
    const file = openFile(d, m, position, m.request?.text);
    if (file) file.frame = d.packet.number;
    if (!d.recording) return;
    if (file && file.frame > 0) d.generate(openedIn, file.frame, position, position + 16);
    const list = m.start + d.u32le(offset.contextsOffset);
    const size = d.u32le(offset.contextsLength);
    d.record(response);
    takeContexts(d, contexts, list, size, true);
  },
  requestInfo(out, { request: it }) {
    if (!it) return;
    out.ascii(' File: ');
    out.text(it.text);
  },
  responseInfo(out, { request: it }) {
    if (!it || !fileOf(it)) return;
    out.ascii(' File: ');
    out.text(it.text);
  },
});
