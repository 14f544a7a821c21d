import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { answers, asks, bad, CLIENT, exchange, good, notThere, ulong, wstring } from './bytes.ts';
import { isWds, operationIn, requestOf, rpcCall, succeeded } from './call.ts';

const variables = [ulong('VERSION', 1), ...CLIENT];
const told = ['MACHINENAME', 'MACHINEDOMAIN', 'ORGNAME', 'TIMEZONE'].map((name) => wstring(name, 'x'));

export default subjectRule({
  id: 'wdsc/unauthenticated-refused',
  title: 'An operation that requires authentication fails without it',
  level: 'MUST',
  spec: wds('3.1.4.1'),
  why: 'The documents of the service providers say which operations require it; what the server answers must not be a success.',
  watches: rpcCall,
  clear: 'A sealed call is authenticated, whatever it asks for.',
  messages: { done: '{operation} was done for a client that did not authenticate' },
  applies: isWds,
  check(call, report, undecided) {
    const operation = call.authentication ? undefined : operationIn(requestOf(call, undecided));
    if (operation?.authenticated && succeeded(call, undecided))
      report('done', call.requestAnchor, { operation: operation.name });
  },
  bad: [
    bad(
      'unattend variables for everybody',
      exchange(asks({ code: 6, variables }), answers({ variables: [ulong('VERSION', 1), ...told] })),
      'done',
    ),
  ],
  good: [good('an operation that is open to everybody', exchange())],
  undecided: notThere,
});
