import { layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeNothing, takeWordCount } from '../blocks.ts';
import { searchAttributes } from '../fields/attributes.ts';
import type { SmbCommand } from '../keys.ts';
import { cifs } from '../spec.ts';
import { both, text } from '../text.ts';
import { headings } from './headings.ts';
import { fileName, pathFields, takePath } from './path.ts';

const RENAME = 0x07;
const NT_RENAME = 0xa5;
const little = true;
const oldName = text('smb.old_file', 'OldFileName', cifs('2.2.4.8.1'));
const asked = layout({ prefix: 'smb', little, spec: cifs('2.2.4.8.1') }, { search: searchAttributes() });

/** SMB_COM_RENAME (MS-CIFS 2.2.4.8). */
export const rename: SmbCommand = {
  code: RENAME,
  name: 'Rename',
  kept: true,
  layouts: [asked],
  fields: [...both(oldName), ...pathFields],
  headings: headings('rename', RENAME, '2.2.4.8'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== asked.size) return takeBlocks(d, count);
    d.record(asked);
    const outer = openBytes(d);
    takePath(d, message, oldName, 'Old Name');
    takePath(d, message, fileName);
    closeBytes(d, outer);
  },
  response(d) {
    takeNothing(d);
  },
};

const ntAsked = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.66.1') },
  {
    search: searchAttributes(),
    ntr_loi: u16('InformationLevel', {
      names: {
        0x103: 'SMB_NT_RENAME_SET_LINK_INFO',
        0x104: 'SMB_NT_RENAME_RENAME_FILE',
        0x105: 'SMB_NT_RENAME_MOVE_FILE',
      },
    }),
    ntr_clu: u32('Reserved'),
  },
);

/** SMB_COM_NT_RENAME (2.2.4.66). */
export const ntRename: SmbCommand = {
  code: NT_RENAME,
  name: 'NT Rename',
  kept: true,
  layouts: [ntAsked],
  fields: [],
  headings: headings('nt_rename', NT_RENAME, '2.2.4.66'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== ntAsked.size) return takeBlocks(d, count);
    d.record(ntAsked);
    const outer = openBytes(d);
    takePath(d, message, oldName, 'Old Name');
    takePath(d, message, fileName);
    closeBytes(d, outer);
  },
  response(d) {
    takeNothing(d);
  },
};
