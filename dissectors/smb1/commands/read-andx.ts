import { type Dissection, type Field, layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeAndxBlocks, takeWordCount, widen } from '../blocks.ts';
import { setExtent, showExtent } from '../extent.ts';
import { reserved } from '../fields/access.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { andx, padding } from '../layout.ts';
import { takeFileData } from '../pipes.ts';
import { cifs, msSmb } from '../spec.ts';
import { headings } from './headings.ts';

const READ_ANDX = 0x2e;
const little = true;
const request = cifs('2.2.4.42.1');
const response = cifs('2.2.4.42.2');

const asked = layout(
  { prefix: 'smb', little, spec: request },
  {
    offset: u32('Offset'),
    maxcount_low: u16('MaxCountOfBytesToReturn'),
    mincount: u16('MinCountOfBytesToReturn'),
  },
);
/** Timeout_or_MaxCountHigh (MS-SMB 2.2.4.2.1): of a file's read the upper half of the count, of a pipe's a time. */
const countHigh = layout(
  { prefix: 'smb', little, spec: msSmb('2.2.4.2.1') },
  { maxcount_high: u16('MaxCountHigh'), 'maxcount_high.reserved': u16('Reserved') },
);
const timeout = layout(
  { prefix: 'smb', little, spec: msSmb('2.2.4.2.1') },
  { 'read.timeout': u32('Timeout', { base: 'hex' }) },
);
const rest = layout({ prefix: 'smb', little, spec: request }, { remaining: u16('Remaining') });
/** The twelve-word form (CAP_LARGE_FILES). */
const high = layout({ prefix: 'smb', little, spec: request }, { offset_high: u32('OffsetHigh') });
const WORDS = 10;
const LARGE_WORDS = 12;

const answer = layout(
  { prefix: 'smb', little, spec: response },
  {
    remaining: u16('Available'),
    dcm: u16('DataCompactionMode'),
    reserved: reserved(2, 'Reserved1'),
    data_len_low: u16('DataLength'),
    data_offset: u16('DataOffset'),
    data_len_high: u16('DataLengthHigh'),
    'read.reserved': u16('Reserved2'),
    reserved2: reserved(6, 'Reserved2 (the rest)'),
  },
);

/** SMB_COM_READ_ANDX (MS-CIFS 2.2.4.42, MS-SMB 2.2.4.2): bytes of a file or a pipe. */
export const readAndx: SmbCommand = {
  code: READ_ANDX,
  name: 'Read AndX',
  kept: true,
  layouts: [andx, asked, countHigh, timeout, rest, high, answer],
  fields: [],
  headings: headings('read_andx', READ_ANDX, '2.2.4.42'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count !== WORDS && count !== LARGE_WORDS) return takeAndxBlocks(d, count);
    d.record(andx);
    takeFid(d, message);
    const { offset } = asked;
    const low = d.u32le(offset.offset);
    const upper = d.u32le(asked.size);
    const timed = upper > 0xffff;
    const length = d.u16le(offset.maxcount_low) + (timed ? 0 : upper * 0x10000);
    d.record(asked);
    d.record(timed ? timeout : countHigh);
    d.record(rest);
    let top = 0;
    if (count === LARGE_WORDS) {
      top = d.u32le(0);
      d.record(high);
    }
    setExtent(d, message, { low, high: top, length });
    closeBytes(d, openBytes(d));
  },
  response(d, message) {
    const file = answeredFile(d, message);
    const count = takeWordCount(d);
    if (count * 2 !== andx.size + answer.size) return takeAndxBlocks(d, count);
    d.record(andx);
    showExtent(d, message);
    const { offset } = answer;
    const length = d.u16le(offset.data_len_low) + d.u16le(offset.data_len_high) * 0x10000;
    const at = message.start + d.u16le(offset.data_offset);
    message.told.length = length;
    d.record(answer);
    const outer = openBytes(d);
    // DataOffset and DataLength speak: ByteCount is too short for large reads.
    widen(d, outer);
    padTo(d, at);
    takeFileData(d, message, file, length);
  },
};

/** Bytes between what was read and where the next part is said to begin. */
export function padTo(d: Dissection, at: number, field: Field = padding): void {
  if (at > d.at) d.take(field, at - d.at);
}
