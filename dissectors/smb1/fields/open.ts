import { bits, type Field } from '#sdk';
import { flags } from '../layout.ts';

/** OpenResults (MS-CIFS 2.2.4.41.2). */
export const openActionBits: readonly Field[] = [
  ...flags('smb.open.action', { lock: ['LockStatus', 0x8000] }),
  bits('smb.open.action.open', 'OpenResult', 0x0003, {
    little: true,
    names: {
      1: 'The file existed and was opened',
      2: 'It did not exist and was created',
      3: 'It existed and was truncated',
    },
  }),
];
