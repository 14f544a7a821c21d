import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, LONG, multi, sendRequest, single, start } from './bytes.ts';
import { isBlank } from './names.ts';
import { NAMED, watched } from './watched.ts';

export default pduRule({
  id: 'messenger/sender-named',
  title: 'The sender says who it is',
  level: 'SHOULD',
  spec: msrp('3.2.4.4'),
  why: 'The name is all that the reader learns of who wrote. A sender without a better one has its computer’s.',
  watches: watched(...NAMED),
  messages: { unnamed: 'the sender’s name is blank' },
  check(it, report) {
    if (isBlank(it, pdu.originatorName)) report('unnamed', pdu.originatorName);
  },
  bad: [
    { shows: 'no name', turns: single({ from: '' }), finds: ['unnamed'] },
    {
      shows: 'blanks, in START',
      turns: [...start({ from: '  ' }), ...LONG.flatMap((data) => block({ data })), ...end()],
      finds: ['unnamed'],
    },
  ],
  good: [
    { shows: 'a name', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(client(sendRequest({ from: '' })))],
});
