import { isatty } from 'node:tty';
import { Chalk } from 'chalk';
import type { Palette } from '../output/output.ts';
import type { Arguments, Option } from './command.ts';

export const COLOR: Option = {
  name: 'color',
  takes: 'WHEN',
  optional: true,
  choices: ['auto', 'always', 'never'],
  describe: 'colour: auto (terminals), always, never',
};

/** Whether to colour what goes to `fd`: what the user said, else NO_COLOR, else whether it is a terminal. */
export function coloured(args: Arguments, fd = 1): boolean {
  if (args.off('color')) return false;
  const said = args.one('color');
  if (said === 'never') return false;
  if (said === 'always' || said === '') return true;
  return !process.env['NO_COLOR'] && isatty(fd);
}

export const chalkFor = (colour: boolean): InstanceType<typeof Chalk> => new Chalk({ level: colour ? 1 : 0 });

/** The escape codes are asked of chalk once; writers copy bytes. */
export function palette(colour: boolean): Palette {
  const chalk = chalkFor(colour);
  const encoder = new TextEncoder();
  const opening = (styled: string): Uint8Array => encoder.encode(styled.slice(0, styled.indexOf('x')));
  return {
    heading: opening(chalk.bold('x')),
    error: opening(chalk.red('x')),
    warning: opening(chalk.yellow('x')),
    note: opening(chalk.cyan('x')),
    dim: opening(chalk.dim('x')),
    off: colour ? encoder.encode('\u001b[0m') : new Uint8Array(0),
  };
}

/** Columns of the terminal that standard output is; undefined where it is none. */
export const terminalWidth = (): number | undefined => (isatty(1) ? process.stdout.columns || 80 : undefined);
