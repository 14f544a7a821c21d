import { ByteWriter } from '../../src/bytes/writer.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { UsageError } from '../../src/cli/exit.ts';
import { parse } from '../../src/cli/parse.ts';

export interface Said {
  readonly code: number;
  readonly output: Buffer;
  /** Why the words were refused, where they were. */
  readonly refused?: string;
}

/**
 * The program without a process: its own commands, parser and writers. What goes wrong with a file is still told on
 * standard error.
 */
export async function program(words: readonly string[]): Promise<Said> {
  const [name = '', ...rest] = words;
  const { command } = await COMMANDS[name]!();
  const pieces: Buffer[] = [];
  const out = new ByteWriter((bytes, length) => pieces.push(Buffer.from(bytes.subarray(0, length))));
  try {
    const code = await command.run(parse(command, rest), out);
    return { code, output: Buffer.concat(pieces) };
  } catch (error) {
    if (error instanceof UsageError) return { code: 2, output: Buffer.concat(pieces), refused: error.message };
    throw error;
  }
}
