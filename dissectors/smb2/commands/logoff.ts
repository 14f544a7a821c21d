import { layout } from '#sdk';
import { command } from '../command.ts';
import { reserved, structureSize, unused } from '../parts.ts';
import { smb2 } from '../spec.ts';
import { closeFiles } from '../state.ts';

const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.7') },
  { size: structureSize(), reserved: unused(2) },
);
const response = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.8') },
  { size: structureSize(), reserved: reserved(2) },
);

/** SMB2 LOGOFF (MS-SMB2 2.2.7, 2.2.8): ends a session with everything that was opened in it. */
export const logoff = command({
  code: 2,
  name: 'Session Logoff',
  key: 'logoff',
  spelling: 'LOGOFF',
  sections: ['2.2.7', '2.2.8'],
  layouts: [request, response],
  fields: [],
  request: (d) => d.record(request),
  response(d, m) {
    closeFiles(d, m, undefined);
    d.record(response);
  },
});
