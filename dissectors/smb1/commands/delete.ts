import { layout } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeNothing, takeWordCount } from '../blocks.ts';
import { searchAttributes } from '../fields/attributes.ts';
import type { SmbCommand } from '../keys.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';
import { answeredPath, fileName, pathFields, takePath } from './path.ts';

const DELETE = 0x06;
const asked = layout({ prefix: 'smb', little: true, spec: cifs('2.2.4.7.1') }, { search: searchAttributes() });

/** SMB_COM_DELETE (MS-CIFS 2.2.4.7): deletes files. */
export const deleteFile: SmbCommand = {
  code: DELETE,
  name: 'Delete',
  kept: true,
  layouts: [asked],
  fields: pathFields,
  headings: headings('delete', DELETE, '2.2.4.7'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== asked.size) return takeBlocks(d, count);
    d.record(asked);
    const outer = openBytes(d);
    takePath(d, message, fileName);
    closeBytes(d, outer);
  },
  response(d, message) {
    answeredPath(d, message);
    takeNothing(d);
  },
};
