import { type Dissection, field } from '#sdk';
import { fscc } from '../spec.ts';

/** FileNameLength and FileName, as many structures end (MS-FSCC 2.1.7). */
export const nameLength = field('smb2.filename.len', 'FileNameLength', 'uint', {
  size: 4,
  little: true,
  spec: fscc('2.1.7'),
});
export const nameField = field('smb2.filename', 'FileName', 'string', { encoding: 'utf-16le', spec: fscc('2.1.7') });

export function namedBytes(d: Dissection): void {
  const length = d.u32le(0);
  d.take(nameLength, 4);
  d.take(nameField, length);
}
