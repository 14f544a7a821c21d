import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { nameCall, sealed } from './name-calls.ts';
import { add, bad, good, list, unknowable } from './rpc-bytes.ts';

/** Letters, digits and marks of NetBIOS names and domain names; a client may put two backslashes before them. */
const NAME = /^(\\\\)?[^\\/:*?"<>|\x00-\x1f]{1,255}$/;

export default subjectRule({
  id: 'msgsvc/server-name',
  title: 'ServerName is the name of the server',
  level: 'MUST',
  spec: msrp('2.2.1.1'),
  why:
    'Its NetBIOS name or its full domain name, in every method (3.1.4.5, 3.1.4.7, 3.1.4.9, 3.1.4.11). The server ignores ' +
    'it, so that nothing breaks.',
  watches: nameCall,
  hidden: sealed,
  messages: { none: 'ServerName is null', other: '“{name}” is no name' },
  check({ asked }, report, undecided) {
    const name = asked.server === undefined ? undecided() : asked.server;
    if (name === null) report('none', asked.anchors.server);
    else if (!NAME.test(name)) report('other', asked.anchors.server, { name });
  },
  bad: [
    bad('none', [list({ server: null })], 'none'),
    bad('an empty one', [add({ server: '' })], 'other'),
    bad('a path', [add({ server: '\\\\SRV\\SHARE' })], 'other'),
  ],
  good: [good('with backslashes', list()), good('a domain name', add({ server: 'srv.example.com' }))],
  undecided: unknowable,
});
