import { subjectRule } from '#sdk';
import { argumentAnchor, rpcStub } from '../../dcerpc/keys.ts';
import { msrp } from '../spec.ts';
import { isMsgsvc, sealed } from './name-calls.ts';
import { bad, good, list, unknowable } from './rpc-bytes.ts';

export default subjectRule({
  id: 'msgsvc/entries-read',
  title: 'EntriesRead is the number of entries in Buffer',
  level: 'MUST',
  spec: msrp('2.2.2.3'),
  why: 'The array tells its own size (C706 14.3.3.2). Without an array the number is zero. MSG_INFO_1_CONTAINER says the same (2.2.2.4).',
  watches: rpcStub,
  hidden: sealed,
  messages: {
    other: 'EntriesRead is {is}, and Buffer holds {must}',
    none: 'EntriesRead is {is}, and Buffer is null',
  },
  applies: ({ call, request }) => isMsgsvc(call) && call.opnum === 1 && !request,
  check(it, report, undecided) {
    let seen = false;
    for (const { kind, path, data } of it.stub.observations) {
      const level = /Level[01]/.exec(path)?.[0] ?? 'Level0';
      const at = () => argumentAnchor(it, `InfoStruct.MsgInfo.${level}.EntriesRead`);
      if (kind === 'size-disagrees') report('other', at(), { is: data.expected, must: data.found });
      else if (kind === 'null-with-size') report('none', at(), { is: data.expected });
      else continue;
      seen = true;
    }
    if (!seen && !it.whole) undecided();
  },
  bad: [
    bad('three of two', [list({ entriesRead: 3, total: 3 })], 'other'),
    bad('one of none', [list({ names: [], entriesRead: 1, total: 1 })], 'none'),
  ],
  good: [good('two', list()), good('none', list({ names: [] })), good('level 1', list({ level: 1 }))],
  undecided: unknowable,
});
