import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION =
  'typedef enum { RED, GREEN } COLOUR; void Paint([in] COLOUR colour, [in, range(0, 100)] long percent);';

export default subjectRule({
  id: 'ndr/unknown-enumerator',
  title: 'An enumeration has one of its values',
  level: 'SHOULD',
  spec: c706('14.2.5'),
  why: 'The interface has no name for the value; most likely the peers have different versions of it.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where} is {value}, which the enumeration does not have' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'unknown-enumerator', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('a third colour', DECLARATION, `0200 0000 ${u32(7)}`, 'seen')],
  good: [sends('the second colour', DECLARATION, `0100 0000 ${u32(7)}`)],
});
