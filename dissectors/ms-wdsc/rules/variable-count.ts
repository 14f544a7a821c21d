import { pduRule } from '#sdk';
import { packetOf } from '../keys.ts';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, requested, ulong, unknowable, variable } from './bytes.ts';
import { PACKETS, sealed } from './watched.ts';

export default pduRule({
  id: 'wdsc/variable-count',
  title: 'There are as many variables as Variable-Count says',
  level: 'MUST',
  spec: wds('2.2.1.3'),
  why: 'Blocks are read as the count says. What the packet holds beyond the last one is nobody’s.',
  watches: PACKETS,
  hidden: sealed,
  messages: {
    fewer: 'Variable-Count is {count}, and the packet holds {found}',
    leftOver: '{bytes} bytes follow the last of {count} variables',
  },
  check(it, report, undecided) {
    const { count, variables } = packetOf(it) ?? undecided();
    // A block that is longer than the packet is another rule's; how many would follow it nobody knows.
    if (it.layer.outcome !== 'complete' || !it.has(fields.variableCount)) return undecided();
    if (it.has(fields.leftOver))
      report('leftOver', fields.leftOver, { bytes: it.bytes(fields.leftOver).length, count });
    if (variables.length < count) report('fewer', fields.variableCount, { count, found: variables.length });
  },
  bad: [
    bad('a request that promises one more', requested({ count: 2 }), 'fewer'),
    bad('a reply that counts none', replied({ count: 0 }), 'leftOver'),
    bad('bytes behind the last variable', requested({ trailer: 'ab'.repeat(20) }), 'leftOver'),
  ],
  good: [
    good('a call', exchange()),
    good('no variables', exchange(undefined, null, { status: 5 })),
    good('sixteen bytes more of padding', requested({ variables: [ulong('VERSION', 1)] })),
  ],
  undecided: [
    ...unknowable,
    good(
      'a variable that is longer than its packet',
      requested({
        variables: [ulong('VERSION', 1), variable({ name: 'A', type: 0x40, value: '00', length: 99 })],
        count: 3,
      }),
    ),
  ],
});
