import { type Dissection, guid, layout, u16, u32, u64 } from '#sdk';
import { closeBytes, openBytes, takeAndxBlocks, takeWordCount } from '../blocks.ts';
import {
  accessMask,
  allocationSize,
  createAction,
  createFlags,
  createOptions,
  disposition,
  endOfFile,
  impersonation,
  isDirectory,
  oplockLevel,
  pipeStatus,
  reserved,
  resourceType,
  securityFlags,
  shareAccess,
} from '../fields/access.ts';
import { extendedAttributes } from '../fields/attributes.ts';
import { fileTime } from '../fields/times.ts';
import { describeAsked, nameFile, opened, takeFid } from '../file.ts';
import type { SmbCommand, SmbMessage } from '../keys.ts';
import { andxParts } from '../layout.ts';
import { cifs, msSmb } from '../spec.ts';
import { both, takeNull, takeText, text } from '../text.ts';
import { headings } from './headings.ts';

const NT_CREATE = 0xa2;
const little = true;
const request = cifs('2.2.4.64.1');
const response = cifs('2.2.4.64.2');

const asked = layout(
  { prefix: 'smb', little, spec: request },
  {
    ...andxParts,
    reserved: reserved(1),
    file_name_len: u16('NameLength'),
    create_flags: createFlags(),
    rfid: u32('RootDirectoryFID', { base: 'hex' }),
    access: accessMask('DesiredAccess'),
    alloc_size64: allocationSize(),
    attributes: extendedAttributes(),
    share: shareAccess(),
    disposition: disposition(),
    options: createOptions(),
    impersonation: impersonation(),
    security: securityFlags(),
  },
);
const name = text('smb.file', 'FileName', request);

const before = layout({ prefix: 'smb', little, spec: response }, { ...andxParts, oplock: oplockLevel() });
const answer = layout(
  { prefix: 'smb', little, spec: response },
  {
    action: createAction(),
    created: fileTime('create', 'CreateTime'),
    accessed: fileTime('access', 'LastAccessTime'),
    written: fileTime('last_write', 'LastWriteTime'),
    changed: fileTime('change', 'LastChangeTime'),
    attributes: extendedAttributes('ExtFileAttributes'),
    allocated: allocationSize(),
    end: endOfFile(),
    type: resourceType(),
    status: pipeStatus(),
    directory: isDirectory(),
  },
);
/** MS-SMB 2.2.4.9.2: what NT_CREATE_REQUEST_EXTENDED_RESPONSE asks for. */
const extension = layout(
  { prefix: 'smb', little, spec: msSmb('2.2.4.9.2') },
  {
    volume_guid: guid('VolumeGUID'),
    'create.file_id_64b': u64('FileId', { base: 'hex' }),
    maximal: accessMask('MaximalAccessRights'),
    guest: accessMask('GuestMaximalAccessRights'),
  },
);

const WORDS = 34;
/** What servers say of the extended response, which has 50 words. */
const EXTENDED_WORDS = 42;
const PIPES = [1, 2];

/** SMB_COM_NT_CREATE_ANDX (MS-CIFS 2.2.4.64, MS-SMB 2.2.4.9): opens a file or a pipe. */
export const ntCreate: SmbCommand = {
  code: NT_CREATE,
  name: 'NT Create AndX',
  kept: true,
  layouts: [asked, before, answer, extension],
  fields: both(name),
  headings: headings('nt_create_andx', NT_CREATE, '2.2.4.64'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== asked.size) return takeAndxBlocks(d, count);
    parameters(d, message);
    const length = d.u16le(asked.offset.file_name_len);
    d.record(asked);
    const outer = openBytes(d);
    const found = takeText(d, message, name, { length: Math.min(length, d.left) });
    if (found) {
      message.tell('Path', found);
      // A part of a name would be another file's, or another pipe's.
      if (found.end - found.start === length) nameFile(d, message, found);
      takeNull(d, found);
    }
    closeBytes(d, outer);
  },
  response(d, message) {
    const count = takeWordCount(d);
    if (count < WORDS) {
      describeAsked(d, message);
      return takeAndxBlocks(d, count);
    }
    d.record(before);
    const type = d.u16le(2 + answer.offset.type);
    opened(d, message, d.u16le(0), type === 0xffff ? undefined : PIPES.includes(type));
    takeFid(d, message);
    d.record(answer);
    if (count >= EXTENDED_WORDS) d.record(extension);
    closeBytes(d, openBytes(d));
  },
};

function parameters(d: Dissection, message: SmbMessage): void {
  if (!d.recording || !message.request) return;
  const { offset } = asked;
  message.request.parameters = {
    flags: d.u32le(offset.create_flags),
    access: d.u32le(offset.access),
    attributes: d.u32le(offset.attributes),
    share: d.u32le(offset.share),
    disposition: d.u32le(offset.disposition),
    options: d.u32le(offset.options),
  };
}
