import { layout, u32 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeWordCount } from '../blocks.ts';
import { NO_PARAMETERS } from '../connection.ts';
import { accessMode } from '../fields/access.ts';
import { fileAttributes, searchAttributes } from '../fields/attributes.ts';
import { unixTime } from '../fields/times.ts';
import { describeAsked, opened, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { bufferFormat } from '../layout.ts';
import { cifs } from '../spec.ts';
import { takeText, text } from '../text.ts';
import { headings } from './headings.ts';
import { fileName, pathFields, takePath } from './path.ts';

const little = true;
const OPEN = 0x02;
const asked = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.3.1') },
  { access: accessMode('AccessMode'), search: searchAttributes() },
);
const answer = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.3.2') },
  {
    attributes: fileAttributes('FileAttrs'),
    written: unixTime('last_write', 'LastModified'),
    file_size: u32('FileSize'),
    granted: accessMode('AccessMode', 'smb.access.granted'),
  },
);

/** SMB_COM_OPEN (MS-CIFS 2.2.4.3): opens a file as the core protocol does. */
export const open: SmbCommand = {
  code: OPEN,
  name: 'Open',
  kept: true,
  layouts: [asked, answer],
  fields: pathFields,
  headings: headings('open', OPEN, '2.2.4.3'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== asked.size) return takeBlocks(d, count);
    d.record(asked);
    const outer = openBytes(d);
    takePath(d, message, fileName);
    if (message.request) message.request.parameters = NO_PARAMETERS;
    closeBytes(d, outer);
  },
  response(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== 2 + answer.size) {
      describeAsked(d, message);
      return takeBlocks(d, count);
    }
    opened(d, message, d.u16le(0), undefined);
    takeFid(d, message);
    d.record(answer);
    closeBytes(d, openBytes(d));
  },
};

const created = layout(
  { prefix: 'smb', little, spec: cifs('2.2.4.4.1') },
  { attributes: fileAttributes(), created: unixTime('create', 'CreationTime') },
);
const given = text('smb.file', 'TemporaryFileName', cifs('2.2.4.15.2'));

const create = (code: number, slug: string, name: string, section: string): SmbCommand => ({
  code,
  name,
  kept: true,
  layouts: [created],
  fields: [...pathFields, given.oem, given.unicode],
  headings: headings(slug, code, section),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== created.size) return takeBlocks(d, count);
    d.record(created);
    const outer = openBytes(d);
    takePath(d, message, fileName);
    if (message.request) message.request.parameters = NO_PARAMETERS;
    closeBytes(d, outer);
  },
  response(d, message) {
    const count = takeWordCount(d);
    if (count !== 1) {
      describeAsked(d, message);
      return takeBlocks(d, count);
    }
    opened(d, message, d.u16le(0), undefined);
    takeFid(d, message);
    const outer = openBytes(d);
    if (d.left > 0) {
      d.take(bufferFormat, 1);
      takeText(d, message, given);
    }
    closeBytes(d, outer);
  },
});

/** SMB_COM_CREATE (2.2.4.4), CREATE_TEMPORARY (2.2.4.15) and CREATE_NEW (2.2.4.16). */
export const createCommands = [
  create(0x03, 'create', 'Create', '2.2.4.4'),
  create(0x0e, 'create_temporary', 'Create Temporary', '2.2.4.15'),
  create(0x0f, 'create_new', 'Create New', '2.2.4.16'),
];
