import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { MSGSVCSEND } from '../keys.ts';
import { msrp } from '../spec.ts';
import { sealedSend } from './name-calls.ts';
import { badSend, goodSend, inDatagrams, send } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvcsend/send-names',
  title: 'NetrSendMessage names its sender and its recipient, and has a text',
  level: 'MUST',
  spec: msrp('3.2.4.1'),
  why: 'From is the name of the sender, To that of the recipient; neither need be reachable, but blanks are no name, and nothing is no text.',
  watches: rpcStub,
  hidden: sealedSend,
  messages: { from: 'From is empty', to: 'To is empty', text: 'Text is empty' },
  applies: ({ call, request }) => call.uuid === MSGSVCSEND && request,
  check(it, report, undecided) {
    if (!it.whole) return undecided();
    const args = it.stub.arguments({ values: 8, length: 128 });
    const isEmpty = (name: string): boolean =>
      String(args[name] ?? '')
        .replace(/\0/g, '')
        .trim() === '';
    if (isEmpty('From')) report('from', argumentAnchor(it, 'From'));
    if (isEmpty('To')) report('to', argumentAnchor(it, 'To'));
    if (isEmpty('Text')) report('text', argumentAnchor(it, 'Text'));
  },
  bad: [
    badSend('no sender', send({ from: '' }), 'from'),
    badSend('no recipient', send({ to: '  ' }), 'to'),
    badSend('no text', send({ text: '' }), 'text'),
  ],
  good: [goodSend('all of them')],
  undecided: [{ shows: 'the response alone', frames: inDatagrams(send()).slice(1) }],
});
