import { type Field, field, layout, u16, u32, u32le } from '#sdk';
import { checkBuffer, takeAt } from '../buffers.ts';
import { command } from '../command.ts';
import { HEADER } from '../layout.ts';
import * as parts from '../parts.ts';
import { flag, length16, offset16, reserved, structureSize } from '../parts.ts';
import { fileData } from '../pipes.ts';
import { smb2 } from '../spec.ts';
import { needFile, treeOf } from '../state.ts';
import { nameFile, writeFile, writeRange } from '../text.ts';

const FLAGS: Field[] = [
  flag('smb2.write.flags.write_through', 'SMB2_WRITEFLAG_WRITE_THROUGH', 0x00000001),
  flag('smb2.write.flags.unbuffered', 'SMB2_WRITEFLAG_WRITE_UNBUFFERED', 0x00000002),
];

/** SMB2 WRITE Request (MS-SMB2 2.2.21). */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.21') },
  {
    size: structureSize(),
    data_offset: u16('DataOffset', { base: 'hex' }),
    write_length: u32('Length'),
    position: parts.fileOffset(),
    file: parts.fileId(),
    channel: parts.channel(),
    remaining_bytes: u32('RemainingBytes'),
    channelOffset: offset16('WriteChannelInfoOffset'),
    channelLength: length16('WriteChannelInfoLength'),
    flags: u32('Flags', { abbrev: 'smb2.write.flags', base: 'hex', bits: FLAGS }),
  },
);
const channelInfo = field('smb2.channel_info_blob', 'WriteChannelInfo', 'none', { spec: smb2('2.2.21') });

/** SMB2 WRITE Response (2.2.22). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.22') },
  {
    size: structureSize(),
    reserved: reserved(2),
    count: u32('Count', { abbrev: 'smb2.write.count' }),
    remaining: u32('Remaining', { abbrev: 'smb2.write.remaining' }),
    channel_info_offset: u16('WriteChannelInfoOffset'),
    channel_info_length: u16('WriteChannelInfoLength'),
  },
);

export const write = command({
  code: 9,
  name: 'Write',
  key: 'write',
  spelling: 'WRITE',
  sections: ['2.2.21', '2.2.22'],
  layouts: [request, response],
  fields: [channelInfo],
  request(d, m) {
    if (d.left < request.size) return d.record(request);
    const { offset } = request;
    const start = d.at;
    const file = needFile(d, m, start + offset.file);
    const position = m.start + d.u16le(offset.data_offset);
    const length = d.u32le(offset.write_length);
    const info = m.start + d.u16le(offset.channelOffset);
    const infoLength = d.u16le(offset.channelLength);
    d.record(request);
    nameFile(d, file, start + offset.file);
    if (infoLength === 0) d.mark(channelInfo, d.at, d.at);
    else takeAt(d, channelInfo, info, infoLength);
    // With RDMA the data travel beside the connection.
    if (length === 0 || infoLength > 0) return;
    checkBuffer(d, position, length);
    fileData(d, file, treeOf(m), position, Math.min(d.end, position + length), position + length);
  },
  response: (d) => d.record(response),
  requestInfo(out, it) {
    const body = it.at + HEADER;
    if (body + request.size > it.end) return;
    writeRange(out, u32le(it.bytes, body + request.offset.write_length), it.bytes, body + request.offset.position);
    writeFile(out, it);
  },
});
