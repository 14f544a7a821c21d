import { takeFixed } from '../blocks.ts';
import type { SmbCommand } from '../keys.ts';
import { andx } from '../layout.ts';
import { headings } from './headings.ts';

const LOGOFF = 0x74;

/** SMB_COM_LOGOFF_ANDX (MS-CIFS 2.2.4.54): a UID ends, and with it what was opened under it. */
export const logoff: SmbCommand = {
  code: LOGOFF,
  name: 'Logoff AndX',
  kept: true,
  layouts: [],
  fields: [],
  headings: headings('logoff_andx', LOGOFF, '2.2.4.54'),
  request(d) {
    takeFixed(d, andx);
  },
  response(d, message) {
    takeFixed(d, andx);
    const { connection } = message;
    if (!connection || message.failed) return;
    connection.sessions.delete(message.uid);
    // Files are not told apart by UID: they end where no session is left.
    if (connection.sessions.size === 0) connection.closeAll(d, 'closed');
  },
};
