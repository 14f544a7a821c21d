import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { MSGSVCSEND } from '../keys.ts';
import { msrp } from '../spec.ts';
import { sealedSend } from './name-calls.ts';
import { badSend, goodSend, inDatagrams, send } from './rpc-bytes.ts';

const SHOWN = 4095;

export default subjectRule({
  id: 'msgsvcsend/send-display-limit',
  title: 'A text is shown up to 4,095 characters',
  level: 'MAY',
  spec: msrp('3.2.4.3'),
  why: 'A server may limit what it shows; Windows shows that many (Appendix B <24>). The rest is sent for nobody.',
  watches: rpcStub,
  hidden: sealedSend,
  messages: { long: 'the text has {length} characters; Windows shows 4095' },
  applies: ({ call, request }) => call.uuid === MSGSVCSEND && request,
  check(it, report, undecided) {
    if (!it.whole) return undecided();
    const text = String(it.stub.arguments({ values: 8, length: 65_536 })['Text'] ?? '');
    const length = text.replace(/\0.*$/s, '').length;
    if (length > SHOWN) report('long', argumentAnchor(it, 'Text'), { length });
  },
  bad: [badSend('one character more', send({ text: 'x'.repeat(4096) }), 'long')],
  good: [goodSend('a short text'), goodSend('as much as is shown', send({ text: 'x'.repeat(4095) }))],
  undecided: [{ shows: 'the response alone', frames: inDatagrams(send()).slice(1) }],
});
