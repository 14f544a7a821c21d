import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION =
  'typedef [switch_type(long)] union { [case(1)] long one; [case(2)] short two; } CHOICE; typedef struct { long which; [switch_is(which)] CHOICE choice; } CHOSEN; void Choose([in] CHOSEN *it);';

export default subjectRule({
  id: 'ndr/unknown-tag',
  title: 'A union’s discriminant has an arm',
  level: 'MUST',
  spec: c706('14.3.8'),
  why: 'Without an arm nothing tells what follows, unless the union has a default. Run times refuse the call.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: no arm has the discriminant {tag}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'unknown-tag', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('arm 3 of two', DECLARATION, u32(3, 3, 7), 'seen')],
  good: [sends('the second arm', DECLARATION, `${u32(2, 2)} 0700`)],
});
