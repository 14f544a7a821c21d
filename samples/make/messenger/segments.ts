/** How a connection's bytes arrive. */
import {
  endRequest,
  endResponse,
  sendRequest,
  sendResponse,
  session,
  sessionMessage,
  startRequest,
  startResponse,
  textRequest,
  textResponse,
} from '../index.ts';
import { LONG_FIRST, LONG_LAST, NETBIOS, SHORT, write } from './blocks.ts';

write(
  'messenger-segmented',
  // The client's numbers wrap around inside START.
  session({ netbios: NETBIOS, clientSequence: 0xffffffa0 })
    // The session header cut in two, then single bytes of the SMB header.
    .request(startRequest(), { cut: [2, 5, 6, 30] })
    .response(startResponse(), { cut: [10] })
    // Out of order.
    .request(textRequest({ data: LONG_FIRST }), { cut: [50, 100], order: [1, 0, 2] })
    .response(textResponse())
    // The first piece is sent twice, then all of it again.
    .request(textRequest({ data: LONG_LAST }), { cut: [40], order: [0, 0, 1, 0, 1] })
    .response(textResponse())
    .request(endRequest())
    .response(endResponse())
    // Two messages in one segment, their answers in one, too.
    .request([sendRequest({ text: SHORT }), sendRequest({ text: 'Toner is low' })])
    .response([sendResponse(), sendResponse()])
    // One and a half; the rest.
    .request([sendRequest({ text: 'Paper is low' }), sendRequest({ text: 'Paper is out' })], { cut: [130] })
    .response([sendResponse(), sendResponse()], { cut: [20] })
    .fin().frames,
);

write(
  'messenger-midstream',
  session({ skipHandshake: true })
    .client(sessionMessage(textRequest({ data: LONG_FIRST })).subarray(100))
    .response(textResponse())
    .request(textRequest({ data: LONG_LAST }))
    .response(textResponse())
    .request(endRequest())
    .response(endResponse())
    .request(sendRequest({ text: SHORT }))
    .response(sendResponse())
    .fin().frames,
);

write(
  'messenger-gap',
  session({ netbios: NETBIOS })
    .request(startRequest())
    .response(startResponse())
    // The capture lacks the first 60 bytes of this request.
    .request(textRequest({ data: LONG_FIRST }), { cut: [60], order: [1] })
    .response(textResponse())
    .request(textRequest({ data: LONG_LAST }))
    .response(textResponse())
    .request(endRequest())
    .response(endResponse())
    .request(sendRequest({ text: SHORT }))
    .response(sendResponse())
    .fin().frames,
);
