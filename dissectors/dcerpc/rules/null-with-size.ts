import { subjectRule } from '#sdk';
import { rpcStub, type StubRead } from '../keys.ts';
import { rpce } from '../spec.ts';
import { answers, sends, u32 } from './bytes.ts';
import { sealed, seen } from './seen.ts';

const DECLARATION = 'typedef struct { long n; [size_is(n)] byte *data; } SIZED; void Send([in] SIZED *it);';
const MIRRORED = 'void Get([in, out] long *n, [in, out, unique, size_is(*n)] byte *data);';
const GIVEN = 'typedef [unique] byte *BYTES; void Get([out] long *n, [out, size_is(,*n)] BYTES *data);';

/** A response can only give back the null pointer that its request had, whatever the size that it reports. */
function mirrors({ request, procedure }: StubRead, path: string): boolean {
  if (request) return false;
  const name = path.split(/[.[]/)[1];
  return procedure.idl.parameters.some((it) => it.name === name && it.in && it.out);
}

export default subjectRule({
  id: 'ndr/null-with-size',
  title: 'A null pointer leads to an array of no elements',
  level: 'MUST',
  spec: rpce('3.1.1.5.3'),
  why: 'size_is promises elements; without them the server follows a null pointer.',
  watches: rpcStub,
  hidden: sealed,
  messages: { seen: '{where} is null, size_is says {expected}' },
  check(it, report, undecided) {
    for (const { field, path, start, end, data } of seen(it, 'null-with-size', undecided))
      if (!mirrors(it, path)) report('seen', it.anchor(field, start, end), { ...data, where: path });
  },
  bad: [
    sends('four bytes announced, none sent', DECLARATION, u32(4, 0), 'seen'),
    answers('four bytes announced in a response, none sent', GIVEN, '', u32(4, 0), 'seen'),
  ],
  good: [
    sends('no bytes', DECLARATION, u32(0, 0)),
    sends('an empty array', DECLARATION, u32(0, 0x20000, 0)),
    answers('a size asked for without a place for it', MIRRORED, u32(0, 0), u32(4, 0)),
  ],
});
