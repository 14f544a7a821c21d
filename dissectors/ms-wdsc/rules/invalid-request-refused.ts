import { subjectRule } from '#sdk';
import { wds } from '../spec.ts';
import { answers, asks, bad, exchange, good, requested, ulong, unknowable } from './bytes.ts';
import { invalidIn, isWds, NOBODY, requestOf, rpcCall, succeeded } from './call.ts';
import { sealed } from './watched.ts';

const VERSION = ulong('VERSION', 1);

export default subjectRule({
  id: 'wdsc/invalid-request-refused',
  title: 'A request with an invalid header or variable fails',
  level: 'MUST',
  spec: wds('3.1.4.1'),
  why:
    'Server and service provider validate both headers and all variables. Invalid is what shows on the wire: wrong sizes ' +
    'of headers, versions, an endpoint of zeros, fewer variables than counted, names without a null or given twice, arrays of nothing. Sizes ' +
    'of packets are left out, because deployed clients get them wrong and are served.',
  watches: rpcCall,
  hidden: sealed,
  messages: { done: 'the call was done, though its request is invalid: {what}' },
  applies: isWds,
  check(call, report, undecided) {
    const request = requestOf(call, undecided);
    const what = invalidIn(request);
    if (what !== undefined && succeeded(call, undecided)) report('done', request.endpointAnchor, { what });
  },
  bad: [
    bad('a wrong Size-Of-Header is accepted', requested({ headerSize: 41 }), 'done'),
    bad('a wrong version is accepted', requested({ operationVersion: 7 }), 'done'),
    bad('a variable given twice is accepted', requested({ variables: [VERSION, VERSION] }), 'done'),
    bad('a missing block is accepted', requested({ count: 2 }), 'done'),
    bad('a request to nobody is done', exchange(asks({ endpoint: NOBODY }), answers({ endpoint: NOBODY })), 'done'),
  ],
  good: [good('a call', exchange())],
  undecided: unknowable,
});
