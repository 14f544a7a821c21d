import { layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeWordCount } from '../blocks.ts';
import { setExtent, showExtent } from '../extent.ts';
import { reserved } from '../fields/access.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { bufferFormat } from '../layout.ts';
import { takeFileData } from '../pipes.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';

const little = true;
const asked = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.11.1') },
  {
    count: u16('CountOfBytesToRead'),
    offset: u32('ReadOffsetInBytes'),
    remaining: u16('EstimateOfRemainingBytesToBeRead'),
  },
);
const answer = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.11.2') },
  { count: u16('CountOfBytesReturned'), reserved: reserved(8) },
);
const length = layout({ prefix: 'smb', little, spec: cifs('2.2.4.11.2') }, { data_len: u16('CountOfBytesRead') });
const WORDS = 5;

const command = (code: number, slug: string, name: string, section: string): SmbCommand => ({
  code,
  name,
  kept: true,
  layouts: [asked, answer, length],
  fields: [],
  headings: headings(slug, code, section),
  request(d, message) {
    const count = takeWordCount(d);
    if (count !== WORDS) return takeBlocks(d, count);
    takeFid(d, message);
    const extent = { low: d.u32le(asked.offset.offset), high: 0, length: d.u16le(asked.offset.count) };
    d.record(asked);
    setExtent(d, message, extent);
    closeBytes(d, openBytes(d));
  },
  response(d, message) {
    const file = answeredFile(d, message);
    const count = takeWordCount(d);
    if (count * 2 !== answer.size) return takeBlocks(d, count);
    message.told.length = d.u16le(0);
    d.record(answer);
    showExtent(d, message);
    const outer = openBytes(d);
    d.take(bufferFormat, 1);
    const size = d.u16le(0);
    d.record(length);
    takeFileData(d, message, file, size);
    closeBytes(d, outer);
  },
});

/** SMB_COM_READ (MS-CIFS 2.2.4.11) and SMB_COM_LOCK_AND_READ (2.2.4.20). */
export const readCommands = [
  command(0x0a, 'read', 'Read', '2.2.4.11'),
  command(0x13, 'lock_and_read', 'Lock And Read', '2.2.4.20'),
];
