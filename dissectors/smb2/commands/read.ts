import { type Field, field, layout, u8, u32, u32le } from '#sdk';
import { checkBuffer, takeAt } from '../buffers.ts';
import { command } from '../command.ts';
import { fileOf } from '../keys.ts';
import { HEADER } from '../layout.ts';
import * as parts from '../parts.ts';
import { flag, length16, length32, offset8, offset16, reserved, structureSize } from '../parts.ts';
import { fileData } from '../pipes.ts';
import { smb2 } from '../spec.ts';
import { needFile, treeOf } from '../state.ts';
import { nameFile, writeFile, writeRange } from '../text.ts';

const FLAGS: Field[] = [
  flag('smb2.read_flags.unbuffered', 'SMB2_READFLAG_READ_UNBUFFERED', 0x01),
  flag('smb2.read_flags.compressed', 'SMB2_READFLAG_REQUEST_COMPRESSED', 0x02),
];

/** SMB2 READ Request (MS-SMB2 2.2.19). */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.19') },
  {
    size: structureSize(),
    read_padding: u8('Padding', { base: 'hex' }),
    read_flags: u8('Flags', { base: 'hex', bits: FLAGS }),
    read_length: u32('Length'),
    position: parts.fileOffset(),
    file: parts.fileId(),
    min_count: u32('MinimumCount'),
    channel: parts.channel(),
    remaining_bytes: u32('RemainingBytes'),
    channelOffset: offset16('ReadChannelInfoOffset'),
    channelLength: length16('ReadChannelInfoLength'),
  },
);
/** RDMA descriptors: where the peer finds the memory (2.2.19, MS-SMBD 2.2.3.1). */
const channelInfo = field('smb2.channel_info_blob', 'ChannelInfo', 'none', { spec: smb2('2.2.19') });

/** SMB2 READ Response (2.2.20), what belongs to the data last. */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.20') },
  {
    size: structureSize(),
    read_remaining: u32('DataRemaining', { at: 8 }),
    reserved2: reserved(4, 'Reserved2'),
    dataOffset: offset8('DataOffset', { at: 2 }),
    reserved: reserved(1),
    dataLength: length32('DataLength'),
  },
);
const data = field('smb2.read.blob', 'Buffer', 'bytes', { spec: smb2('2.2.20') });

export const read = command({
  code: 8,
  name: 'Read',
  key: 'read',
  spelling: 'READ',
  sections: ['2.2.19', '2.2.20'],
  layouts: [request, response],
  fields: [channelInfo, data],
  request(d, m) {
    if (d.left < request.size) return d.record(request);
    const { offset } = request;
    const start = d.at;
    const file = needFile(d, m, start + offset.file);
    if (!d.recording) return;
    const info = m.start + d.u16le(offset.channelOffset);
    const length = d.u16le(offset.channelLength);
    d.record(request);
    nameFile(d, file, start + offset.file);
    if (length === 0) d.mark(channelInfo, d.at, d.at);
    else takeAt(d, channelInfo, info, length);
  },
  response(d, m) {
    if (d.left < response.size) return d.record(response);
    const position = m.start + d.u8(response.offset.dataOffset);
    const length = d.u32le(response.offset.dataLength);
    d.record(response);
    if (length === 0) return;
    checkBuffer(d, position, length);
    fileData(
      d,
      m.request && fileOf(m.request),
      treeOf(m),
      position,
      Math.min(d.end, position + length),
      position + length,
    );
    takeAt(d, data, position, length);
  },
  requestInfo(out, it) {
    const body = it.at + HEADER;
    if (body + request.size > it.end) return;
    writeRange(out, u32le(it.bytes, body + request.offset.read_length), it.bytes, body + request.offset.position);
    writeFile(out, it);
  },
});
