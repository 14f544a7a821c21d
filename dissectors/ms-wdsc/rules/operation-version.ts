import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, requested, unknowable } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

const VERSION = 0x0100;

export default pduRule({
  id: 'wdsc/operation-version',
  title: 'The Operation Header’s Version is 0x0100',
  level: 'MUST',
  spec: wds('2.2.1.2'),
  why: 'There is one version of the header, and nothing is negotiated.',
  watches: PACKETS,
  hidden: sealed,
  messages: { wrong: 'Version is {is}, and must be 0x100' },
  check(it, report) {
    const is = it.uint(fields.operation.fields.version);
    if (is !== VERSION) report('wrong', fields.operation.fields.version, { is: `0x${is.toString(16)}` });
  },
  bad: [
    bad('a request of version 0', requested({ operationVersion: 0 }), 'wrong'),
    bad('a reply of version 0x101', replied({ operationVersion: 0x101 }), 'wrong'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
