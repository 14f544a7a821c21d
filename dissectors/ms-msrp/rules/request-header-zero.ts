import { client, pduRule } from '#sdk';
import { msrp } from '../spec.ts';
import { cutOff, endRequest, LONG, multi, single, start } from './bytes.ts';
import { filledIn, shown } from './header.ts';
import { bySection, REQUESTS } from './watched.ts';

export default pduRule({
  id: 'messenger/request-header-zero',
  title: 'A request’s SMB header holds zeros beside its command',
  level: 'MUST',
  spec: msrp('2.2.3'),
  why:
    'Messages are sent without logging on or connecting to a share, so there is nothing that flags and ids could say. ' +
    'Of all header fields only Protocol and Command are read as excepted; each other one is reported on its own.',
  watches: bySection(...REQUESTS),
  messages: { filled: '{field} is {value}; in a messenger request it must be zero' },
  check(it, report) {
    const { header } = it;
    for (const { field } of filledIn(header)) {
      report('filled', header.anchor(field), { field: field.label, value: shown(header, field) });
    }
  },
  bad: [
    {
      shows: 'a process id, as smbclient sends it',
      turns: single({ header: { pid: 'c12b' } }, { header: { pid: 'c12b' } }),
      finds: ['filled'],
    },
    {
      shows: 'flags of a file session and an id, each told',
      turns: single({ header: { flags: '18', flags2: '0140', mid: '4000' } }, { header: { mid: '4000' } }),
      finds: ['filled', 'filled', 'filled'],
    },
    {
      shows: 'a signature in END',
      turns: [client(endRequest({ header: { security: '0102030405060708' } }))],
      finds: ['filled'],
    },
  ],
  good: [
    { shows: 'a single block', turns: single() },
    { shows: 'a message in blocks', turns: multi(...LONG) },
  ],
  undecided: [cutOff(...start(), client(endRequest({ header: { pid: 'c12b' } })))],
});
