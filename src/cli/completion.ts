import type { Command } from './command.ts';

/** What yargs' completion scripts call back with. */
export const COMPLETIONS = '--get-yargs-completions';

/** Prints the shell's completion script (bash, or zsh where SHELL says so), or answers what it asks. */
export async function complete(words: readonly string[], all: readonly Command[]): Promise<void> {
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
    parser.showCompletionScript();
    return;
  }
  const found = await parser.getCompletion([...words.slice(asked + 1)]);
  process.stdout.write(found.map((word) => `${word}\n`).join(''));
}
