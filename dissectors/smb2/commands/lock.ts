import { layout, u16, u32, u64 } from '#sdk';
import { command } from '../command.ts';
import { fileId, fileOffset, flag, heading, reserved, structureSize, unknown } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { findFile } from '../state.ts';
import { nameFile, writeFile } from '../text.ts';

/** SMB2 LOCK Request (MS-SMB2 2.2.26); Wireshark shows the lock sequence as reserved. */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.26') },
  {
    size: structureSize(),
    lock_count: u16('LockCount'),
    sequence: reserved(4, 'LockSequenceNumber, LockSequenceIndex'),
    file: fileId(),
  },
);
/** SMB2_LOCK_ELEMENT (2.2.26.1). */
const element = layout(
  {
    prefix: 'smb2',
    little: true,
    root: heading('smb2.lock_info', 'SMB2_LOCK_ELEMENT', '2.2.26.1'),
    spec: smb2('2.2.26.1'),
  },
  {
    position: fileOffset(),
    lock_length: u64('Length'),
    lock_flags: u32('Flags', {
      base: 'hex',
      bits: [
        flag('smb2.lock_flags.shared', 'SMB2_LOCKFLAG_SHARED_LOCK', 0x00000001),
        flag('smb2.lock_flags.exclusive', 'SMB2_LOCKFLAG_EXCLUSIVE_LOCK', 0x00000002),
        flag('smb2.lock_flags.unlock', 'SMB2_LOCKFLAG_UNLOCK', 0x00000004),
        flag('smb2.lock_flags.fail_immediately', 'SMB2_LOCKFLAG_FAIL_IMMEDIATELY', 0x00000010),
      ],
    }),
    reserved: reserved(4),
  },
);
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.27') },
  { size: structureSize(), reserved: unknown(2) },
);

export const lock = command({
  code: 10,
  name: 'Lock',
  key: 'lock',
  spelling: 'LOCK',
  sections: ['2.2.26', '2.2.27'],
  layouts: [request, element, response],
  fields: [],
  request(d, m) {
    if (d.left < request.size) return d.record(request);
    const position = d.at + request.offset.file;
    const count = d.u16le(request.offset.lock_count);
    const file = findFile(d, m, position);
    d.record(request);
    nameFile(d, file, position);
    if (d.recording) for (let i = 0; i < count; i++) d.record(element);
  },
  response: (d) => d.record(response),
  requestInfo: writeFile,
});
