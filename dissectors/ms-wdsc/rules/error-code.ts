import { pduRule } from '#sdk';
import { packetOf } from '../keys.ts';
import * as fields from '../layout.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, replied, unknowable } from './bytes.ts';
import { BEYOND_WIN32, REPLY, sealed } from './watched.ts';

export default pduRule({
  id: 'wdsc/error-code',
  title: 'A reply’s ErrorCode is a Win32 error code',
  level: 'SHOULD',
  spec: wds('1.8'),
  why: 'Vendors reuse the values of Win32 with their meaning; another value may collide with one that comes later.',
  watches: REPLY,
  hidden: sealed,
  messages: { other: 'ErrorCode is {is}: Win32 error codes have 16 bits' },
  check(it, report, undecided) {
    const code = packetOf(it)?.code ?? undecided();
    if (code >= BEYOND_WIN32) report('other', fields.errorCode, { is: `0x${code.toString(16)}` });
  },
  bad: [bad('a code of the vendor’s', replied({ code: 0xc103_0105, variables: [] }), 'other')],
  good: [good('a call', exchange()), good('access denied', replied({ code: 5, variables: [] }))],
  undecided: unknowable,
});
