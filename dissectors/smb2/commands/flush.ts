import { layout } from '#sdk';
import { command } from '../command.ts';
import { fileId, structureSize, unknown } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { findFile } from '../state.ts';
import { nameFile, writeFile } from '../text.ts';

const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.17') },
  { size: structureSize(), reserved: unknown(6, 'Reserved1, Reserved2'), file: fileId() },
);
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.18') },
  { size: structureSize(), reserved: unknown(2) },
);

/** SMB2 FLUSH (MS-SMB2 2.2.17, 2.2.18). */
export const flush = command({
  code: 7,
  name: 'Flush',
  key: 'flush',
  spelling: 'FLUSH',
  sections: ['2.2.17', '2.2.18'],
  layouts: [request, response],
  fields: [],
  request(d, m) {
    const position = d.at + request.offset.file;
    const file = findFile(d, m, position);
    d.record(request);
    nameFile(d, file, position);
  },
  response: (d) => d.record(response),
  requestInfo: writeFile,
});
