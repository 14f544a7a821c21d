import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { keyOf, NERR, nameCall, sealed } from './name-calls.ts';
import { bad, del, good, info, list, unknowable } from './rpc-bytes.ts';

const own = { name: 'WORKSTATION' };
const kept = del(own, NERR.delComputerName);

export default subjectRule({
  id: 'msgsvc/computer-name-held',
  title: 'The computer’s own name is in its table',
  level: 'SHOULD',
  spec: msrp('3.1.3'),
  why:
    'The server registers it when it starts (3.2.3 says the same of each LANA), and nobody may delete it. Which name it is ' +
    'the server has said by NERR_DelComputerName before; until then nobody knows it.',
  watches: nameCall,
  needs: ['no gaps'],
  hidden: sealed,
  messages: {
    unlisted: '“{name}” is the computer’s name, and is not listed',
    notLocal: '“{name}” is the computer’s name, and is said not to be local',
  },
  applies: ({ method, asked, answer }) =>
    method === 'info'
      ? answer.status === NERR.success || answer.status === NERR.notLocalName
      : method === 'enum' && answer.status === NERR.success && !asked.resume,
  check({ method, asked, answer, table }, report, undecided) {
    const name = table.computer ?? undecided();
    if (method === 'info') {
      if (asked.key === name && answer.status !== NERR.success) report('notLocal', answer.at('return'), { name });
      return;
    }
    const names = answer.names ?? undecided();
    if (!names.map(keyOf).includes(name)) report('unlisted', answer.at(`${answer.base}.EntriesRead`), { name });
  },
  bad: [
    bad('it is not listed', [kept, list({ names: ['ALICE'] })], 'unlisted'),
    bad('it is not found', [kept, info(own, NERR.notLocalName)], 'notLocal'),
  ],
  good: [good('it is listed', kept, list()), good('it is found', kept, info(own))],
  undecided: [...unknowable, good('nobody knows the computer’s name', list())],
});
