import { subjectRule } from '#sdk';
import { rpcStub } from '../keys.ts';
import { rpce } from '../spec.ts';
import { sends64, u64 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'typedef struct { hyper a; byte b; } PADDED; void Pad([in] PADDED *it);';

export default subjectRule({
  id: 'ndr/padding-missing',
  title: 'A structure in NDR64 is padded to its alignment',
  level: 'MUST',
  spec: rpce('2.2.5.3.4.1'),
  why: 'The size of a structure is a multiple of its alignment; a stub that ends without the padding is too short for receivers that copy it whole.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where}: {missing} bytes of padding are missing at the end' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'padding-missing', undecided))
      report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [sends64('no padding', DECLARATION, `${u64(1)} 02`, 'seen')],
  good: [sends64('seven bytes of padding', DECLARATION, `${u64(1)} 02 00000000000000`)],
});
