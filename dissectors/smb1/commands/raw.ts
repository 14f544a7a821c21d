import { layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeWordCount, widen } from '../blocks.ts';
import { setExtent } from '../extent.ts';
import { reserved } from '../fields/access.ts';
import { writeModeBits } from '../fields/write-mode.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { takeFileData } from '../pipes.ts';
import { expectRaw, forgetRaw } from '../raw.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';
import { padTo } from './read-andx.ts';

const little = true;
const READ_RAW = 0x1a;
const readAsked = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.22.1') },
  {
    offset: u32('Offset'),
    maxcount: u16('MaxCountOfBytesToReturn'),
    mincount: u16('MinCountOfBytesToReturn'),
    timeout: u32('Timeout'),
    reserved: reserved(2),
  },
);
const high = layout({ prefix: 'smb', little, spec: cifs('2.2.4.22.1') }, { offset_high: u32('OffsetHigh') });

/** SMB_COM_READ_RAW (MS-CIFS 2.2.4.22): the response is the bytes alone, without a header. */
export const readRaw: SmbCommand = {
  code: READ_RAW,
  name: 'Read Raw',
  kept: true,
  layouts: [readAsked, high],
  fields: [],
  headings: headings('read_raw', READ_RAW, '2.2.4.22'),
  request(d, message) {
    const count = takeWordCount(d);
    const long = count * 2 === 2 + readAsked.size + high.size;
    if (!long && count * 2 !== 2 + readAsked.size) return takeBlocks(d, count);
    takeFid(d, message);
    const low = d.u32le(readAsked.offset.offset);
    const length = d.u16le(readAsked.offset.maxcount);
    d.record(readAsked);
    const top = long ? d.u32le(0) : 0;
    if (long) d.record(high);
    setExtent(d, message, { low, high: top, length });
    expectRaw(d, message, d.direction === 0 ? 1 : 0);
    closeBytes(d, openBytes(d));
  },
  response(d) {
    takeBlocks(d, takeWordCount(d));
  },
};

const WRITE_RAW = 0x1d;
const writeAsked = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.25.1') },
  {
    total: u16('CountOfBytes', { abbrev: 'smb.total_data_len' }),
    reserved: reserved(2, 'Reserved1'),
    offset: u32('Offset'),
    timeout: u32('Timeout'),
    'write.mode': u16('WriteMode', { base: 'hex', bits: writeModeBits }),
    reserved2: u32('Reserved2', { abbrev: 'smb.request.mask', base: 'hex' }),
    data_len: u16('DataLength'),
    data_offset: u16('DataOffset'),
  },
);
const available = layout({ prefix: 'smb', little, spec: cifs('2.2.4.25.3') }, { remaining: u16('Available') });

/** SMB_COM_WRITE_RAW (2.2.4.25): what does not fit follows alone, after the server's interim response. */
export const writeRaw: SmbCommand = {
  code: WRITE_RAW,
  name: 'Write Raw',
  kept: true,
  layouts: [writeAsked, available],
  fields: [],
  headings: headings('write_raw', WRITE_RAW, '2.2.4.25'),
  request(d, message) {
    const count = takeWordCount(d);
    const long = count * 2 === 2 + writeAsked.size + high.size;
    if (!long && count * 2 !== 2 + writeAsked.size) return takeBlocks(d, count);
    const file = takeFid(d, message);
    const { offset } = writeAsked;
    const low = d.u32le(offset.offset);
    const total = d.u16le(offset.total);
    const size = d.u16le(offset.data_len);
    const at = message.start + d.u16le(offset.data_offset);
    d.record(writeAsked);
    const top = long ? d.u32le(0) : 0;
    if (long) d.record(high);
    setExtent(d, message, { low, high: top, length: total });
    if (total > size) expectRaw(d, message, d.direction);
    const outer = openBytes(d);
    widen(d, outer);
    if (size === 0) return;
    padTo(d, at);
    takeFileData(d, message, file, size);
  },
  response(d, message) {
    answeredFile(d, message);
    if (message.failed) forgetRaw(d, message);
    const count = takeWordCount(d);
    if (count * 2 !== available.size) return takeBlocks(d, count);
    d.record(available);
    closeBytes(d, openBytes(d));
  },
};
