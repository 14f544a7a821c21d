import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'void Both([in, unique] long *a, [in, unique] long *b);';

export default subjectRule({
  id: 'ndr/unique-repeated',
  title: 'Each unique pointer has a referent id of its own',
  level: 'MUST',
  spec: c706('14.3.10'),
  why: 'Unique pointers are no aliases; two that bear one id contradict that. NDR64 is not judged: Windows gives all pointers the same id there.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where} has the referent id {id} of an earlier pointer' },
  applies: ({ ndr64 }) => !ndr64,
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'unique-repeated', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('two of one id', DECLARATION, u32(0x20000, 1, 0x20000, 2), 'seen')],
  good: [sends('two ids', DECLARATION, u32(0x20000, 1, 0x20004, 2)), sends('two nulls', DECLARATION, u32(0, 0))],
});
