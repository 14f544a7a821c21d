import { bytes, type Dissection, field, joinedExactly, layout, u8, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeAndxBlocks, takeFixed, takeWordCount } from '../blocks.ts';
import { answeredFile, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { andx, flags } from '../layout.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';

const LOCKING = 0x24;
const little = true;
const spec = cifs('2.2.4.32.1');
const LARGE = 0x10;
const WORDS = 8;

const asked = layout(
  { prefix: 'smb', little, spec },
  {
    'lock.type': u8('TypeOfLock', {
      base: 'hex',
      bits: flags('smb.lock.type', {
        shared: ['SHARED_LOCK', 0x01],
        oplock_release: ['OPLOCK_RELEASE', 0x02],
        change: ['CHANGE_LOCKTYPE', 0x04],
        cancel: ['CANCEL_LOCK', 0x08],
        large: ['LARGE_FILES', LARGE],
      }),
    }),
    'locking.oplock.level': u8('NewOpLockLevel', { names: { 0: 'None', 1: 'Level II' } }),
    timeout: u32('Timeout'),
    'locking.num_unlocks': u16('NumberOfRequestedUnlocks'),
    'locking.num_locks': u16('NumberOfRequestedLocks'),
  },
);

const unlocks = field('smb.locking.unlocks', 'Unlocks', 'none', { spec });
const locks = field('smb.locking.locks', 'Locks', 'none', { spec });
const range = layout(
  { prefix: 'smb', little, spec, root: field('smb.locking.range', 'LOCKING_ANDX_RANGE', 'none', { spec }) },
  {
    pid: u16('PID'),
    'lock.offset': u32('ByteOffset'),
    'lock.length': u32('LengthInBytes'),
  },
);
const wideRange = layout(
  { prefix: 'smb', little, spec, root: field('smb.locking.range', 'LOCKING_ANDX_RANGE64', 'none', { spec }) },
  {
    pid: u16('PID'),
    reserved: bytes('Pad', 2),
    'lock.offset.high': u32('ByteOffsetHigh'),
    'lock.offset.low': u32('ByteOffsetLow'),
    'lock.length.high': u32('LengthInBytesHigh'),
    'lock.length.low': u32('LengthInBytesLow'),
  },
);
/** What the halves of a wide range make together. */
const wideOffset = field('smb.lock.offset', 'ByteOffset', 'uint', { size: 8, generated: true, spec });
const wideLength = field('smb.lock.length', 'LengthInBytes', 'uint', { size: 8, generated: true, spec });

/** SMB_COM_LOCKING_ANDX (MS-CIFS 2.2.4.32): locks and unlocks ranges; as a server's request it breaks an oplock. */
export const lockingAndx: SmbCommand = {
  code: LOCKING,
  name: 'Locking AndX',
  kept: true,
  layouts: [andx, asked, range, wideRange],
  fields: [unlocks, locks, wideOffset, wideLength],
  headings: headings('locking_andx', LOCKING, '2.2.4.32'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count !== WORDS) return takeAndxBlocks(d, count);
    d.record(andx);
    takeFid(d, message);
    const { offset } = asked;
    const wide = (d.u8(offset['lock.type']) & LARGE) !== 0;
    const counts = [
      [unlocks, d.u16le(offset['locking.num_unlocks'])],
      [locks, d.u16le(offset['locking.num_locks'])],
    ] as const;
    d.record(asked);
    const outer = openBytes(d);
    for (const [heading, n] of counts) {
      if (n === 0) continue;
      const node = d.open(heading);
      for (let i = 0; i < n; i++) {
        if (wide) takeWideRange(d);
        else d.record(range);
      }
      d.close(node);
    }
    closeBytes(d, outer);
  },
  response(d, message) {
    answeredFile(d, message);
    takeFixed(d, andx);
  },
};

function takeWideRange(d: Dissection): void {
  const { offset, size } = wideRange;
  d.need(size);
  const whole = (which: 'lock.offset' | 'lock.length'): number | bigint =>
    joinedExactly(d.u32le(offset[`${which}.high`]), d.u32le(offset[`${which}.low`]));
  if (d.recording) {
    d.generate(wideOffset, whole('lock.offset'));
    d.generate(wideLength, whole('lock.length'));
  }
  d.record(wideRange);
}
