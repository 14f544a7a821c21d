import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { MSGSVCSEND } from '../keys.ts';
import { msrp } from '../spec.ts';
import { sealedSend } from './name-calls.ts';
import { badSend, goodSend, inDatagrams, send } from './rpc-bytes.ts';

const CODES = new Set([0, 0x05, 0x32, 0x57, 0x858, 0x8e1, 0x8e8, 0x8e9, 0x8ea, 0x8eb, 0x8ed, 0x8f1, 0x8f9]);

export default subjectRule({
  id: 'msgsvcsend/send-return-code',
  title: 'NetrSendMessage returns one of its codes',
  level: 'SHOULD',
  spec: msrp('3.2.4.1'),
  why: 'The table lists them, without a word that demands it: a warning.',
  watches: rpcStub,
  hidden: sealedSend,
  messages: { other: 'the code {code} is none of the table' },
  applies: ({ call, request }) => call.uuid === MSGSVCSEND && !request,
  check(it, report, undecided) {
    const code = it.stub.returned ?? undecided();
    if (!CODES.has(code)) report('other', argumentAnchor(it, 'return'), { code });
  },
  bad: [badSend('out of memory', send({}, 8), 'other')],
  good: [goodSend('success'), goodSend('nobody of that name', send({}, 0x8e1))],
  undecided: [{ shows: 'the request alone', frames: inDatagrams(send()).slice(0, 1) }],
});
