import { subjectRule } from '#sdk';
import { type Call, rpcCall } from '../../dcerpc/keys.ts';
import type { WdsPacket } from '../keys.ts';
import { wds } from '../spec.ts';
import {
  answers,
  asks,
  bad,
  bound,
  CLIENT,
  call,
  exchange,
  good,
  requested,
  result,
  ulong,
  unknowable,
} from './bytes.ts';
import { invalidEndpointIn, isWds, operationIn, PRIVACY, packetsOf, requestOf } from './call.ts';
import { sealed } from './watched.ts';

const SIGNED = { level: 5 };
const failure = answers({ code: 5, variables: [] });

/** What the server itself refuses, before a service provider hears of the request. */
function refusable(request: WdsPacket, { authentication }: Call): string | undefined {
  const invalid = invalidEndpointIn(request);
  if (invalid !== undefined) return invalid;
  if (authentication) return authentication.level === PRIVACY ? undefined : 'a call without packet privacy';
  return operationIn(request)?.authenticated ? 'a call without authentication' : undefined;
}

export default subjectRule({
  id: 'wdsc/early-failure-status',
  title: 'What the server refuses by itself fails in the RPC status',
  level: 'MUST',
  spec: wds('3.1.4.2'),
  why:
    'Endpoint Header and security are looked at before the request goes to a service provider (3.1.4.1), so that their ' +
    'failure is the status of the call. A reply with an ErrorCode comes of a provider, which should never have been asked.',
  watches: rpcCall,
  hidden: sealed,
  messages: { reply: '{what} is refused by a reply with ErrorCode {code}, and the status of the call is success' },
  applies: isWds,
  check(call, report, undecided) {
    const what = refusable(requestOf(call, undecided), call);
    if (what === undefined) return;
    if (call.authentication?.unread || (call.state !== 'answered' && call.state !== 'faulted')) return undecided();
    const reply = packetsOf(call, undecided).reply;
    if (call.state === 'faulted' || call.status !== 0) return call.status === undefined ? undecided() : undefined;
    const code = reply?.code ?? undecided();
    if (code !== 0) report('reply', reply?.codeAnchor, { what, code });
  },
  bad: [
    bad('another header’s size', exchange(asks({ headerSize: 39 }), failure), 'reply'),
    bad(
      'a signed call',
      [...bound(SIGNED), call(asks(), { security: SIGNED }), result(failure, { security: SIGNED })],
      'reply',
    ),
    bad('nobody asks', exchange(asks({ code: 7, variables: [ulong('VERSION', 1), ...CLIENT] }), failure), 'reply'),
  ],
  good: [
    good('a call', exchange()),
    good('a provider’s failure', exchange(undefined, failure)),
    good('the operation’s header is the provider’s to look at', requested()),
  ],
  undecided: unknowable,
});
