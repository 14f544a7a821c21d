import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { fixedSize } from '../variables.ts';
import { bad, exchange, good, requested, u32, ulong, unknowable, variable } from './bytes.ts';
import { BLOCKS, sealed } from './watched.ts';

const VERSION = ulong('VERSION', 1);
const with_ = (type: number, value: string, length: number, size = 0) =>
  requested({ variables: [VERSION, variable({ name: 'A', type, value, length, size })] });

export default pduRule({
  id: 'wdsc/fixed-value-length',
  title: 'Value-Length of a fixed type is the type’s size',
  level: 'SHOULD',
  spec: wds('2.2.1.3.3.1'),
  why: 'One byte, two, four or eight, of a single value and of one element of an array (2.2.1.3.3.2).',
  watches: BLOCKS,
  hidden: sealed,
  messages: { wrong: 'Value-Length is {is}, and should be {should} for this type' },
  check(it, report) {
    const type = it.uint(fields.variable.fields.type);
    const should = fixedSize(type & 0xffff & ~fields.ARRAY);
    const is = it.uint(fields.variable.fields.value_length);
    if (should > 0 && is !== should) report('wrong', fields.variable.fields.value_length, { is, should });
  },
  bad: [
    bad('a ULONG of two bytes', with_(4, '0100', 2), 'wrong'),
    bad('an array of ULONG with its whole length', with_(0x1000_0004, u32(1) + u32(2), 8, 1), 'wrong'),
    bad('a byte of none', with_(1, '', 0), 'wrong'),
  ],
  good: [good('a call', exchange()), good('an array', with_(0x1000_0004, u32(1) + u32(2), 4, 2))],
  undecided: unknowable,
});
