import { Flows } from '../stats/flows.ts';
import type { Command } from './command.ts';
import { FILTER, filterOf } from './filter.ts';
import { IDL, inputs, makeRegistry, PROFILE, profileOf, READ_FILE } from './inputs.ts';
import { listenTo } from './listening.ts';
import { PAGER } from './pager.ts';
import { namesOf, RESOLVE } from './resolve.ts';
import { TABLE_FORMAT, writeShown } from './stats.ts';

export const command: Command = {
  name: 'flows',
  takes: 'FILE…',
  describe: 'conversations: bytes, packets, duration, protocols, findings',
  options: [
    READ_FILE,
    FILTER,
    PROFILE,
    { name: 'rules', describe: 'count findings; --no-rules leaves them out and is quicker' },
    ...RESOLVE,
    IDL,
    TABLE_FORMAT,
    PAGER,
  ],
  examples: [
    ['specshark flows FILE', 'which flow is worth a look'],
    ['specshark flows -Y \'finding.severity == "error"\' FILE', 'those in which something is wrong'],
  ],
  async run(args, out) {
    const files = inputs(args, 'flows');
    const registry = makeRegistry(args);
    const names = namesOf(args);
    const flows = new Flows(names);
    const view = {
      names,
      judged: args.off('rules') ? undefined : profileOf(args),
      packet: flows.packet.bind(flows),
      end: () => writeShown(args, out, [flows.table()]),
    };
    return listenTo(files, view, registry, filterOf(args, registry), out);
  },
};
