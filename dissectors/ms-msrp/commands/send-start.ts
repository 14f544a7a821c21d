import type { SmbCommand } from '../../smb1/keys.ts';
import * as fields from '../layout.ts';
import { takeByteCount, takeString, takeWords } from './parts.ts';
import { request, response } from './pdus.ts';

/** SMB_COM_SEND_START_MB_MESSAGE (MS-MSRP 2.2.3.2): sender and recipient of a message in several blocks. */
export const sendStart: SmbCommand = {
  code: 0xd5,
  name: 'Send Start of Multi-block Message',
  layouts: [],
  fields: [],
  request: request('start', fields.startRequest, (d, block) => {
    takeWords(d, block, false);
    takeByteCount(d, block);
    block.from = takeString(d, block, fields.bufferFormat1, fields.originatorName);
    block.to = takeString(d, block, fields.bufferFormat2, fields.destinationName);
  }),
  response: response(fields.startResponse, true),
};
