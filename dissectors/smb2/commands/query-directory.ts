import { type Field, field, layout, u8, u32 } from '#sdk';
import { takeAt, within } from '../buffers.ts';
import { command } from '../command.ts';
import { directoryFields, directoryLayouts, takeListing } from '../information/directory.ts';
import { fileId, flag, length16, length32, offset16, structureSize, text } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { findFile, keptText } from '../state.ts';
import { FILE_CLASSES, shortListing } from '../tables/information.ts';
import { nameFile, writeFile } from '../text.ts';

const FLAGS: Field[] = [
  flag('smb2.find.restart_scans', 'SMB2_RESTART_SCANS', 0x01),
  flag('smb2.find.single_entry', 'SMB2_RETURN_SINGLE_ENTRY', 0x02),
  flag('smb2.find.index_specified', 'SMB2_INDEX_SPECIFIED', 0x04),
  flag('smb2.find.reopen', 'SMB2_REOPEN', 0x10),
];

/** SMB2 QUERY_DIRECTORY Request (MS-SMB2 2.2.33). */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.33') },
  {
    size: structureSize(),
    level: u8('FileInformationClass', { abbrev: 'smb2.find.infolevel', names: FILE_CLASSES }),
    flags: u8('Flags', { abbrev: 'smb2.find.flags', base: 'hex', bits: FLAGS }),
    file_index: u32('FileIndex', { base: 'hex' }),
    file: fileId(),
    nameOffset: offset16('FileNameOffset'),
    nameLength: length16('FileNameLength'),
    output_buffer_len: u32('OutputBufferLength'),
  },
);
const pattern = text('smb2.find.pattern', 'FileNamePattern', '2.2.33');
const asked = field('smb2.find.infolevel', 'FileInformationClass', 'uint', {
  size: 1,
  names: FILE_CLASSES,
  generated: true,
  spec: smb2('2.2.33'),
});

/** SMB2 QUERY_DIRECTORY Response (2.2.34). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.34') },
  { size: structureSize(), offset: offset16('OutputBufferOffset'), length: length32('OutputBufferLength') },
);

export const queryDirectory = command({
  code: 14,
  name: 'Find',
  key: 'query_directory',
  spelling: 'QUERY_DIRECTORY',
  sections: ['2.2.33', '2.2.34'],
  layouts: [request, response, ...directoryLayouts],
  fields: [pattern, asked, ...directoryFields],
  request(d, m) {
    if (d.left < request.size) return d.record(request);
    const { offset } = request;
    const start = d.at;
    const file = findFile(d, m, start + offset.file);
    const position = m.start + d.u16le(offset.nameOffset);
    const length = d.u16le(offset.nameLength);
    if (m.request) {
      m.request.level = d.u8(offset.level);
      m.request.text = keptText(d, position, length);
    }
    d.record(request);
    nameFile(d, file, start + offset.file);
    takeAt(d, pattern, position, length);
  },
  answered(d, m) {
    if (m.request) d.generate(asked, m.request.level);
  },
  response(d, m) {
    const level = m.request?.level ?? 0;
    if (!d.recording) return d.need(response.size);
    const position = d.left >= response.size ? m.start + d.u16le(response.offset.offset) : 0;
    const length = d.left >= response.size ? d.u32le(response.offset.length) : 0;
    d.record(response);
    within(d, position, length, 'smb2.olb.length', () => takeListing(d, level));
  },
  requestInfo(out, it) {
    writeFile(out, it);
    writePattern(out, it);
  },
  responseInfo: writePattern,
});

type Writer = NonNullable<(typeof queryDirectory)['requestInfo']>;
function writePattern(out: Parameters<Writer>[0], { request: it }: Parameters<Writer>[1]): void {
  if (!it) return;
  out.byte(0x20);
  out.utf8(shortListing(it.level));
  out.ascii(' Pattern: ');
  out.text(it.text);
}
