import { type Dissection, type Field, field, layout, u16, u32 } from '#sdk';
import { eachEntry, under, within } from '../buffers.ts';
import { command } from '../command.ts';
import { nameField } from '../information/names.ts';
import { fileId, flag, heading, length32, offset16, reserved, structureSize } from '../parts.ts';
import { fscc, smb2 } from '../spec.ts';
import { findFile } from '../state.ts';
import { nameFile, writeFile } from '../text.ts';

const FLAGS: Field[] = [flag('smb2.notify.watch_tree', 'SMB2_WATCH_TREE', 0x0001)];
const change = (name: string, label: string, mask: number): Field => flag(`smb.nt.notify.${name}`, label, mask);
const FILTER: Field[] = [
  change('file_name', 'FILE_NOTIFY_CHANGE_FILE_NAME', 0x00000001),
  change('dir_name', 'FILE_NOTIFY_CHANGE_DIR_NAME', 0x00000002),
  change('attributes', 'FILE_NOTIFY_CHANGE_ATTRIBUTES', 0x00000004),
  change('size', 'FILE_NOTIFY_CHANGE_SIZE', 0x00000008),
  change('last_write', 'FILE_NOTIFY_CHANGE_LAST_WRITE', 0x00000010),
  change('last_access', 'FILE_NOTIFY_CHANGE_LAST_ACCESS', 0x00000020),
  change('creation', 'FILE_NOTIFY_CHANGE_CREATION', 0x00000040),
  change('ea', 'FILE_NOTIFY_CHANGE_EA', 0x00000080),
  change('security', 'FILE_NOTIFY_CHANGE_SECURITY', 0x00000100),
  change('stream_name', 'FILE_NOTIFY_CHANGE_STREAM_NAME', 0x00000200),
  change('stream_size', 'FILE_NOTIFY_CHANGE_STREAM_SIZE', 0x00000400),
  change('stream_write', 'FILE_NOTIFY_CHANGE_STREAM_WRITE', 0x00000800),
];

/** SMB2 CHANGE_NOTIFY Request (MS-SMB2 2.2.35). */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.35') },
  {
    size: structureSize(),
    flags: u16('Flags', { abbrev: 'smb2.notify.flags', base: 'hex', bits: FLAGS }),
    output_buffer_len: u32('OutputBufferLength'),
    file: fileId(),
    filter: u32('CompletionFilter', { abbrev: 'smb.nt.notify.completion_filter', base: 'hex', bits: FILTER }),
    reserved: reserved(4),
  },
);

/** SMB2 CHANGE_NOTIFY Response (2.2.36) with its FILE_NOTIFY_INFORMATION entries (MS-FSCC 2.7.1). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.36') },
  { size: structureSize(), offset: offset16('OutputBufferOffset'), length: length32('OutputBufferLength') },
);
const out = field('smb2.notify.out', 'Buffer', 'none', { spec: smb2('2.2.36') });
const entryRoot = heading('smb2.notify.info', 'FILE_NOTIFY_INFORMATION');
const entry = layout(
  { prefix: 'smb2.notify', little: true, spec: fscc('2.7.1') },
  {
    next_offset: u32('NextEntryOffset', { base: 'hex' }),
    action: u32('Action', {
      base: 'hex',
      names: {
        1: 'FILE_ACTION_ADDED',
        2: 'FILE_ACTION_REMOVED',
        3: 'FILE_ACTION_MODIFIED',
        4: 'FILE_ACTION_RENAMED_OLD_NAME',
        5: 'FILE_ACTION_RENAMED_NEW_NAME',
        6: 'FILE_ACTION_ADDED_STREAM',
        7: 'FILE_ACTION_REMOVED_STREAM',
        8: 'FILE_ACTION_MODIFIED_STREAM',
        9: 'FILE_ACTION_REMOVED_BY_DELETE',
        10: 'FILE_ACTION_ID_NOT_TUNNELLED',
        11: 'FILE_ACTION_TUNNELLED_ID_COLLISION',
      },
    }),
    length: u32('FileNameLength', { abbrev: 'smb2.filename.len' }),
  },
);

export const changeNotify = command({
  code: 15,
  name: 'Notify',
  key: 'change_notify',
  spelling: 'CHANGE_NOTIFY',
  sections: ['2.2.35', '2.2.36'],
  layouts: [request, response, entry],
  fields: [out, entryRoot],
  request(d, m) {
    const position = d.at + request.offset.file;
    const file = findFile(d, m, position);
    d.record(request);
    nameFile(d, file, position);
  },
  response(d, m) {
    if (!d.recording) return d.need(response.size);
    const position = d.left >= response.size ? m.start + d.u16le(response.offset.offset) : 0;
    const length = d.left >= response.size ? d.u32le(response.offset.length) : 0;
    d.record(response);
    if (length === 0) return d.mark(out, d.at, d.at);
    within(d, position, length, 'smb2.olb.length', () => under(d, out, () => eachEntry(d, takeEntry)));
  },
  requestInfo: writeFile,
});

function takeEntry(d: Dissection): void {
  under(d, entryRoot, () => {
    const length = d.u32le(entry.offset.length);
    d.record(entry);
    d.take(nameField, length);
  });
}
