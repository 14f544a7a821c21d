import { layout } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeNothing, takeWordCount } from '../blocks.ts';
import { unixTime } from '../fields/times.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';

const CLOSE = 0x04;
const WORDS = 3;
const times = layout(
  { prefix: 'smb', little: true, spec: cifs('2.2.4.5.1') },
  { written: unixTime('last_write', 'LastTimeModified') },
);

/** SMB_COM_CLOSE (MS-CIFS 2.2.4.5): a FID ends. */
export const close: SmbCommand = {
  code: CLOSE,
  name: 'Close',
  kept: true,
  layouts: [times],
  fields: [],
  headings: headings('close', CLOSE, '2.2.4.5'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count !== WORDS) return takeBlocks(d, count);
    takeFid(d, message);
    d.record(times);
    closeBytes(d, openBytes(d));
  },
  response(d, message) {
    const file = answeredFile(d, message);
    takeNothing(d);
    if (!message.failed) message.connection?.close(d, file, 'closed');
  },
};
