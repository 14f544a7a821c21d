import type { SmbCommand } from '../../smb1/keys.ts';
import { begin } from '../conversation.ts';
import * as fields from '../layout.ts';
import { takeName, takeRest, takeWords } from './parts.ts';

/** What START's response says: MessageGroupId, which smbd leaves out. */
export interface StartAnswer {
  readonly groupId: number | undefined;
}

/** SMB_COM_SEND_START_MB_MESSAGE (MS-MSRP 2.2.3.2): sender and recipient of a message in several blocks. */
export const sendStart: SmbCommand = {
  code: 0xd5,
  name: 'Send Start of Multi-block Message',
  layouts: [],
  fields: [],
  request(d, message) {
    const node = d.open(fields.startRequest);
    takeWords(d, false);
    d.take(fields.byteCount, 2);
    const from = takeName(d, fields.bufferFormat1, fields.originatorName);
    const to = takeName(d, fields.bufferFormat2, fields.destinationName);
    takeRest(d);
    d.close(node);
    begin(d, message, from, to);
  },
  response(d, message) {
    const node = d.open(fields.startResponse);
    const groupId = takeWords(d, true);
    if (message.exchange) message.exchange.answered = { groupId } satisfies StartAnswer;
    d.take(fields.byteCount, 2);
    takeRest(d);
    d.close(node);
  },
};
