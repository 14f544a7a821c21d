import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { asks, bad, exchange, good, unknowable } from './bytes.ts';
import { REQUEST, sealed } from './watched.ts';

export default pduRule({
  id: 'wdsc/endpoint-guid',
  title: 'A request names an endpoint',
  level: 'MUST',
  spec: wds('2.2.1.1'),
  why:
    'Endpoint-GUID says which service provider is meant. Providers may bring GUIDs of their own, so an unknown one is ' +
    'right; all zeros is nobody’s.',
  watches: REQUEST,
  hidden: sealed,
  messages: { nil: 'Endpoint-GUID is all zeros' },
  check(it, report) {
    if (it.bytes(fields.endpoint.fields.guid).every((byte) => byte === 0)) report('nil', fields.endpoint.fields.guid);
  },
  bad: [
    bad(
      'a request to nobody',
      exchange(asks({ endpoint: '00000000-0000-0000-0000-000000000000' }), null, { status: 87 }),
      'nil',
    ),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
