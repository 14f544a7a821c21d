import { CaptureError } from '../capture/index.ts';
import { LiveError, type LiveTrouble } from '../capture/live/errors.ts';
import { OutputClosed, standardOutput } from '../output/standard-output.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { argumentsOfLine } from './config.ts';
import { EXIT, nearest, UsageError } from './exit.ts';
import { PAGER, pagerFor } from './pager.ts';
import { argumentsOf } from './parse.ts';

async function main(words: readonly string[]): Promise<number> {
  const [first, ...rest] = words;
  if (first !== undefined && first in COMMANDS) {
    const { command } = await COMMANDS[first]!();
    if (rest.includes('--help') || rest.includes('-h')) return help(command);
    return launch(command, rest);
  }
  if (first === 'completion') {
    const { completion } = await import('./completion.ts');
    return print(completion(await everyCommand(), rest[0]));
  }
  if (first === 'man') {
    const { manual } = await import('./man.ts');
    return print(manual(await everyCommand()));
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') return help();
  if (first === '--version' || first === '-v') {
    const { version } = await import('./version.ts');
    return print(`specshark ${version}\n`);
  }
  // A file or an option without a command means read; a word that is neither is a misspelt command.
  if (/^[a-z]+$/.test(first)) {
    const { existsSync } = await import('node:fs');
    if (!existsSync(first)) {
      const close = nearest(first, Object.keys(COMMANDS));
      throw new UsageError(
        `no command and no file '${first}'${close.length > 0 ? `; did you mean ${close.join(', ')}?` : ''}`,
      );
    }
  }
  const { command } = await COMMANDS['read']!();
  return launch(command, words);
}

/** Runs a command with what the user says, and what his configuration says where he says nothing. */
async function launch(command: Command, words: readonly string[]): Promise<number> {
  const args = argumentsOfLine(command, words);
  const pager = command.options.includes(PAGER) ? pagerFor(args) : undefined;
  try {
    return await command.run(args, standardOutput(command.outlivesOutput, pager?.write));
  } finally {
    await pager?.end();
  }
}

async function help(command?: Command): Promise<number> {
  const { helpText } = await import('./help.ts');
  const pager = pagerFor(NO_ARGUMENTS);
  print(helpText(command, await everyCommand()), standardOutput(false, pager?.write));
  await pager?.end();
  return EXIT.ok;
}

function print(text: string, out = standardOutput()): number {
  out.utf8(text);
  out.flush();
  return EXIT.ok;
}

const NO_ARGUMENTS = argumentsOf([], new Map());

const everyCommand = (): Promise<Command[]> =>
  Promise.all(Object.values(COMMANDS).map(async (load) => (await load()).command));

/** A capture that cannot be had as asked is wrong usage; one that cannot start is not. */
const LIVE: Readonly<Record<LiveTrouble, number>> = {
  filter: EXIT.usage,
  option: EXIT.usage,
  missing: EXIT.capture,
  rights: EXIT.capture,
  failed: EXIT.capture,
};

async function start(): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (error instanceof OutputClosed || isClosedPipe(error)) process.exitCode = EXIT.ok;
    else if (error instanceof UsageError) fail(error.message, EXIT.usage);
    else if (error instanceof LiveError)
      fail(error.kind === 'filter' ? `-f: ${error.message}` : error.message, LIVE[error.kind]);
    else if (error instanceof CaptureError) fail(error.message, EXIT.input);
    else if (process.env['SPECSHARK_STRICT'] === '1') throw error;
    else
      fail(
        `internal error, please report it: ${error instanceof Error ? error.message : String(error)}`,
        EXIT.software,
      );
  }
}

/** Whoever read what -w writes has gone. */
const isClosedPipe = (error: unknown): boolean => (error as NodeJS.ErrnoException | undefined)?.code === 'EPIPE';

function fail(message: string, code: number): void {
  process.stderr.write(`specshark: ${message}\n`);
  process.exitCode = code;
}

void start();
