import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { rpce } from '../spec.ts';
import { sends64, u64 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'typedef pipe byte BYTES; void Stream([in] BYTES data);';

export default subjectRule({
  id: 'ndr/chunk-disagrees',
  title: 'A chunk of a pipe in NDR64 closes with its negated count',
  level: 'MUST',
  spec: rpce('2.2.5.3.4.5'),
  why: 'The count is sent before and, negated, after the elements, so that a receiver sees where it lost its place.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: the chunk of {count} elements closes with {closing}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'chunk-disagrees', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [
    sends64(
      'two elements, closed as three',
      DECLARATION,
      `${u64(2)} 0102 000000000000 ${'fdffffffffffffff'} ${u64(0, 0)}`,
      'seen',
    ),
  ],
  good: [sends64('two elements', DECLARATION, `${u64(2)} 0102 000000000000 ${'feffffffffffffff'} ${u64(0, 0)}`)],
});
