import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, buffer, cutOff, LONG, multi, REFUSED, sendRequest, single, start, string } from './bytes.ts';
import { bySection } from './watched.ts';

const STRINGS = [pdu.bufferFormat1, pdu.bufferFormat2];
const MARKS = new Map([
  [pdu.sendRequest, [...STRINGS, pdu.bufferFormat3]],
  [pdu.startRequest, STRINGS],
  [pdu.textRequest, [pdu.bufferFormat]],
]);

const hex = (value: number): string => `0x${value.toString(16).padStart(2, '0')}`;

export default pduRule({
  id: 'messenger/buffer-format',
  title: 'Names are marked as strings, text as a buffer',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why:
    'The mark says how the value after it ends: a string with a null, a buffer after its length. 0x05 before the text is ' +
    'wrong, too, although it passes the server’s own test (3.2.4.5).',
  watches: bySection(...MARKS.keys()),
  messages: { wrong: '{field} is {is}, and must be {must}' },
  check(it, report) {
    for (const field of MARKS.get(it.heading)!) {
      const is = it.uint(field);
      const must = STRINGS.includes(field) ? 0x04 : 0x01;
      if (is !== must) report('wrong', field, { field: field.label, is: hex(is), must: hex(must) });
    }
  },
  bad: [
    {
      shows: 'a dialect and a path for names',
      turns: start({ bytes: `${string('A', '02')} ${string('B', '03')}` }, REFUSED),
      finds: ['wrong', 'wrong'],
    },
    {
      shows: 'a variable block for the text',
      turns: single({ bytes: `${string('A')} ${string('B')} ${buffer('Hi\0', '05')}` }),
      finds: ['wrong'],
    },
    {
      shows: 'a string for the text',
      turns: [...start(), ...block({ bytes: buffer('Hi\0', '04') }, REFUSED)],
      finds: ['wrong'],
    },
  ],
  good: [
    { shows: 'a single block', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [
    cutOff(client(sendRequest({ bytes: string('A', '02') }))),
    {
      shows: 'a message that ends before its text',
      turns: single({ bytes: `${string('A')} ${string('B')}` }, REFUSED),
    },
  ],
});
