import type { SmbCommand } from '../../smb1/keys.ts';
import { continues } from '../conversation.ts';
import * as fields from '../layout.ts';
import { takeRest, takeText, takeWords } from './parts.ts';
import { emptyResponse } from './send-message.ts';

/** SMB_COM_SEND_TEXT_MB_MESSAGE (MS-MSRP 2.2.3.3): a block of text. MessageGroupId comes before ByteCount. */
export const sendText: SmbCommand = {
  code: 0xd7,
  name: 'Send Text of Multi-block Message',
  layouts: [],
  fields: [],
  request(d, message) {
    const node = d.open(fields.textRequest);
    const at = d.at + 1;
    const groupId = takeWords(d, true);
    const group = d.anchor(fields.groupId, at, at + 2);
    d.take(fields.byteCount, 2);
    const text = takeText(d, fields.bufferFormat);
    takeRest(d);
    d.close(node);
    continues(d, message, groupId, group, text);
  },
  response: emptyResponse(fields.textResponse),
};
