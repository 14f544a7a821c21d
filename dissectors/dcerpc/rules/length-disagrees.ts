import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { rpce } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION =
  'void Part([in] long first, [in] long length, [in, size_is(4), first_is(first), length_is(length)] long part[]);';

export default subjectRule({
  id: 'ndr/length-disagrees',
  title: 'The actual count is what length_is says',
  level: 'MUST',
  spec: rpce('3.1.1.5.3'),
  why: 'length_is tells the server how many elements there are. Where it says more than were sent, the rest is memory that nobody wrote.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: the actual count is {found}, length_is says {expected}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'length-disagrees', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('two elements announced, one sent', DECLARATION, u32(0, 2, 4, 0, 1, 7), 'seen')],
  good: [sends('two elements', DECLARATION, u32(0, 2, 4, 0, 2, 7, 8))],
});
