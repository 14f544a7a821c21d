import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, requested, unknowable } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

const VERSION = 0x0100;

export default pduRule({
  id: 'wdsc/endpoint-version',
  title: 'The Endpoint Header’s Version is 0x0100',
  level: 'MUST',
  spec: wds('2.2.1.1'),
  why: 'There is one version of the header, and nothing is negotiated.',
  watches: PACKETS,
  hidden: sealed,
  messages: { wrong: 'Version is {is}, and must be 0x100' },
  check(it, report) {
    const is = it.uint(fields.endpoint.fields.version);
    if (is !== VERSION) report('wrong', fields.endpoint.fields.version, { is: `0x${is.toString(16)}` });
  },
  bad: [
    bad('a request of version 1', requested({ endpointVersion: 1 }), 'wrong'),
    bad('a reply of version 0x200', replied({ endpointVersion: 0x200 }), 'wrong'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
