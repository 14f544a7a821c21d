import { client, pduRule } from '#sdk';
import * as pdu from '../layout.ts';
import { msrp } from '../spec.ts';
import { block, cutOff, end, LONG, multi, sendRequest, single, start } from './bytes.ts';
import { calledName } from './called-name.ts';
import { shown } from './names.ts';
import { NAMED, watched } from './watched.ts';

const session = { called: 'ALICE', calling: 'PRINTSERVER' };
/** Case and padding do not count; what is no ASCII letter has no case here. */
const plain = (name: string): string => name.replace(/[ \0]+$/, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());
const isAscii = (name: string): boolean => /^[\0-\x7f]*$/.test(name);

export default pduRule({
  id: 'messenger/destination-is-called-name',
  title: 'A message goes to the recipient that its session was opened to',
  level: 'MUST',
  severity: 'warning',
  spec: msrp('2.1.3'),
  why:
    'Messages are sent to their recipient’s NetBIOS name. A server that has several names may take them all in one ' +
    'session: hence a warning. Without the session request, as on port 445, nothing is known.',
  watches: watched(...NAMED),
  messages: { other: 'the message is for “{name}”, and its session was opened to “{called}”' },
  check(it, report, undecided) {
    const called = calledName(it, undecided).name;
    const name = shown(it, pdu.destinationName);
    if (plain(name) === plain(called)) return;
    // Of other letters the code page decides which belong together.
    if (!isAscii(name) || !isAscii(called)) return undecided();
    report('other', pdu.destinationName, { name, called });
  },
  bad: [
    { shows: 'another recipient', turns: single({ to: 'BOB' }), session, finds: ['other'] },
    {
      shows: 'a name that stands for any server',
      turns: [...start({ to: 'ALICE' }), ...LONG.flatMap((data) => block({ data })), ...end()],
      session: { ...session, called: '*SMBSERVER' },
      finds: ['other'],
    },
  ],
  good: [
    { shows: 'the same name', turns: single({ to: 'ALICE' }), session },
    { shows: 'case and padding', turns: single({ to: 'Alice   ' }), session },
  ],
  undecided: [
    { shows: 'port 445', turns: multi(...LONG) },
    { shows: 'the session request lies before the capture', turns: single({ to: 'BOB' }), midstream: true },
    {
      shows: 'letters of a code page',
      turns: single({ to: 'J\x81RGEN' }),
      session: { ...session, called: 'J\x9aRGEN' },
    },
    { ...cutOff(client(sendRequest({ to: 'BOB' }))), session },
  ],
});
