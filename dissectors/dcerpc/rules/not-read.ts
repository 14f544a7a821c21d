import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'typedef void *NOTHING; void Any([in] long a, [in, size_is(a)] NOTHING b[]);';

export default subjectRule({
  id: 'ndr/not-read',
  title: 'A stub can be read to its end',
  level: 'MAY',
  spec: c706('14.4'),
  why: 'What follows a limit of ours, or a type that the IDL does not describe, is shown as bytes and judged by no rule.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: {length} bytes were not read: {reason}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'not-read', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('an array of nothing', DECLARATION, `${u32(1, 1, 0x20000, 5)}`, 'seen')],
  good: [sends('a number', 'void One([in] long a);', u32(1))],
});
