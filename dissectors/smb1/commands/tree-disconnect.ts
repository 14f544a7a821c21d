import { takeNothing } from '../blocks.ts';
import type { SmbCommand } from '../keys.ts';
import { headings } from './headings.ts';

const TREE_DISCONNECT = 0x71;

/** SMB_COM_TREE_DISCONNECT (MS-CIFS 2.2.4.51): a TID ends, and with it the files opened under it. */
export const treeDisconnect: SmbCommand = {
  code: TREE_DISCONNECT,
  name: 'Tree Disconnect',
  kept: true,
  layouts: [],
  fields: [],
  headings: headings('tree_disconnect', TREE_DISCONNECT, '2.2.4.51'),
  request(d) {
    takeNothing(d);
  },
  response(d, message) {
    takeNothing(d);
    const { connection } = message;
    if (!connection || message.failed) return;
    connection.closeAll(d, 'closed', message.tid);
    connection.trees.delete(message.tid);
  },
};
