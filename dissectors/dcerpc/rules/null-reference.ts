import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'typedef struct { [ref] long *value; } HOLDS; void Hold([in] HOLDS *it);';

export default subjectRule({
  id: 'ndr/null-reference',
  title: 'A reference pointer is not null',
  level: 'MUST NOT',
  spec: c706('14.3.10'),
  why: '[ref] promises that there is something to point to; servers do not look before they follow it.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where} is null' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'null-reference', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('nothing behind it', DECLARATION, u32(0), 'seen')],
  good: [sends('a number behind it', DECLARATION, u32(0x20000, 7))],
});
