import { layout } from '#sdk';
import { command } from '../command.ts';
import { structureSize, unknown } from '../parts.ts';
import { smb2 } from '../spec.ts';

const echoed = (section: string) =>
  layout({ prefix: 'smb2', little: true, spec: smb2(section) }, { size: structureSize(), reserved: unknown(2) });
const request = echoed('2.2.28');
const response = echoed('2.2.29');

/** SMB2 ECHO (MS-SMB2 2.2.28, 2.2.29): asks whether the server is there. */
export const echo = command({
  code: 13,
  name: 'KeepAlive',
  key: 'echo',
  spelling: 'ECHO',
  sections: ['2.2.28', '2.2.29'],
  layouts: [request, response],
  fields: [],
  request: (d) => d.record(request),
  response: (d) => d.record(response),
});
