import { pduRule } from '#sdk';
import { packetOf } from '../keys.ts';
import { wds } from '../spec.ts';
import { asks, bad, blob, CLIENT, exchange, good, UNATTEND, ulong, unknowable, wstring } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

const request = asks({ code: 5, variables: [ulong('VERSION', 1), ulong('ARCHITECTURE', 9), ...CLIENT] });
const unattended = (xml: string) => exchange(request, UNATTEND(blob('CLIENT_UNATTEND', xml)));

export default pduRule({
  id: 'wdsc/credentials-protected',
  title: 'Passwords and keys cross the wire sealed',
  level: 'MUST',
  severity: 'warning',
  spec: wds('2.1.2'),
  why:
    'Packet privacy is demanded of authenticated clients only, and unattended instructions may be given to anybody; but ' +
    'whoever can read this capture can read the password, too. That is worth a warning, whoever is to blame.',
  watches: PACKETS,
  hidden: sealed,
  messages: { readable: 'the variable {name} carries a password or a key, and the call is not sealed' },
  check(it, report, undecided) {
    for (const { secret, name, anchor } of (packetOf(it) ?? undecided()).variables)
      if (secret) report('readable', anchor, { name });
  },
  bad: [
    bad(
      'unattended instructions with a password',
      unattended('<unattend><Password><Value>hunter2</Value></Password></unattend>'),
      'readable',
    ),
    bad('a variable that is called so', exchange(request, UNATTEND(wstring('JoinPassword', 'hunter2'))), 'readable'),
  ],
  good: [
    good('a call', exchange()),
    good('instructions without', unattended('<unattend><UILanguage>en-US</UILanguage></unattend>')),
  ],
  undecided: unknowable,
});
