import { subjectRule } from '#sdk';
import { msrp } from '../spec.ts';
import { holdsNames, nameCall, sealed } from './name-calls.ts';
import { bad, good, info, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/level-echoed',
  title: 'The structure that is returned is of the level that was asked for',
  level: 'MUST',
  spec: msrp('3.1.4.8'),
  why: 'Its type follows the request’s Level, in enumerations and in NetrMessageNameGetInfo (3.1.4.10).',
  watches: nameCall,
  hidden: sealed,
  messages: { other: 'level {must} was asked for, and level {is} is returned' },
  applies: ({ method, answer }) =>
    (method === 'enum' && holdsNames(answer.status)) || (method === 'info' && answer.status === 0),
  check({ method, asked, answer }, report, undecided) {
    const must = asked.level;
    const is = method === 'enum' ? answer.level : answer.tag;
    if (must === undefined || is === undefined) return undecided();
    if (is !== must) report('other', answer.at(method === 'enum' ? 'InfoStruct.Level' : 'InfoStruct'), { is, must });
  },
  bad: [
    bad('names with flags where names were asked for', [list({ answeredLevel: 1 })], 'other'),
    bad('of one name', [info({ level: 1, tag: 0 })], 'other'),
  ],
  good: [good('level 0', list()), good('level 1', list({ level: 1 })), good('level 1 of one name', info({ level: 1 }))],
  undecided: unknowable,
});
