import { layout } from '#sdk';
import { command } from '../command.ts';
import { reserved, structureSize } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { closeFiles, treeOf } from '../state.ts';

const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.11') },
  { size: structureSize(), reserved: reserved(2) },
);
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.12') },
  { size: structureSize(), reserved: reserved(2) },
);

/** SMB2 TREE_DISCONNECT (MS-SMB2 2.2.11, 2.2.12): ends what was opened on the share. */
export const treeDisconnect = command({
  code: 4,
  name: 'Tree Disconnect',
  key: 'tree_disconnect',
  spelling: 'TREE_DISCONNECT',
  sections: ['2.2.11', '2.2.12'],
  layouts: [request, response],
  fields: [],
  request: (d) => d.record(request),
  response(d, m) {
    const tree = treeOf(m);
    if (tree) closeFiles(d, m, tree);
    d.record(response);
  },
});
