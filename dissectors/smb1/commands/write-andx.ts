import { field, layout, u16, u32 } from '#sdk';
import { openBytes, takeAndxBlocks, takeWordCount, widen } from '../blocks.ts';
import { setExtent, showExtent } from '../extent.ts';
import { reserved } from '../fields/access.ts';
import { writeModeBits } from '../fields/write-mode.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { andx } from '../layout.ts';
import { takeFileData } from '../pipes.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';
import { padTo } from './read-andx.ts';

const WRITE_ANDX = 0x2f;
const little = true;
const request = cifs('2.2.4.43.1');
const response = cifs('2.2.4.43.2');

const asked = layout(
  { prefix: 'smb', little, spec: request },
  {
    offset: u32('Offset'),
    timeout: reserved(4, 'Timeout'),
    'write.mode': u16('WriteMode', { base: 'hex', bits: writeModeBits }),
    remaining: u16('Remaining'),
    data_len_high: u16('DataLengthHigh'),
    data_len_low: u16('DataLength'),
    data_offset: u16('DataOffset'),
  },
);
/** The fourteen-word form (CAP_LARGE_FILES). */
const high = layout({ prefix: 'smb', little, spec: request }, { offset_high: u32('OffsetHigh') });
const WORDS = 12;
const LARGE_WORDS = 14;
const RAW_START = 0x000c;

const answer = layout(
  { prefix: 'smb', little, spec: response },
  {
    count_low: u16('Count'),
    remaining: u16('Available'),
    count_high: u16('CountHigh'),
    reserved: reserved(2),
  },
);
const whole = field('smb.pipe.write_len', 'Pipe Write Len', 'uint', { size: 2, little, spec: cifs('2.2.4.43.1') });

/** SMB_COM_WRITE_ANDX (MS-CIFS 2.2.4.43, MS-SMB 2.2.4.3): bytes for a file or a pipe. */
export const writeAndx: SmbCommand = {
  code: WRITE_ANDX,
  name: 'Write AndX',
  kept: true,
  layouts: [andx, asked, high, answer],
  fields: [whole],
  headings: headings('write_andx', WRITE_ANDX, '2.2.4.43'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count !== WORDS && count !== LARGE_WORDS) return takeAndxBlocks(d, count);
    d.record(andx);
    const file = takeFid(d, message);
    const { offset } = asked;
    const low = d.u32le(offset.offset);
    const length = d.u16le(offset.data_len_low) + d.u16le(offset.data_len_high) * 0x10000;
    const at = message.start + d.u16le(offset.data_offset);
    const start = d.u16le(offset['write.mode']) & RAW_START;
    d.record(asked);
    let top = 0;
    if (count === LARGE_WORDS) {
      top = d.u32le(0);
      d.record(high);
    }
    setExtent(d, message, { low, high: top, length });
    const outer = openBytes(d);
    widen(d, outer);
    let size = length;
    // The first of several raw writes to a pipe says how much there will be (MS-CIFS 2.2.4.43.1, WriteMode).
    if (start === RAW_START && d.left >= 2 && length > 2) {
      padTo(d, at);
      d.take(whole, 2);
      size -= 2;
    }
    padTo(d, at);
    takeFileData(d, message, file, size);
  },
  response(d, message) {
    answeredFile(d, message);
    if (d.u8(0) * 2 !== andx.size + answer.size) return takeAndxBlocks(d, takeWordCount(d));
    takeWordCount(d);
    d.record(andx);
    showExtent(d, message);
    message.told.length = d.u16le(0) + d.u16le(4) * 0x10000;
    d.record(answer);
    const outer = openBytes(d);
    widen(d, outer);
  },
};
