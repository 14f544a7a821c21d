import { takeNothing } from '../blocks.ts';
import type { SmbCommand } from '../keys.ts';
import { headings } from './headings.ts';

/** A command without parameters and data. */
const command = (code: number, slug: string, name: string, section: string): SmbCommand => ({
  code,
  name,
  layouts: [],
  fields: [],
  headings: headings(slug, code, section),
  request: takeNothing,
  response: takeNothing,
});

/** SMB_COM_PROCESS_EXIT (MS-CIFS 2.2.4.18) and SMB_COM_NT_CANCEL (2.2.4.65). */
export const emptyCommands = [
  command(0x11, 'process_exit', 'Process Exit', '2.2.4.18'),
  command(0xa4, 'nt_cancel', 'NT Cancel', '2.2.4.65'),
];
