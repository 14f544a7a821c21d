import type { Dissection } from '#sdk';
import type { SmbCommand, SmbMessage } from '../../smb1/keys.ts';
import { settled, single } from '../conversation.ts';
import { textMessage } from '../keys.ts';
import * as fields from '../layout.ts';
import { takeName, takeRest, takeText, takeWords } from './parts.ts';

/** SMB_COM_SEND_MESSAGE (MS-MSRP 2.2.3.1): a whole message of at most 128 bytes. */
export const sendMessage: SmbCommand = {
  code: 0xd0,
  name: 'Send Single Block Message',
  layouts: [],
  fields: [],
  request(d: Dissection, message: SmbMessage) {
    const node = d.open(fields.sendRequest);
    takeWords(d, false);
    d.take(fields.byteCount, 2);
    const from = takeName(d, fields.bufferFormat1, fields.originatorName);
    const to = takeName(d, fields.bufferFormat2, fields.destinationName);
    const text = takeText(d, fields.bufferFormat3);
    takeRest(d);
    d.close(node);
    single(d, message, from, to, text);
  },
  response: emptyResponse(fields.sendResponse),
};

/** A response that is WordCount 0 and ByteCount 0. */
export function emptyResponse(heading: typeof fields.sendResponse): SmbCommand['response'] {
  return (d) => {
    const node = d.open(heading);
    takeWords(d, false);
    d.take(fields.byteCount, 2);
    takeRest(d);
    d.close(node);
    if (d.flow && d.watched(textMessage)) settled(d.flow, (message) => d.observe(textMessage, message));
  };
}
