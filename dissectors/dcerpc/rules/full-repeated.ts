import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'void Alias([in, ptr] long *a, [in, ptr] long *b);';

export default subjectRule({
  id: 'ndr/full-repeated',
  title: 'Full pointers that are aliases are rare',
  level: 'MAY',
  spec: c706('14.3.10'),
  why: 'Two full pointers may have one referent id: the second is an alias, and what it points to is sent once. Few interfaces mean it, and servers that free both free one memory twice.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where} has the referent id {id} of an earlier pointer: they point to the same' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'full-repeated', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('an alias', DECLARATION, u32(0x20000, 1, 0x20000), 'seen')],
  good: [sends('two ids', DECLARATION, u32(0x20000, 1, 0x20004, 2))],
});
