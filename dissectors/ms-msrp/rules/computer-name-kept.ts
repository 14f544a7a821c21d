import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { NERR, nameCall, sealed } from './name-calls.ts';
import { bad, del, good, unknowable } from './rpc-bytes.ts';

const own = { name: 'WORKSTATION' };

export default subjectRule({
  id: 'msgsvc/computer-name-kept',
  title: 'The computer’s own name is not deleted',
  level: 'MUST',
  spec: msrp('3.1.4.12'),
  why: 'Which name that is the server has said by NERR_DelComputerName before; until then nobody knows it.',
  watches: nameCall,
  hidden: sealed,
  messages: { deleted: '“{name}” is the computer’s name, and the answer is success' },
  windows: { source: 'MS-MSRP Appendix B <20>: Windows Server 2003 returns ERROR_SUCCESS' },
  applies: ({ method }) => method === 'del',
  check({ asked, answer, table }, report, undecided) {
    if (answer.status !== NERR.success) return;
    if (table.computer === undefined) return undecided();
    if (asked.key === table.computer) report('deleted', answer.at('return'), { name: asked.name ?? '' });
  },
  bad: [bad('at the second try', [del(own, 0x8e6), del(own)], 'deleted')],
  good: [good('it is refused', del(own, 0x8e6), del(own, 0x8e6)), good('another name', del(own, 0x8e6), del())],
  undecided: [...unknowable, good('nobody knows the computer’s name', del())],
});
