import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { rpce } from '../spec.ts';
import { sends, sends64, u32, u64 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'typedef struct { long n; [size_is(n)] byte *data; } SIZED; void Send([in] SIZED *it);';

export default subjectRule({
  id: 'ndr/size-disagrees',
  title: 'The maximum count is what size_is says',
  level: 'MUST',
  spec: rpce('3.1.1.5.3'),
  why: 'Both describe the same memory. A server that allocates by one and copies by the other writes out of bounds; strict run times refuse the call.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: the maximum count is {found}, size_is says {expected}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'size-disagrees', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('four bytes announced, eight sent', DECLARATION, `${u32(4, 0x20000, 8)} 0102030405060708`, 'seen')],
  good: [sends('four bytes', DECLARATION, `${u32(4, 0x20000, 4)} 01020304`)],
  // NDR64 is all that was offered, and what is sent is NDR64.
  undecided: [
    {
      ...sends64(
        'four bytes, and the answer to the bind was not captured',
        DECLARATION,
        `${u64(4, 0x20000, 4)} 01020304`,
      ),
      missed: [1],
    },
  ],
});
