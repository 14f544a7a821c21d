import type { Command } from './command.ts';
import { version } from './version.ts';

/** Help by yargs, from the commands' tables. */
export async function helpText(command: Command | undefined, all: readonly Command[]): Promise<string> {
  const { default: yargs } = await import('yargs');
  return `${command ? await commandHelp(yargs, command) : await overview(yargs, all)}\n`;
}

type Yargs = typeof import('yargs')['default'];

function overview(yargs: Yargs, all: readonly Command[]): Promise<string> {
  const parser = yargs([])
    .scriptName('specshark')
    .usage('specshark <command> [options]\n\nspecshark FILE… reads the files.');
  for (const c of all) parser.command(`${c.name}${c.takes ? ` ${c.takes}` : ''}`, c.describe);
  return parser
    .version(version)
    .help()
    .wrap(width())
    .epilogue('specshark <command> --help tells more of each.')
    .getHelp();
}

function commandHelp(yargs: Yargs, command: Command): Promise<string> {
  const parser = yargs([])
    .scriptName(`specshark ${command.name}`)
    .usage(`specshark ${command.name} [options] ${command.takes}\n\n${command.describe}`);
  for (const o of command.options) {
    parser.option(o.name, {
      ...(o.letter ? { alias: o.letter } : {}),
      describe: o.describe + (o.choices ? ` (${o.choices.join(', ')})` : ''),
      type: o.takes ? 'string' : 'boolean',
    });
  }
  for (const [example, what] of command.examples) parser.example(example, what);
  return parser.version(false).help().wrap(width()).getHelp();
}

const width = (): number => Math.min(process.stdout.columns ?? 100, 120);
