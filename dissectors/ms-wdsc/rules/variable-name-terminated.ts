import { pduRule } from '#sdk';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, requested, ulong, unknowable, utf16, variable } from './bytes.ts';
import { BLOCKS, sealed } from './watched.ts';

export default pduRule({
  id: 'wdsc/variable-name-terminated',
  title: 'A variable’s name ends with a null',
  level: 'MUST',
  spec: wds('2.2.1.3.1'),
  why: 'One of the 33 characters is a null: a name has 32 at most. What follows the null does not count.',
  watches: BLOCKS,
  hidden: sealed,
  messages: { unterminated: 'none of the name’s 33 characters is a null' },
  check(it, report) {
    const name = it.bytes(fields.variable.fields.name);
    for (let i = 0; i + 1 < name.length; i += 2) if (name[i] === 0 && name[i + 1] === 0) return;
    report('unterminated', fields.variable.fields.name);
  },
  bad: [
    bad(
      'a name of 33 characters in a request',
      requested({ variables: [ulong('VERSION', 1), ulong('N'.repeat(33), 1)] }),
      'unterminated',
    ),
  ],
  good: [
    good('a call', exchange()),
    good('a name of 32 characters', requested({ variables: [ulong('VERSION', 1), ulong('N'.repeat(32), 1)] })),
    good(
      'something behind the null',
      replied({
        variables: [
          ulong('VERSION', 1),
          ulong('LOGLEVEL', 0),
          variable({ name: '', nameBytes: utf16('TRANSACTION_ID\0x'), type: 0x20, value: utf16('1\0') }),
        ],
      }),
    ),
  ],
  undecided: unknowable,
});
