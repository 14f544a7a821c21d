import { field, layout, u16 } from '#sdk';
import { closeBytes, openBytes, takeBlocks, takeWordCount } from '../blocks.ts';
import type { SmbCommand } from '../keys.ts';
import { cifs } from '../spec.ts';
import { headings } from './headings.ts';

const ECHO = 0x2b;
const little = true;
const asked = layout({ prefix: 'smb', little, spec: cifs('2.2.4.39.1') }, { 'echo.count': u16('EchoCount') });
const answer = layout({ prefix: 'smb', little, spec: cifs('2.2.4.39.2') }, { 'echo.seq_num': u16('SequenceNumber') });
const data = field('smb.echo.data', 'Data', 'bytes', { spec: cifs('2.2.4.39.1') });

/** SMB_COM_ECHO (MS-CIFS 2.2.4.39): EchoCount responses with the request's data. */
export const echo: SmbCommand = {
  code: ECHO,
  name: 'Echo',
  layouts: [asked, answer],
  fields: [data],
  headings: headings('echo', ECHO, '2.2.4.39'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== asked.size) return takeBlocks(d, count);
    if (message.request) message.request.level = d.u16le(0);
    d.record(asked);
    const outer = openBytes(d);
    if (d.left > 0) d.take(data, d.left);
    closeBytes(d, outer);
  },
  response(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== answer.size) return takeBlocks(d, count);
    message.more = d.u16le(0) < (message.request?.level ?? 0);
    d.record(answer);
    const outer = openBytes(d);
    if (d.left > 0) d.take(data, d.left);
    closeBytes(d, outer);
  },
};
