import { field, layout, u16, u32 } from '#sdk';
import { takeAt } from '../buffers.ts';
import { command } from '../command.ts';
import {
  informationFields,
  informationLayouts,
  showClass,
  takeAdditional,
  takeClass,
  takeInformation,
} from '../information/index.ts';
import { HEADER } from '../layout.ts';
import { fileId, length32, offset16, reserved, structureSize } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { findFile } from '../state.ts';
import { shortClass } from '../tables/information.ts';
import { nameFile, writeFile } from '../text.ts';

/** SMB2 QUERY_INFO Request (MS-SMB2 2.2.37): what follows StructureSize, InfoType and FileInfoClass … */
const size = layout({ prefix: 'smb2', little: true, spec: smb2('2.2.37') }, { size: structureSize() });
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.37') },
  {
    max_response_size: u32('OutputBufferLength'),
    getinfo_input_offset: u16('InputBufferOffset', { base: 'hex' }),
    reserved: reserved(2),
    getinfo_input_size: u32('InputBufferLength'),
  },
);
/** … and AdditionalInformation. */
const end = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.37') },
  { getinfo_flags: u32('Flags', { base: 'hex' }), file: fileId() },
);
const FILE_AT = 24;
const SIZE = 40;
const input = field('smb2.getinfo_input', 'Input buffer', 'bytes', { spec: smb2('2.2.37') });

/** SMB2 QUERY_INFO Response (2.2.38). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.38') },
  { size: structureSize(), offset: offset16('OutputBufferOffset'), length: length32('OutputBufferLength') },
);

export const queryInfo = command({
  code: 16,
  name: 'GetInfo',
  key: 'query_info',
  spelling: 'QUERY_INFO',
  sections: ['2.2.37', '2.2.38'],
  layouts: [size, request, end, response, ...informationLayouts],
  fields: [input, ...informationFields],
  request(d, m) {
    const start = d.at;
    const file = findFile(d, m, start + FILE_AT);
    if (m.request && d.left >= 4) {
      m.request.type = d.u8(2);
      m.request.level = d.u8(3);
    }
    if (!d.recording) return d.need(SIZE);
    const kind = d.u8(2);
    d.record(size);
    takeClass(d, kind);
    const { offset } = request;
    const position = d.left >= request.size ? m.start + d.u16le(offset.getinfo_input_offset) : 0;
    const length = d.left >= request.size ? d.u32le(offset.getinfo_input_size) : 0;
    d.record(request);
    takeAdditional(d, kind);
    d.record(end);
    nameFile(d, file, start + FILE_AT);
    if (length > 0) takeAt(d, input, position, length);
  },
  answered(d, m) {
    if (m.request) showClass(d, m.request.type, m.request.level);
  },
  response(d, m) {
    const kind = m.request?.type ?? 0;
    const level = m.request?.level ?? 0;
    if (!d.recording) return d.need(response.size);
    const position = d.left >= response.size ? m.start + d.u16le(response.offset.offset) : 0;
    const length = d.left >= response.size ? d.u32le(response.offset.length) : 0;
    d.record(response);
    takeInformation(d, kind, level, position, length, 'smb2.olb.length');
  },
  requestInfo(out, it) {
    const at = it.at + HEADER;
    if (at + 4 > it.end) return;
    out.byte(0x20);
    out.utf8(shortClass(it.bytes[at + 2]!, it.bytes[at + 3]!));
    writeFile(out, it);
  },
});
