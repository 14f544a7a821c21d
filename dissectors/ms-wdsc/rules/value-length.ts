import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { FIXED } from '../variables.ts';
import { asks, bad, exchange, good, ulong, unknowable, variable } from './bytes.ts';
import { BLOCKS, sealed } from './watched.ts';

const refused = { status: 13 };
const long = (type: number, length: number, size = 0) =>
  exchange(
    asks({ variables: [ulong('VERSION', 1), variable({ name: 'A', type, value: '61', length, size })] }),
    null,
    refused,
  );

export default pduRule({
  id: 'wdsc/value-length',
  title: 'A value lies within its packet',
  level: 'MUST',
  spec: wds('2.2.1.3.3.1'),
  why:
    'Value-Length, times Array-Size where it is an array (2.2.1.3.3.2), is the number of bytes that hold the value. The ' +
    'product is taken in 64 bits: one that fits 32 bits by wrapping around is no length.',
  watches: BLOCKS,
  hidden: sealed,
  messages: { beyond: 'the value has {bytes} bytes, and {left} are left in the packet' },
  check(it, report) {
    const type = it.uint(fields.variable.fields.type);
    const length = it.uint(fields.variable.fields.value_length);
    const count = it.uint(fields.variable.fields.array_size);
    const isArray = type >>> 16 === fields.ARRAY || (type & fields.ARRAY) !== 0;
    const bytes = isArray ? BigInt(length) * BigInt(count) : BigInt(length);
    const left = it.layer.end - it.packet.tree.start(it.first) - FIXED;
    if (bytes > left) report('beyond', fields.variable.fields.value_length, { bytes: String(bytes), left });
  },
  bad: [
    bad('a blob that is longer than its packet', long(0x40, 1000), 'beyond'),
    bad('an array whose length wraps around to one', long(0x1000_0001, 0x8000_0001, 2), 'beyond'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
