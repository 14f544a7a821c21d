import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { isKnownType } from '../variables.ts';
import { bad, exchange, good, requested, u32, ulong, unknowable, variable } from './bytes.ts';
import { BLOCKS, sealed } from './watched.ts';

const { ARRAY } = fields;
const VERSION = ulong('VERSION', 1);
const typed = (type: number, size = 0) =>
  requested({ variables: [VERSION, variable({ name: 'A', type, value: u32(1), length: 4, size })] });

export default pduRule({
  id: 'wdsc/variable-type',
  title: 'Variable-Type is a base type, and the array modifier or none',
  level: 'MUST',
  spec: wds('2.2.1.3.2'),
  why:
    'The base type has bits 0 to 15, the modifier bits 16 to 31: an array of ULONG is 0x10000004. Some clients put the ' +
    'array flag in the lower half, which is understood and wrong.',
  watches: BLOCKS,
  hidden: sealed,
  messages: {
    base: 'there is no base type {is}',
    modifier: 'there is no type modifier {is}',
    arrayBelow: 'the array modifier stands among the base type’s bits ({is})',
    arrayTwice: 'the array modifier stands in both halves ({is})',
  },
  windows: { messages: ['arrayBelow'], source: 'some deployed clients put 0x1000 in the lower half' },
  check(it, report) {
    const field = fields.variable.fields.type;
    const type = it.uint(field);
    const low = type & 0xffff;
    const modifier = type >>> 16;
    const hex = (n: number) => ({ is: `0x${n.toString(16)}` });
    const below = (low & ARRAY) !== 0 && isKnownType(low & ~ARRAY);
    if (below) report(modifier === ARRAY ? 'arrayTwice' : 'arrayBelow', field, hex(type));
    else if (!isKnownType(low)) report('base', field, hex(low));
    if (modifier !== 0 && modifier !== ARRAY) report('modifier', field, hex(modifier));
  },
  bad: [
    bad('no base type', typed(0), 'base'),
    bad('an unknown base type', typed(0x80), 'base'),
    bad('two base types', typed(3), 'base'),
    bad('an unknown modifier', typed(0x2000_0004), 'modifier'),
    bad('an array by its lower half', typed(0x1004, 1), 'arrayBelow'),
    bad('an array by both halves', typed(0x1000_1004, 1), 'arrayTwice'),
  ],
  good: [good('a call', exchange()), good('an array', typed(0x1000_0004, 1))],
  undecided: unknowable,
});
