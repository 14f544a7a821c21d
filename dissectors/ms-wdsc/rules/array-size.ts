import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, requested, u32, ulong, unknowable, variable } from './bytes.ts';
import { BLOCKS, sealed } from './watched.ts';

const array = (value: string, size: number) =>
  requested({ variables: [ulong('VERSION', 1), variable({ name: 'A', type: 0x1000_0004, value, length: 4, size })] });

export default pduRule({
  id: 'wdsc/array-size',
  title: 'An array has elements',
  level: 'MUST NOT',
  spec: wds('2.2.1.3.3.2'),
  why: 'The highest index is Array-Size less one, so that an array of none has no meaning.',
  watches: BLOCKS,
  hidden: sealed,
  messages: { none: 'Array-Size of an array is 0' },
  check(it, report) {
    const type = it.uint(fields.variable.fields.type);
    const isArray = type >>> 16 === fields.ARRAY || (type & fields.ARRAY) !== 0;
    if (isArray && it.uint(fields.variable.fields.array_size) === 0) report('none', fields.variable.fields.array_size);
  },
  bad: [bad('an array of nothing', array('', 0), 'none')],
  good: [good('a call', exchange()), good('an array of two', array(u32(1) + u32(2), 2))],
  undecided: unknowable,
});
