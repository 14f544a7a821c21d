import { subjectRule } from '#sdk';
import { rpcStub, type StubRead } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'void Gap([in] short a, [in] long b);';

/** Up to three bytes: anything before a verification trailer, zeros where senders round the stub up. */
const aligns = ({ trailer }: StubRead, { length, bytes }: { length: number; bytes: string }): boolean =>
  length <= 3 && (trailer || /^0*$/.test(bytes));

export default subjectRule({
  id: 'ndr/left-over',
  title: 'A stub ends with its last parameter',
  level: 'MUST',
  severity: 'warning',
  spec: c706('14.4'),
  why: 'Bytes that no parameter is made of: the peers have different versions of the interface, or something is hidden there. Up to three bytes before a verification trailer, or of zeros, only align the stub.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: {length} bytes are left over: {bytes}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'left-over', undecided))
      if (!aligns(it, data)) report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('four bytes more', DECLARATION, `${u32(1, 2)} 01020304`, 'seen')],
  good: [
    sends('two numbers and nothing more', DECLARATION, u32(1, 2)),
    sends('rounded up to four bytes', 'void Short([in] short a);', '0100 0000'),
  ],
});
