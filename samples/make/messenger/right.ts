/** Right conversations. */
import {
  keepAlive,
  negativeResponse,
  retargetResponse,
  SERVER,
  sendRequest,
  sendResponse,
  session,
  sessionRequest,
  stamp,
  turns,
} from '../index.ts';
import { ask, blocks, LONG, LONG_FIRST, multi, NETBIOS, SHORT, single, start, text, write } from './blocks.ts';

write('messenger-single', turns(single()));

write(
  'messenger-correct-multiblock',
  turns(
    multi(
      blocks(
        `${LONG}\nTray 2 is nearly empty: about forty sheets of A4 are left in it.\nThe next service is on Monday.`,
      ),
    ),
  ),
);

// Valid so far, and the capture ends: nothing can be said of the missing answer, nor of the missing END.
write(
  'messenger-unfinished',
  stamp([
    ...turns([ask(sendRequest({ text: SHORT }))], { close: 'none' }),
    ...turns([...start(), ...text({ data: LONG_FIRST })], { close: 'none', clientPort: 49153 }),
  ]),
);

// The session service's other packets: a negative response; a retarget to port 1139; there a keep-alive each way.
write(
  'netbios-session',
  stamp([
    ...session().client(sessionRequest(NETBIOS)).server(negativeResponse(0x82)).fin('server').frames,
    ...session({ clientPort: 49153 })
      .client(sessionRequest(NETBIOS))
      .server(retargetResponse(SERVER.address, 1139))
      .fin('server').frames,
    ...session({ clientPort: 49154, port: 1139, netbios: NETBIOS })
      .client(keepAlive())
      .server(keepAlive())
      .request(sendRequest({ text: SHORT }))
      .response(sendResponse())
      .fin().frames,
  ]),
);
