import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { asks, bad, CLIENT, exchange, good, notThere, on5040, SEALED_CALL, ulong } from './bytes.ts';
import { isWds, operationIn, requestOf, rpcCall } from './call.ts';

const variables = [ulong('VERSION', 1), ...CLIENT];

export default subjectRule({
  id: 'wdsc/client-authenticates',
  title: 'A client authenticates for an operation that requires it',
  level: 'MUST',
  spec: wds('2.1.2'),
  why: 'The documents of the service providers say which operations require it; of unknown ones nothing is demanded.',
  watches: rpcCall,
  clear: 'A sealed call is authenticated, whatever it asks for.',
  messages: { open: '{operation} requires authentication, and the call has none' },
  applies: isWds,
  check(call, report, undecided) {
    if (call.authentication) return;
    const operation = operationIn(requestOf(call, undecided));
    if (operation?.authenticated) report('open', call.requestAnchor, { operation: operation.name });
  },
  bad: [bad('domain join information', exchange(asks({ code: 7, variables }), null, { status: 5 }), 'open')],
  good: [good('an operation that is open to everybody', exchange()), on5040('a sealed call', SEALED_CALL)],
  undecided: notThere,
});
