import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION =
  'typedef [switch_type(long)] union { [case(1)] long one; [case(2)] short two; } CHOICE; typedef struct { long which; [switch_is(which)] CHOICE choice; } CHOSEN; void Choose([in] CHOSEN *it);';

export default subjectRule({
  id: 'ndr/tag-disagrees',
  title: 'A union’s discriminant is what switch_is says',
  level: 'MUST',
  spec: c706('14.3.8'),
  why: 'The discriminant is sent twice: as the member that switch_is names, and before the arm. A server that believes the member takes one arm for another.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: the discriminant is {found}, switch_is says {expected}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'tag-disagrees', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('the member says 2, the arm is that of 1', DECLARATION, u32(2, 1, 7), 'seen')],
  good: [sends('arm 1', DECLARATION, u32(1, 1, 7)), sends('arm 2', DECLARATION, `${u32(2, 2)} 0700`)],
});
