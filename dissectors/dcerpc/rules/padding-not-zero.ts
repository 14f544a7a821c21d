import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'void Gap([in] short a, [in] long b);';

export default subjectRule({
  id: 'ndr/padding-not-zero',
  title: 'Alignment gaps are zero',
  level: 'MAY',
  spec: c706('14.2.2'),
  why: 'The gaps have no meaning and any value is allowed. What is not zero is memory of the sender that went out with the call.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: the gap before it holds {bytes}' },
  windows: { source: 'Windows sends what lay in its buffers (seen in captures of Windows XP to 10)' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'padding-not-zero', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends('two bytes of something', DECLARATION, `0100 beef ${u32(2)}`, 'seen')],
  good: [sends('zeros', DECLARATION, `0100 0000 ${u32(2)}`)],
});
