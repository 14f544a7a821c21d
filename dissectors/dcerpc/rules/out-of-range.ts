import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { rpce } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION =
  'typedef enum { RED, GREEN } COLOUR; void Paint([in] COLOUR colour, [in, range(0, 100)] long percent);';

export default subjectRule({
  id: 'ndr/out-of-range',
  title: 'A number is within its range',
  level: 'MUST',
  spec: rpce('3.1.1.5.3'),
  why: '[range] is the server’s promise to look no further: a run time that does not check it hands the number on.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where} is {value}; {low} to {high} are allowed' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'out-of-range', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('101 of 100', DECLARATION, `0100 0000 ${u32(101)}`, 'seen')],
  good: [sends('100 of 100', DECLARATION, `0100 0000 ${u32(100)}`)],
});
