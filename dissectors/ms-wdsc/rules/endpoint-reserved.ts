import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, requested, unknowable } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

export default pduRule({
  id: 'wdsc/endpoint-reserved',
  title: 'The Endpoint Header’s Reserved bytes are zero',
  level: 'MUST',
  spec: wds('2.2.1.1'),
  why: 'All sixteen of them; unlike padding they are not said to be ignored.',
  watches: PACKETS,
  hidden: sealed,
  messages: { set: 'Reserved is not all zeros' },
  check(it, report) {
    if (it.bytes(fields.endpoint.fields.reserved).some((byte) => byte !== 0))
      report('set', fields.endpoint.fields.reserved);
  },
  bad: [
    bad('one bit in a request', requested({ reserved: `${'00'.repeat(15)}01` }), 'set'),
    bad('all bits in a reply', replied({ reserved: 'ff'.repeat(16) }), 'set'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
