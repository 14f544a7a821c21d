import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { MSGSVCSEND } from '../keys.ts';
import { msrp } from '../spec.ts';
import { sealedSend } from './name-calls.ts';
import { badSend, goodSend, inDatagrams, send } from './rpc-bytes.ts';

const LONGEST = 15;

export default subjectRule({
  id: 'msgsvcsend/send-recipient',
  title: 'NetrSendMessage’s recipient is a NetBIOS name',
  level: 'MUST',
  severity: 'note',
  spec: msrp('3.2.4.1'),
  why:
    'To is the recipient’s name, and names are those of 3.1.1: fifteen characters, and no asterisk at their beginning. The ' +
    'method’s own section sets no limit, so that this is a note.',
  watches: rpcStub,
  hidden: sealedSend,
  messages: {
    long: '“{name}” has {length} characters; a NetBIOS name has 15 at most',
    asterisk: '“{name}” begins with an asterisk: Windows rejects “*” (Appendix B <25>)',
  },
  applies: ({ call, request }) => call.uuid === MSGSVCSEND && request,
  check(it, report, undecided) {
    if (!it.whole) return undecided();
    const name = String(it.stub.arguments({ values: 8, length: 300 })['To'] ?? '')
      .replace(/\0.*$/s, '')
      .replace(/ +$/, '');
    if (name.startsWith('*')) report('asterisk', argumentAnchor(it, 'To'), { name });
    else if (name.length > LONGEST) report('long', argumentAnchor(it, 'To'), { name, length: name.length });
  },
  bad: [
    badSend('sixteen characters', send({ to: 'A'.repeat(16) }), 'long'),
    badSend('everybody', send({ to: '*' }), 'asterisk'),
  ],
  good: [goodSend('a name'), goodSend('a padded name', send({ to: 'ALICE               ' }))],
  undecided: [{ shows: 'the response alone', frames: inDatagrams(send()).slice(1) }],
});
