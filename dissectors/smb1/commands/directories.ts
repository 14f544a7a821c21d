import { closeBytes, openBytes, takeNothing, takeWordCount, takeWords } from '../blocks.ts';
import type { SmbCommand } from '../keys.ts';
import { cifs } from '../spec.ts';
import { both, text } from '../text.ts';
import { headings } from './headings.ts';
import { answeredPath, pathFields, takePath } from './path.ts';

const directory = text('smb.dir_name', 'DirectoryName', cifs('2.2.4.1.1'));

/** A command whose request is the name of a directory and whose response is nothing. */
const command = (code: number, slug: string, name: string, section: string): SmbCommand => ({
  code,
  name,
  kept: true,
  layouts: [],
  fields: [...both(directory), ...pathFields],
  headings: headings(slug, code, section),
  request(d, message) {
    takeWords(d, takeWordCount(d));
    const outer = openBytes(d);
    takePath(d, message, directory, 'Directory');
    closeBytes(d, outer);
  },
  response(d, message) {
    answeredPath(d, message);
    takeNothing(d);
  },
});

/** SMB_COM_CREATE_DIRECTORY (MS-CIFS 2.2.4.1), DELETE_DIRECTORY (2.2.4.2) and CHECK_DIRECTORY (2.2.4.17). */
export const directoryCommands = [
  command(0x00, 'create_directory', 'Create Directory', '2.2.4.1'),
  command(0x01, 'delete_directory', 'Delete Directory', '2.2.4.2'),
  command(0x10, 'check_directory', 'Check Directory', '2.2.4.17'),
];
