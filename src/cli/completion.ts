import type { Command } from './command.ts';
import { UsageError } from './exit.ts';
import { fish } from './man.ts';

/** What yargs' completion scripts call back with. */
export const COMPLETIONS = '--get-yargs-completions';

const SHELLS = ['bash', 'zsh', 'fish'];

/** A shell's completion script (of the one that SHELL names, where none is named), or the answer to what it asks. */
export async function completion(words: readonly string[], all: readonly Command[], shell?: string): Promise<string> {
  const asks = words.includes(COMPLETIONS);
  if (!asks && shell !== undefined && !SHELLS.includes(shell))
    throw new UsageError(`completion takes one of ${SHELLS.join(', ')}, not '${shell}'`);
  const named = shell ?? process.env['SHELL'] ?? '';
  if (!asks && named.endsWith('fish')) return fish(all);
  // It is by this that yargs tells the shells apart.
  if (!asks) process.env['SHELL'] = named.endsWith('zsh') ? '/bin/zsh' : '/bin/bash';
  const { default: yargs } = await import('yargs');
  const asked = words.indexOf(COMPLETIONS);
  const parser = yargs([...words])
    .scriptName('specshark')
    .help(false)
    .version(false)
    .exitProcess(false);
  for (const command of all) {
    parser.command(command.name, command.describe, (of) => {
      for (const o of command.options) {
        of.option(o.name, {
          ...(o.letter ? { alias: o.letter } : {}),
          ...(o.choices ? { choices: o.choices } : {}),
          describe: o.describe,
          type: o.takes ? 'string' : 'boolean',
        });
      }
      return of;
    });
  }
  parser.completion('completion', 'the completion script of the shell');
  if (asked < 0) {
    let script = '';
    const { log } = console;
    console.log = (text: string) => {
      script += `${text}\n`;
    };
    parser.showCompletionScript();
    console.log = log;
    return script;
  }
  const found = await parser.getCompletion([...words.slice(asked + 1)]);
  return found.map((word) => `${word}\n`).join('');
}
