import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { answers, asks, bad, exchange, good, unknowable } from './bytes.ts';
import { isWds, lackingIn, operationIn, requestOf, rpcCall, succeeded } from './call.ts';
import { sealed } from './watched.ts';

export default subjectRule({
  id: 'wdsc/missing-variable-refused',
  title: 'A request that lacks a required variable fails',
  level: 'MUST',
  spec: wds('3.1.4.1'),
  why: 'The service provider looks for all of them before it does anything. Known are those of Microsoft’s documents.',
  watches: rpcCall,
  hidden: sealed,
  messages: { done: '{operation} was done, though its request lacks {name}' },
  applies: isWds,
  check(call, report, undecided) {
    const request = requestOf(call, undecided);
    const operation = operationIn(request);
    const [name] = operation ? lackingIn(request, operation.request) : [];
    if (operation && name !== undefined && succeeded(call, undecided))
      report('done', request.codeAnchor, { operation: operation.name, name });
  },
  bad: [bad('a request without VERSION succeeds', exchange(asks({ variables: [] }), answers()), 'done')],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
