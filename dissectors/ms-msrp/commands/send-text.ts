import type { SmbCommand } from '../../smb1/keys.ts';
import * as fields from '../layout.ts';
import { takeByteCount, takeText, takeWords } from './parts.ts';
import { request, response } from './pdus.ts';

/** SMB_COM_SEND_TEXT_MB_MESSAGE (MS-MSRP 2.2.3.3): a block of text. MessageGroupId comes before ByteCount. */
export const sendText: SmbCommand = {
  code: 0xd7,
  name: 'Send Text of Multi-block Message',
  layouts: [],
  fields: [],
  request: request('text', fields.textRequest, (d, block) => {
    takeWords(d, block, true);
    takeByteCount(d, block);
    takeText(d, block, fields.bufferFormat);
  }),
  response: response(fields.textResponse),
};
