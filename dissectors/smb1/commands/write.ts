import { layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeWordCount } from '../blocks.ts';
import { setExtent, showExtent } from '../extent.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { bufferFormat } from '../layout.ts';
import { takeFileData } from '../pipes.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';

const little = true;
const start = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.12.1') },
  { count: u16('CountOfBytesToWrite'), offset: u32('WriteOffsetInBytes') },
);
const rest = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.12.1') },
  { remaining: u16('EstimateOfRemainingBytesToBeWritten') },
);
const length = layout({ prefix: 'smb', little, spec: cifs('2.2.4.12.1') }, { data_len: u16('DataLength') });
const answer = layout({ prefix: 'smb', little, spec: cifs('2.2.4.12.2') }, { count: u16('CountOfBytesWritten') });
const WORDS = 5;

const command = (code: number, slug: string, name: string, section: string): SmbCommand => ({
  code,
  name,
  kept: true,
  layouts: [start, rest, length, answer],
  fields: [],
  headings: headings(slug, code, section),
  request(d, message) {
    const count = takeWordCount(d);
    if (count !== WORDS) return takeBlocks(d, count);
    const file = takeFid(d, message);
    const extent = { low: d.u32le(start.offset.offset), high: 0, length: d.u16le(start.offset.count) };
    d.record(start);
    setExtent(d, message, extent);
    d.record(rest);
    const outer = openBytes(d);
    d.take(bufferFormat, 1);
    const size = d.u16le(0);
    d.record(length);
    takeFileData(d, message, file, size);
    closeBytes(d, outer);
  },
  response(d, message) {
    answeredFile(d, message);
    const count = takeWordCount(d);
    if (count * 2 !== answer.size) return takeBlocks(d, count);
    message.told.length = d.u16le(0);
    d.record(answer);
    showExtent(d, message);
    closeBytes(d, openBytes(d));
  },
});

/** SMB_COM_WRITE (MS-CIFS 2.2.4.12) and SMB_COM_WRITE_AND_UNLOCK (2.2.4.21). */
export const writeCommands = [
  command(0x0b, 'write', 'Write', '2.2.4.12'),
  command(0x14, 'write_and_unlock', 'Write And Unlock', '2.2.4.21'),
];
