import { client, pduRule, server } from '#sdk';
import { exchangeOf } from '../keys.ts';
import { msrp } from '../spec.ts';
import { cutOff, LONG, multi, sendRequest, sendResponse, single } from './bytes.ts';
import { filledIn, IDS, shown } from './header.ts';
import { RESPONSE_HEADERS } from './watched.ts';

const TREE = { header: { tid: '0500' } };

export default pduRule({
  id: 'messenger/response-ids-echoed',
  title: 'A response’s ids are zero, or those of its request',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why:
    'Ids must be zero like the rest of the header. A response that gives back what its request had is right ' +
    '(MS-CIFS 2.2.3.1); the request is then at fault. Without the request nothing is known.',
  watches: RESPONSE_HEADERS,
  needs: ['both directions', 'no gaps'],
  messages: { other: '{field} is {value}, which is neither zero nor what the request had' },
  check(it, report, undecided) {
    const { header } = it;
    const ids = filledIn(header).filter(({ at }) => IDS.has(at));
    if (ids.length === 0) return;
    const request = exchangeOf(it)?.request.bytes ?? undecided();
    for (const { field, at } of ids) {
      const echoed = header.bytes(field).every((byte, i) => request[at + i] === byte);
      if (!echoed) report('other', header.anchor(field), { field: field.label, value: shown(header, field) });
    }
  },
  bad: [
    { shows: 'a tree that nobody asked for', turns: single({}, TREE), finds: ['other'] },
    {
      shows: 'a user and a process',
      turns: single({}, { header: { uid: '6400', pidHigh: '0100' } }),
      finds: ['other', 'other'],
    },
  ],
  good: [
    { shows: 'zeros', turns: single() },
    { shows: 'zeros in the responses to blocks', turns: multi(...LONG) },
  ],
  undecided: [
    { shows: 'a request that was not captured', turns: single(TREE, TREE), missed: [0], midstream: true },
    cutOff(client(sendRequest()), server(sendResponse(TREE))),
  ],
});
