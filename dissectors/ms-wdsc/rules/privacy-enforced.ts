import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { answers, asks, bad, bound, boundUnseen, call, exchange, good, on5040, result, SEALED_CALL } from './bytes.ts';
import { isWds, PRIVACY, rpcCall, succeeded } from './call.ts';

const SIGNED = { level: 5 };
const signed = (reply: string | null, status: number) => [
  ...bound(SIGNED),
  call(asks(), { security: SIGNED }),
  result(reply, { security: SIGNED, status }),
];

export default subjectRule({
  id: 'wdsc/privacy-enforced',
  title: 'An authenticated call without packet privacy fails',
  level: 'MUST',
  spec: wds('3.1.4.1'),
  why: 'The server looks at the level of the call before it passes the request on. Sealed and unauthenticated calls are right.',
  watches: rpcCall,
  clear: 'The security trailer tells type and level of what it seals; a sealed call is right.',
  messages: { done: 'the call was done, though it is authenticated at level {level} only' },
  applies: isWds,
  check(call, report, undecided) {
    if (!call.authentication || call.authentication.level === PRIVACY) return;
    const { level, levelAnchor, unread } = call.authentication;
    if (unread) return undecided();
    if (succeeded(call, undecided)) report('done', levelAnchor ?? call.requestAnchor, { level });
  },
  bad: [bad('a signed call is answered', signed(answers(), 0), 'done')],
  good: [good('nobody authenticates', exchange()), on5040('a sealed call', SEALED_CALL)],
  undecided: [boundUnseen, on5040('no answer was captured', [...bound(SIGNED), call(asks(), { security: SIGNED })])],
});
