import { type Anchor, subjectRule } from '#sdk';
import type { WdsPacket } from '../keys.ts';
import { wds } from '../spec.ts';
import type { Operation } from '../tables/operations.ts';
import { answers, asks, bad, exchange, good, replied, requested, string, ulong, unknowable } from './bytes.ts';
import { isWds, lackingIn, operationIn, packetsOf, requestOf, rpcCall } from './call.ts';

const TYPES: Readonly<Record<string, number>> = {
  BYTE: 1,
  USHORT: 2,
  ULONG: 4,
  ULONG64: 8,
  STRING: 16,
  WSTRING: 32,
  BLOB: 64,
};

type Say = (message: 'missing' | 'type', where: Anchor | undefined, data: Record<string, string>) => void;

function judge(packet: WdsPacket, operation: Operation, report: Say): void {
  const required = packet.request ? operation.request : operation.reply;
  const which = packet.request ? 'request' : 'reply';
  for (const name of lackingIn(packet, required))
    report('missing', packet.codeAnchor, { name, operation: operation.name, which });
  for (const { name, type } of required) {
    const found = packet.variables.find((it) => it.name.toUpperCase() === name.toUpperCase());
    if (found && (found.base !== TYPES[type] || found.array)) report('type', found.anchor, { name, type });
  }
}

export default subjectRule({
  id: 'wdsc/required-variables',
  title: 'The variables that an operation needs are there',
  level: 'MUST',
  spec: wds('2.2.1'),
  why:
    'Of the operations that Microsoft’s documents name the variables are known that each packet must hold, and their ' +
    'types. Of a reply this is judged where it says that all went well.',
  watches: rpcCall,
  messages: {
    missing: 'the {which} of {operation} lacks the variable {name}',
    type: 'the variable {name} is no WDSCPL_VAR_{type}',
  },
  applies: isWds,
  check(call, report, undecided) {
    const request = requestOf(call, undecided);
    const { reply } = packetsOf(call, undecided);
    const operation = operationIn(request);
    if (!operation) return;
    judge(request, operation, report);
    if (reply?.whole && reply.code === 0 && call.status === 0) judge(reply, operation, report);
  },
  bad: [
    bad('a request without VERSION', exchange(asks({ variables: [] }), null, { status: 13 }), 'missing'),
    bad(
      'a request whose VERSION is a text',
      exchange(asks({ variables: [string('version', '1')] }), null, { status: 13 }),
      'type',
    ),
    bad('a reply that lacks two', replied({ variables: [ulong('VERSION', 1)] }), 'missing', 'missing'),
  ],
  good: [
    good('a call', exchange()),
    good('one variable more', requested({ variables: [ulong('Version', 1), string('MORE', '')] })),
    good('a failure', exchange(asks(), answers({ code: 5, variables: [] }))),
  ],
  undecided: unknowable,
});
