import { Question } from '../engine/question.ts';
import { Flows } from '../stats/flows.ts';
import type { Command } from './command.ts';
import { EXIT, worst } from './exit.ts';
import { FILTER, filterOf } from './filter.ts';
import {
  IDL,
  inputs,
  interrupted,
  makeJudge,
  makePass,
  makeRegistry,
  PROFILE,
  profileOf,
  READ_FILE,
  readInto,
} from './inputs.ts';
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
    IDL,
    TABLE_FORMAT,
  ],
  examples: [['specshark flows FILE', 'which flow is worth a look']],
  async run(args, out) {
    const files = inputs(args, 'flows');
    const registry = makeRegistry(args);
    const filter = filterOf(args, registry);
    const flows = new Flows();
    const codes: number[] = [];
    for (const path of files) {
      const judge = args.off('rules') ? undefined : makeJudge(profileOf(args));
      const question = judge ? Question.everything() : Question.fields(filter?.fields ?? [], true);
      const pass = makePass(registry, question, judge);
      const input = await readInto(path, pass, (packet) => {
        judge?.packet(packet);
        const findings = judge?.take();
        if (!filter || filter.matches(packet)) flows.packet(packet, findings);
      });
      pass.finish(interrupted ? 'interrupted' : 'end of capture');
      codes.push(input.code);
      if (interrupted) break;
    }
    writeShown(args, out, [flows.table()]);
    return interrupted ? EXIT.interrupted : worst(codes);
  },
};
