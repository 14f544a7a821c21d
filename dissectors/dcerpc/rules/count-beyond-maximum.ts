import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'void Say([in, string] char *text);';

export default subjectRule({
  id: 'ndr/count-beyond-maximum',
  title: 'A varying array’s elements lie within its maximum count',
  level: 'MUST',
  spec: c706('14.3.3.4'),
  why: 'The receiver allocates as many elements as the maximum count says; offset and actual count beyond it write behind them.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: offset {offset} and actual count {actual} go beyond the maximum count of {maximum}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'count-beyond-maximum', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [
    sends('a string of six characters where five are the most', DECLARATION, `${u32(5, 0, 6)} 68656c6c6f00`, 'seen'),
  ],
  good: [sends('a string of six characters', DECLARATION, `${u32(6, 0, 6)} 68656c6c6f00`)],
});
