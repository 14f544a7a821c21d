import type { SmbCommand } from '../../smb1/keys.ts';
import * as fields from '../layout.ts';
import { takeByteCount, takeString, takeText, takeWords } from './parts.ts';
import { request, response } from './pdus.ts';

/** SMB_COM_SEND_MESSAGE (MS-MSRP 2.2.3.1): a whole message of at most 128 bytes. */
export const sendMessage: SmbCommand = {
  code: 0xd0,
  name: 'Send Single Block Message',
  layouts: [],
  // Of all four commands: they share most of them.
  fields: fields.messengerFields,
  request: request('single', fields.sendRequest, (d, block) => {
    takeWords(d, block, false);
    takeByteCount(d, block);
    block.from = takeString(d, block, fields.bufferFormat1, fields.originatorName);
    block.to = takeString(d, block, fields.bufferFormat2, fields.destinationName);
    takeText(d, block, fields.bufferFormat3);
  }),
  response: response(fields.sendResponse),
};
