import { subjectRule } from '#sdk';
import { rpcStub } from '../../dcerpc/keys.ts';
import { MSGSVC, MSGSVCSEND } from '../keys.ts';
import { msrp } from '../spec.ts';
import { sealedAny } from './name-calls.ts';
import { add, bad, badSend, good, goodSend, send, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/rpc-strings-terminated',
  title: 'Names and texts in calls end with a null',
  level: 'MUST',
  spec: msrp('3.1.4.1'),
  why:
    'Every string of both interfaces is null-terminated (3.1.4.2 to 3.1.4.4, 3.2.4.1), and the null is counted. A null ' +
    'before the count’s end only ends the text.',
  watches: rpcStub,
  hidden: sealedAny,
  messages: { unterminated: 'no null is among the {count} characters of {what}' },
  applies: ({ call }) => call.uuid === MSGSVC || call.uuid === MSGSVCSEND,
  check(it, report, undecided) {
    let seen = false;
    for (const { kind, field, path, start, end, data } of it.stub.observations) {
      if (kind !== 'string-unterminated') continue;
      seen = true;
      report('unterminated', it.anchor(field, start, end), { count: data.count, what: path.replace(/^\w+\./, '') });
    }
    if (!seen && !it.whole) undecided();
  },
  bad: [
    bad('a name without', [add({ nul: false })], 'unterminated'),
    badSend('a text without', send({ nul: false }), 'unterminated'),
  ],
  good: [good('a name', add()), goodSend('a text')],
  undecided: unknowable,
});
