import { layout, u16, u32 } from '#sdk';
import { closeBytes, openBytes, takeAndxBlocks, takeWordCount, takeWords } from '../blocks.ts';
import { NO_PARAMETERS } from '../connection.ts';
import { accessMode, pipeStatus, reserved, resourceType } from '../fields/access.ts';
import { fileAttributes, openFunction, searchAttributes } from '../fields/attributes.ts';
import { openActionBits } from '../fields/open.ts';
import { unixTime } from '../fields/times.ts';
import { describeAsked, nameFile, opened, takeFid } from '../file.ts';
import type { SmbCommand } from '../keys.ts';
import { andx, andxParts, flags } from '../layout.ts';
import { cifs } from '../spec.ts';
import { both, takeText, text } from '../text.ts';
import { headings } from './headings.ts';

const OPEN_ANDX = 0x2d;
const little = true;
const request = cifs('2.2.4.41.1');
const response = cifs('2.2.4.41.2');

const asked = layout(
  { prefix: 'smb', little, spec: request },
  {
    ...andxParts,
    'open.flags': u16('Flags', {
      base: 'hex',
      bits: flags('smb.open.flags', {
        add_info: ['REQ_ATTRIB', 0x01],
        ex_oplock: ['REQ_OPLOCK', 0x02],
        batch_oplock: ['REQ_OPLOCK_BATCH', 0x04],
        ealen: ['REQ_EASIZE', 0x08],
      }),
    }),
    access: accessMode('AccessMode'),
    search: searchAttributes('SearchAttrs'),
    attributes: fileAttributes('FileAttrs'),
    created: unixTime('create', 'CreationTime'),
    function: openFunction(),
    alloc_size: u32('AllocationSize'),
    timeout: u32('Timeout'),
    reserved: reserved(4),
  },
);
const name = text('smb.file', 'FileName', request);

const answer = layout(
  { prefix: 'smb', little, spec: response },
  {
    attributes: fileAttributes('FileAttrs'),
    written: unixTime('last_write', 'LastWriteTime'),
    file_size: u32('FileDataSize'),
    granted: accessMode('AccessRights', 'smb.access.granted'),
    type: resourceType(),
    status: pipeStatus(),
    'open.action': u16('OpenResults', { base: 'hex', bits: openActionBits }),
    server_fid: u32('ServerFID', { base: 'hex' }),
    reserved: reserved(2),
  },
);
const PIPES = [1, 2];

/** SMB_COM_OPEN_ANDX (MS-CIFS 2.2.4.41): opens a file as LAN Manager does. */
export const openAndx: SmbCommand = {
  code: OPEN_ANDX,
  name: 'Open AndX',
  kept: true,
  layouts: [asked, andx, answer],
  fields: both(name),
  headings: headings('open_andx', OPEN_ANDX, '2.2.4.41'),
  request(d, message) {
    const count = takeWordCount(d);
    if (count * 2 !== asked.size) return takeAndxBlocks(d, count);
    d.record(asked);
    const outer = openBytes(d);
    const found = takeText(d, message, name);
    if (found) {
      message.tell('Path', found);
      nameFile(d, message, found);
      if (message.request) message.request.parameters = NO_PARAMETERS;
    }
    closeBytes(d, outer);
  },
  response(d, message) {
    const count = takeWordCount(d);
    const whole = (andx.size + 2 + answer.size) / 2;
    if (count < whole) {
      describeAsked(d, message);
      return takeAndxBlocks(d, count);
    }
    d.record(andx);
    const type = d.u16le(2 + answer.offset.type);
    opened(d, message, d.u16le(0), type === 0xffff ? undefined : PIPES.includes(type));
    takeFid(d, message);
    d.record(answer);
    // MS-SMB 2.2.4.1.2 adds access rights.
    takeWords(d, count - whole);
    closeBytes(d, openBytes(d));
  },
};
