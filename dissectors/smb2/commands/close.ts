import { type Field, layout, u16 } from '#sdk';
import { command } from '../command.ts';
import { fileOf } from '../keys.ts';
import * as parts from '../parts.ts';
import { flag, reserved, structureSize, unused } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { closeFile, findFile } from '../state.ts';
import { nameClosed, writeFile } from '../text.ts';

const FLAGS: Field[] = [flag('smb2.close.pq_attrib', 'SMB2_CLOSE_FLAG_POSTQUERY_ATTRIB', 0x0001)];
const flags = () => u16('Flags', { abbrev: 'smb2.close.flags', base: 'hex', bits: FLAGS });

/** SMB2 CLOSE Request (MS-SMB2 2.2.15). */
const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.15') },
  { size: structureSize(), flags: flags(), reserved: unused(4), file: parts.fileId() },
);

/** SMB2 CLOSE Response (2.2.16). */
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.16') },
  {
    size: structureSize(),
    flags: flags(),
    reserved: reserved(4),
    created: parts.fileTime('create', 'CreationTime'),
    accessed: parts.fileTime('last_access', 'LastAccessTime'),
    written: parts.fileTime('last_write', 'LastWriteTime'),
    changed: parts.fileTime('last_change', 'ChangeTime'),
    allocated: parts.allocationSize(),
    end: parts.endOfFile('EndofFile'),
    attributes: parts.fileAttributes(),
  },
);

export const close = command({
  code: 6,
  name: 'Close',
  key: 'close',
  spelling: 'CLOSE',
  sections: ['2.2.15', '2.2.16'],
  layouts: [request, response],
  fields: [],
  request(d, m) {
    const position = d.at + request.offset.file;
    const file = findFile(d, m, position);
    d.record(request);
    nameClosed(d, file, position);
  },
  response(d, m) {
    const file = m.request && fileOf(m.request);
    if (file) closeFile(d, m, file);
    d.record(response);
  },
  requestInfo: writeFile,
});
