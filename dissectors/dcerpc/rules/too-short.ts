import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { c706 } from '../spec.ts';
import { sends } from './bytes.ts';
import { sealed } from './seen.ts';

const DECLARATION = 'void Say([in, string] char *text);';

export default subjectRule({
  id: 'ndr/too-short',
  title: 'A stub holds what its counts promise',
  level: 'MUST',
  spec: c706('14.4'),
  why:
    'A count beyond the end of the stub: a server that allocates before it looks gives away its memory, one that reads ' +
    'on shows what lies behind.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where} ends after {length} bytes, before all of its parameters were there' },
  check({ short, whole, procedure, start, end, anchor }, report, undecided) {
    if (short) report('seen', anchor(undefined, start, end), { where: procedure.name, length: end - start });
    else if (!whole) undecided();
  },
  bad: [
    sends('two thousand million characters', DECLARATION, '7fffff7f 00000000 7fffff7f 6869', 'seen'),
    sends('nothing at all', DECLARATION, '', 'seen'),
  ],
  good: [sends('three characters', DECLARATION, '03000000 00000000 03000000 686900')],
});
