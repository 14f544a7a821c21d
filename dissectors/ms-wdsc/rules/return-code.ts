import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { wds } from '../spec.ts';
import { bad, exchange, good, unknowable } from './bytes.ts';
import { isWds } from './call.ts';
import { BEYOND_WIN32, sealed } from './watched.ts';

export default subjectRule({
  id: 'wdsc/return-code',
  title: 'WdsRpcMessage returns a Win32 error code',
  level: 'MUST',
  spec: wds('3.1.4.1'),
  why: 'ERROR_SUCCESS or one of the others, which have 16 bits. HRESULTs and NTSTATUS values are other numbers for the same.',
  watches: rpcStub,
  hidden: sealed,
  messages: { other: 'the return value is {is}: Win32 error codes have 16 bits' },
  applies: (it) => !it.request && isWds(it.call),
  check(it, report, undecided) {
    const { returned } = it.stub;
    if (!it.whole || returned === undefined) return undecided();
    if (returned >= BEYOND_WIN32) report('other', argumentAnchor(it, 'return'), { is: `0x${returned.toString(16)}` });
  },
  bad: [bad('an HRESULT', exchange(undefined, null, { status: 0x8007_0005 }), 'other')],
  good: [good('success', exchange()), good('access denied', exchange(undefined, null, { status: 5 }))],
  undecided: unknowable,
});
