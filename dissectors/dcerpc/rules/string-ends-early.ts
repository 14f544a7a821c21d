import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'void Say([in, string] char *text);';

export default subjectRule({
  id: 'ndr/string-ends-early',
  title: 'A string’s null is its last character',
  level: 'MAY',
  spec: c706('14.3.4'),
  why: 'Characters behind the null belong to the string by its count, and no receiver sees them: padding, or something hidden.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: a null after {characters} of {count} characters' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'string-ends-early', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('two bytes behind the null', DECLARATION, `${u32(8, 0, 8)} 68656c6c6f007878`, 'seen')],
  good: [sends('nothing behind it', DECLARATION, `${u32(6, 0, 6)} 68656c6c6f00`)],
});
