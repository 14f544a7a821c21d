import { bytes, type Dissection, field, layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeNothing, takeWordCount } from '../blocks.ts';
import { reserved } from '../fields/access.ts';
import { fileAttributes8, searchAttributes } from '../fields/attributes.ts';
import { dosFields, fileDosTime, takeDosTime } from '../fields/times.ts';
import type { SmbCommand } from '../keys.ts';
import { bufferFormat } from '../layout.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';
import { fileName, pathFields, takePath } from './path.ts';

const little = true;
const spec = cifs('2.2.4.58.1');
const response = cifs('2.2.4.58.2');

const asked = layout({ prefix: 'smb', little, spec }, { maxcount: u16('MaxCount'), search: searchAttributes() });
const answer = layout({ prefix: 'smb', little, spec: response }, { count: u16('Count') });
const keyLength = layout({ prefix: 'smb', little, spec }, { 'resume.key_len': u16('ResumeKeyLength') });
const dataLength = layout({ prefix: 'smb', little, spec: response }, { data_len: u16('DataLength') });

/** Where a search goes on. */
const resumeKey = layout(
  { prefix: 'smb', little, spec, root: field('smb.resume_key', 'ResumeKey', 'none', { spec }) },
  {
    reserved: reserved(1),
    file: { label: 'FileName', kind: 'string', size: 11, encoding: 'oem' },
    'resume.server.cookie': bytes('ServerState', 5),
    'resume.client.cookie': bytes('ClientState', 4),
  },
);
const entry = field('smb.directory_information', 'DirectoryInformationData', 'none', { spec: response });
const attributes = layout({ prefix: 'smb', little, spec: response }, { attributes: fileAttributes8() });
const written = fileDosTime('last_write', 'LastWrite', '2.2.4.58.2');
const size = layout({ prefix: 'smb', little, spec: response }, { file_size: u32('FileSize') });
const name = field('smb.file', 'FileName', 'string', { encoding: 'oem', spec: response });
const NAME = 13;
const ENTRY = resumeKey.size + 1 + 4 + 4 + NAME;

const command = (code: number, slug: string, title: string, section: string): SmbCommand => ({
  code,
  name: title,
  kept: true,
  layouts: [asked, answer, keyLength, dataLength, resumeKey, attributes, size],
  fields: [entry, name, ...dosFields(written), ...pathFields],
  headings: headings(slug, code, section),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== asked.size) return takeBlocks(d, count);
    d.record(asked);
    const outer = openBytes(d);
    takePath(d, message, fileName, 'File');
    if (d.left > 0) {
      d.take(bufferFormat, 1);
      const length = d.u16le(0);
      d.record(keyLength);
      if (length >= resumeKey.size) d.record(resumeKey);
    }
    closeBytes(d, outer);
  },
  response(d) {
    const count = takeWordCount(d);
    if (count * 2 !== answer.size) return takeBlocks(d, count);
    d.record(answer);
    const outer = openBytes(d);
    if (d.left > 0) entries(d);
    closeBytes(d, outer);
  },
});

function entries(d: Dissection): void {
  d.take(bufferFormat, 1);
  d.record(dataLength);
  if (!d.recording) return;
  while (d.left >= ENTRY) {
    const node = d.open(entry);
    d.record(resumeKey);
    d.record(attributes);
    takeDosTime(d, written, false);
    d.record(size);
    d.take(name, NAME);
    d.close(node);
  }
}

const FIND_CLOSE = 0x84;
const FIND_CLOSE2 = 0x34;
const searchId = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.48.1') },
  { search_id: u16('SearchHandle', { base: 'hex' }) },
);

/** SMB_COM_FIND_CLOSE2 (2.2.4.48): ends what TRANS2_FIND_FIRST2 began. */
const findClose2: SmbCommand = {
  code: FIND_CLOSE2,
  name: 'Find Close2',
  layouts: [searchId],
  fields: [],
  headings: headings('find_close2', FIND_CLOSE2, '2.2.4.48'),
  request(d) {
    const count = takeWordCount(d);
    if (count * 2 !== searchId.size) return takeBlocks(d, count);
    d.record(searchId);
    closeBytes(d, openBytes(d));
  },
  response(d) {
    takeNothing(d);
  },
};

/** SMB_COM_SEARCH (MS-CIFS 2.2.4.58), FIND (2.2.4.59), FIND_UNIQUE (2.2.4.60), FIND_CLOSE (2.2.4.61): DOS directories. */
export const searchCommands = [
  command(0x81, 'search', 'Search', '2.2.4.58'),
  command(0x82, 'find', 'Find', '2.2.4.59'),
  command(0x83, 'find_unique', 'Find Unique', '2.2.4.60'),
  command(FIND_CLOSE, 'find_close', 'Find Close', '2.2.4.61'),
  findClose2,
];
