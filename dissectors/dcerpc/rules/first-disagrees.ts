import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION =
  'void Part([in] long first, [in] long length, [in, size_is(4), first_is(first), length_is(length)] long part[]);';

export default subjectRule({
  id: 'ndr/first-disagrees',
  title: 'The offset is what first_is says',
  level: 'MUST',
  spec: c706('14.3.3.3'),
  why: 'The offset tells where in the array the elements belong, and so does first_is.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: the offset is {found}, first_is says {expected}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'first-disagrees', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('from 1 on announced, from 2 on sent', DECLARATION, u32(1, 1, 4, 2, 1, 7), 'seen')],
  good: [sends('from 1 on', DECLARATION, u32(1, 1, 4, 1, 1, 7))],
});
