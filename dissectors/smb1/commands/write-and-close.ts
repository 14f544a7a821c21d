import { layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeWordCount } from '../blocks.ts';
import { setExtent } from '../extent.ts';
import { reserved } from '../fields/access.ts';
import { unixTime } from '../fields/times.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { padding } from '../layout.ts';
import { takeFileData } from '../pipes.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';

const WRITE_AND_CLOSE = 0x2c;
const little = true;
const asked = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.40.1') },
  {
    count: u16('CountOfBytesToWrite'),
    offset: u32('WriteOffsetInBytes'),
    written: unixTime('last_write', 'LastWriteTime'),
  },
);
/** The longer form. */
const more = layout({ prefix: 'smb', little, spec: cifs('2.2.4.40.1') }, { reserved: reserved(12) });
const answer = layout({ prefix: 'smb', little, spec: cifs('2.2.4.40.2') }, { count: u16('CountOfBytesWritten') });
const WORDS = 6;
const LONG_WORDS = 12;

/** SMB_COM_WRITE_AND_CLOSE (MS-CIFS 2.2.4.40). */
export const writeAndClose: SmbCommand = {
  code: WRITE_AND_CLOSE,
  name: 'Write And Close',
  kept: true,
  layouts: [asked, more, answer],
  fields: [],
  headings: headings('write_and_close', WRITE_AND_CLOSE, '2.2.4.40'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count !== WORDS && count !== LONG_WORDS) return takeBlocks(d, count);
    const file = takeFid(d, message);
    const size = d.u16le(0);
    const low = d.u32le(asked.offset.offset);
    d.record(asked);
    if (count === LONG_WORDS) d.record(more);
    setExtent(d, message, { low, high: 0, length: size });
    const outer = openBytes(d);
    if (d.left > 0) d.take(padding, 1);
    takeFileData(d, message, file, size);
    closeBytes(d, outer);
  },
  response(d, message) {
    const file = answeredFile(d, message);
    const count = takeWordCount(d);
    if (count * 2 !== answer.size) return takeBlocks(d, count);
    message.told.length = d.u16le(0);
    d.record(answer);
    closeBytes(d, openBytes(d));
    if (!message.failed) message.connection?.close(d, file, 'closed');
  },
};
