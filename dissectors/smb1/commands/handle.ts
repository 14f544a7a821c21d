import { type Layout, layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeFixed, takeNothing, takeWordCount } from '../blocks.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';

const little = true;
const seekAsked = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.19.1') },
  {
    seek_mode: u16('Mode', { names: { 0: 'From start of file', 1: 'From current position', 2: 'From end of file' } }),
    offset: u32('Offset'),
  },
);
const seekAnswer = layout({ prefix: 'smb', little, spec: cifs('2.2.4.19.2') }, { offset: u32('Offset') });
const range = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.13.1') },
  { count: u32('CountOfBytesToLock'), offset: u32('LockOffsetInBytes') },
);

/** A command on a FID: what follows the FID in its request, and what its response has. */
const command = (
  code: number,
  slug: string,
  name: string,
  section: string,
  asked?: Layout,
  answer?: Layout,
): SmbCommand => ({
  code,
  name,
  kept: true,
  layouts: [asked, answer].filter((it) => it !== undefined),
  fields: [],
  headings: headings(slug, code, section),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== 2 + (asked?.size ?? 0)) return takeBlocks(d, count);
    takeFid(d, message);
    if (asked) d.record(asked);
    closeBytes(d, openBytes(d));
  },
  response(d, message) {
    answeredFile(d, message);
    if (answer) takeFixed(d, answer);
    else takeNothing(d);
  },
});

/** SMB_COM_FLUSH (MS-CIFS 2.2.4.6), SEEK (2.2.4.19), LOCK_BYTE_RANGE (2.2.4.13) and UNLOCK_BYTE_RANGE (2.2.4.14). */
export const handleCommands = [
  command(0x05, 'flush', 'Flush', '2.2.4.6'),
  command(0x12, 'seek', 'Seek', '2.2.4.19', seekAsked, seekAnswer),
  command(0x0c, 'lock_byte_range', 'Lock Byte Range', '2.2.4.13', range),
  command(0x0d, 'unlock_byte_range', 'Unlock Byte Range', '2.2.4.14', range),
];
