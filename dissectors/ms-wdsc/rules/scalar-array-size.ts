import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, requested, u32, ulong, unknowable, variable } from './bytes.ts';
import { BLOCKS, sealed } from './watched.ts';

const sized = (type: number, size: number) =>
  requested({ variables: [ulong('VERSION', 1), variable({ name: 'A', type, value: u32(1), length: 4, size })] });

export default pduRule({
  id: 'wdsc/scalar-array-size',
  title: 'Array-Size of what is no array is zero',
  level: 'SHOULD',
  spec: wds('2.2.1.3.3.1'),
  why: 'Without the array modifier it multiplies nothing; a reader might take it for a count.',
  watches: BLOCKS,
  hidden: sealed,
  messages: { set: 'Array-Size is {is} without the array modifier' },
  check(it, report) {
    const type = it.uint(fields.variable.fields.type);
    const isArray = type >>> 16 === fields.ARRAY || (type & fields.ARRAY) !== 0;
    const is = it.uint(fields.variable.fields.array_size);
    if (!isArray && is !== 0) report('set', fields.variable.fields.array_size, { is });
  },
  bad: [bad('a number with a count', sized(4, 1), 'set'), bad('a blob with a count', sized(0x40, 7), 'set')],
  good: [good('a call', exchange()), good('an array of one', sized(0x1000_0004, 1))],
  undecided: unknowable,
});
