import { SCHEMAS as OUTPUTS } from '../output/schemas.ts';
import type { Command } from './command.ts';
import { CONFIG } from './config.ts';
import { EXIT, nearest, UsageError } from './exit.ts';
import { PAGER } from './pager.ts';

/** What machines read and write. */
export const SCHEMAS: Readonly<Record<string, object>> = { ...OUTPUTS, 'specshark.config.json': CONFIG };

/** `packets` is enough for specshark.packets/1. */
const short = (name: string): string =>
  name
    .replace(/^specshark\.|\.json$/g, '')
    .replace(/\/\d+/, '')
    .replace(' (ndjson)', '-line');

export const command: Command = {
  name: 'schema',
  takes: '[NAME]',
  choices: Object.keys(SCHEMAS).map(short),
  describe: 'the JSON Schema of a machine output; without a name, which there are',
  options: [PAGER],
  examples: [
    ['specshark schema', 'the outputs that have one'],
    ['specshark schema packets', 'what read -T json writes'],
  ],
  async run(args, out) {
    const [wanted] = args.files;
    const names = Object.keys(SCHEMAS);
    if (wanted === undefined) {
      for (const name of names) out.utf8(`${short(name).padEnd(16)} ${name}\n`);
    } else {
      const name = names.find((it) => it === wanted || short(it) === wanted);
      if (!name) {
        const close = nearest(wanted, names.map(short));
        throw new UsageError(
          `no schema '${wanted}'; there are ${(close.length > 0 ? close : names.map(short)).join(', ')}`,
        );
      }
      const dialect = { $schema: 'http://json-schema.org/draft-07/schema#', title: name };
      out.utf8(`${JSON.stringify({ ...dialect, ...SCHEMAS[name] }, null, 1)}\n`);
    }
    out.flush();
    return EXIT.ok;
  },
};
