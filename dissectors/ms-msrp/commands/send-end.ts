import type { SmbCommand } from '../../smb1/keys.ts';
import { ends } from '../conversation.ts';
import * as fields from '../layout.ts';
import { takeRest, takeWords } from './parts.ts';
import { emptyResponse } from './send-message.ts';

/** SMB_COM_SEND_END_MB_MESSAGE (MS-MSRP 2.2.3.4): no more blocks will come. */
export const sendEnd: SmbCommand = {
  code: 0xd6,
  name: 'Send End of Multi-block Message',
  layouts: [],
  fields: [],
  request(d, message) {
    const node = d.open(fields.endRequest);
    const at = d.at + 1;
    const groupId = takeWords(d, true);
    const group = d.anchor(fields.groupId, at, at + 2);
    d.take(fields.byteCount, 2);
    takeRest(d);
    d.close(node);
    ends(d, message, groupId, group);
  },
  response: emptyResponse(fields.endResponse),
};
