import type { SmbCommand } from '../../smb1/keys.ts';
import * as fields from '../layout.ts';
import { takeByteCount, takeWords } from './parts.ts';
import { request, response } from './pdus.ts';

/** SMB_COM_SEND_END_MB_MESSAGE (MS-MSRP 2.2.3.4): no more blocks will come. */
export const sendEnd: SmbCommand = {
  code: 0xd6,
  name: 'Send End of Multi-block Message',
  layouts: [],
  fields: [],
  request: request('end', fields.endRequest, (d, block) => {
    takeWords(d, block, true);
    takeByteCount(d, block);
  }),
  response: response(fields.endResponse),
};
