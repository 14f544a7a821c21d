import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { rpce } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'typedef struct { long n; [size_is(n)] byte *data; } SIZED; void Send([in] SIZED *it);';

export default subjectRule({
  id: 'ndr/null-with-size',
  title: 'A null pointer leads to an array of no elements',
  level: 'MUST',
  spec: rpce('3.1.1.5.3'),
  why: 'size_is promises elements; without them the server follows a null pointer.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where} is null, size_is says {expected}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'null-with-size', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('four bytes announced, none sent', DECLARATION, u32(4, 0), 'seen')],
  good: [sends('no bytes', DECLARATION, u32(0, 0)), sends('an empty array', DECLARATION, u32(0, 0x20000, 0))],
});
