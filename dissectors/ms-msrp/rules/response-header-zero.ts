import { client, type Field, type PduView, pduRule, server } from '#sdk';
import { msrp } from '../spec.ts';
import { cutOff, LONG, multi, REFUSED, sendRequest, sendResponse, single, start } from './bytes.ts';
import { FLAGS, FLAGS2, filledIn, IDS, isStatus, shown } from './header.ts';
import { RESPONSE_HEADERS } from './watched.ts';

const REPLY = 0x80;
const NT_STATUS = 0x4000;
const LONG_NAMES = 0x0041;

export default pduRule({
  id: 'messenger/response-header-zero',
  title: 'A response’s SMB header holds zeros beside command, status and ids',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why:
    'The sentence that asks for zeros speaks of requests and responses alike. The reply flag is right nevertheless ' +
    '(MS-CIFS 2.2.3.1), and ids have a rule of their own. Bits that say how status and names are written are a note, ' +
    'because servers set them in everything they send.',
  watches: RESPONSE_HEADERS,
  messages: {
    filled: '{field} is {value}; in the response to a messenger request it must be zero',
    status: 'Flags2 is {value}: it marks the status as a 32-bit code, where zero is asked for',
    names: 'Flags2 is {value}: it speaks of long names, where zero is asked for',
  },
  windows: {
    messages: ['status'],
    source: 'MS-MSRP Appendix B <3>, <5>, <6>, <8>: it returns errors as 32-bit codes',
  },
  check({ header }, report) {
    for (const { field, at } of filledIn(header)) {
      if (isStatus({ field, at }) || IDS.has(at)) continue;
      const data = { field: field.label, value: shown(header, field) };
      if (at === FLAGS2) {
        for (const bit of bitsOf(header, field)) {
          if (bit.mask & NT_STATUS) report('status', header.anchor(bit), data, { severity: 'note' });
          else if (bit.mask & LONG_NAMES) report('names', header.anchor(bit), data, { severity: 'note' });
          else
            report('filled', header.anchor(bit), {
              ...data,
              field: bit === field ? 'Flags2' : `Flags2 (${bit.label})`,
            });
        }
      } else if (at !== FLAGS || header.uint(field) !== REPLY) report('filled', header.anchor(field), data);
    }
  },
  bad: [
    {
      shows: 'what smbd sets: 32-bit status, extended attributes, long names',
      turns: single({}, { header: { flags2: '0340' } }),
      finds: ['status', 'filled', 'names'],
    },
    { shows: 'case-insensitive paths', turns: single({}, { header: { flags: '88' } }), finds: ['filled'] },
    { shows: 'a bit that has no name', turns: single({}, { header: { flags2: '2000' } }), finds: ['filled'] },
    { shows: 'a signature', turns: start({}, { header: { security: '0102030405060708' } }), finds: ['filled'] },
  ],
  good: [
    { shows: 'nothing but the reply flag', turns: single() },
    { shows: 'nothing in the responses to blocks', turns: multi(...LONG) },
    { shows: 'an error', turns: start({}, REFUSED) },
  ],
  undecided: [cutOff(client(sendRequest()), server(sendResponse({ header: { flags: '88' } })))],
});

/** The bits that are set, each as its own field; the whole field for bits that have no name. */
function* bitsOf(header: PduView, field: Field): Generator<Field> {
  let rest = header.uint(field);
  for (const bit of header.below(field).fields()) {
    if (rest & bit.mask) yield bit;
    rest &= ~bit.mask;
  }
  if (rest !== 0) yield field;
}
