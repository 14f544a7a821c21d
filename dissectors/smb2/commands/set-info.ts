import { layout, u16, u32 } from '#sdk';
import { command } from '../command.ts';
import { showClass, takeAdditional, takeClass, takeInformation } from '../information/index.ts';
import { HEADER } from '../layout.ts';
import { fileId, structureSize } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { findFile } from '../state.ts';
import { shortClass } from '../tables/information.ts';
import { nameFile, writeFile } from '../text.ts';

/** SMB2 SET_INFO Request (MS-SMB2 2.2.39): what follows StructureSize, InfoType and FileInfoClass … */
const size = layout({ prefix: 'smb2', little: true, spec: smb2('2.2.39') }, { size: structureSize() });
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.39') },
  {
    setinfo_size: u32('BufferLength'),
    setinfo_offset: u16('BufferOffset', { base: 'hex' }),
    setinfo_reserved: u16('Reserved'),
  },
);
/** … and AdditionalInformation. */
const end = layout({ prefix: 'smb2', little: true, spec: smb2('2.2.39') }, { file: fileId() });
const FILE_AT = 16;
const SIZE = 32;

/** SMB2 SET_INFO Response (2.2.40). */
const response = layout({ prefix: 'smb2', little: true, spec: smb2('2.2.40') }, { size: structureSize() });

export const setInfo = command({
  code: 17,
  name: 'SetInfo',
  key: 'set_info',
  spelling: 'SET_INFO',
  sections: ['2.2.39', '2.2.40'],
  layouts: [size, request, end, response],
  fields: [],
  request(d, m) {
    const start = d.at;
    const file = findFile(d, m, start + FILE_AT);
    if (m.request && d.left >= 4) {
      m.request.type = d.u8(2);
      m.request.level = d.u8(3);
    }
    if (!d.recording) return d.need(SIZE);
    const kind = d.u8(2);
    const level = d.u8(3);
    d.record(size);
    takeClass(d, kind);
    const length = d.left >= request.size ? d.u32le(request.offset.setinfo_size) : 0;
    const position = d.left >= request.size ? m.start + d.u16le(request.offset.setinfo_offset) : 0;
    d.record(request);
    takeAdditional(d, kind);
    d.record(end);
    nameFile(d, file, start + FILE_AT);
    takeInformation(d, kind, level, position, length, 'smb2.setinfo_size');
  },
  answered(d, m) {
    if (m.request) showClass(d, m.request.type, m.request.level);
  },
  response: (d) => d.record(response),
  requestInfo(out, it) {
    const at = it.at + HEADER;
    if (at + 4 > it.end) return;
    out.byte(0x20);
    out.utf8(shortClass(it.bytes[at + 2]!, it.bytes[at + 3]!));
    writeFile(out, it);
  },
});
