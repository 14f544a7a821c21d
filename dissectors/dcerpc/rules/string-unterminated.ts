import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'void Say([in, string] char *text);';

export default subjectRule({
  id: 'ndr/string-unterminated',
  title: 'A string ends with a null',
  level: 'MUST',
  spec: c706('14.3.4'),
  why: 'The null is part of the string and of its counts. Without it a server reads on in its memory.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: no null among {count} characters' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'string-unterminated', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('five characters and no null', DECLARATION, `${u32(5, 0, 5)} 68656c6c6f`, 'seen')],
  good: [
    sends('five characters and a null', DECLARATION, `${u32(6, 0, 6)} 68656c6c6f00`),
    sends('the empty string', DECLARATION, `${u32(1, 0, 1)} 00`),
  ],
});
