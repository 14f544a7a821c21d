import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, requested, unknowable } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

const SIZE = 40;

export default pduRule({
  id: 'wdsc/endpoint-size-of-header',
  title: 'The Endpoint Header’s Size-Of-Header is 40',
  level: 'MUST',
  spec: wds('2.2.1.1'),
  why: 'It says where the Operation Header begins; nothing else is defined.',
  watches: PACKETS,
  hidden: sealed,
  messages: { wrong: 'Size-Of-Header is {is}, and must be 40' },
  check(it, report) {
    const is = it.uint(fields.endpoint.fields.size_of_header);
    if (is !== SIZE) report('wrong', fields.endpoint.fields.size_of_header, { is });
  },
  bad: [
    bad('a request that says 39', requested({ headerSize: 39 }), 'wrong'),
    bad('a reply that says 0', replied({ headerSize: 0 }), 'wrong'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
