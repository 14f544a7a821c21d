import { layout } from '#sdk';
import { command } from '../command.ts';
import { structureSize, unknown } from '../parts.ts';
import { smb2 } from '../spec.ts';

const request = layout(
  { prefix: 'smb2', little: true, spec: smb2('2.2.30') },
  { size: structureSize(), reserved: unknown(2) },
);

/** SMB2 CANCEL (MS-SMB2 2.2.30): has no response; what it cancels is answered. */
export const cancel = command({
  code: 12,
  name: 'Cancel',
  key: 'cancel',
  spelling: 'CANCEL',
  sections: ['2.2.30', '2.2.30'],
  layouts: [request],
  fields: [],
  request: (d) => d.record(request),
  response: (d) => d.record(request),
});
