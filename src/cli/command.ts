import type { ByteWriter } from '../bytes/writer.ts';

/** An option as data: the parser, help, completion and the pages come from it. */
export interface Option {
  /** Long name, without dashes. */
  readonly name: string;
  /** tshark's letter where tshark has one. */
  readonly letter?: string;
  /** Name of the argument; an option without one is a switch. */
  readonly takes?: string;
  /** The argument may be left out (--color, --color=always). */
  readonly optional?: boolean;
  readonly many?: boolean;
  readonly choices?: readonly string[];
  readonly describe: string;
}

/** `-T, --format FORMAT`, `--color[=WHEN]`. */
export function spelled({ name, letter, takes, optional }: Option): string {
  const argument = takes === undefined ? '' : optional ? `[=${takes}]` : ` ${takes}`;
  return `${letter ? `-${letter}, ` : ''}--${name}${argument}`;
}

/** What the user said: every option by its long name. */
export interface Arguments {
  readonly files: readonly string[];
  has(name: string): boolean;
  /** `--no-name` was said. */
  off(name: string): boolean;
  one(name: string): string | undefined;
  all(name: string): readonly string[];
}

export interface Command {
  readonly name: string;
  /** Positional arguments, as help shows them: 'FILE…'. */
  readonly takes: string;
  /** What the first of them may be, where it is none of files. */
  readonly choices?: readonly string[];
  readonly describe: string;
  readonly options: readonly Option[];
  readonly examples: readonly (readonly [command: string, what: string])[];
  /** Whoever reads its output may go: it finishes, and its exit code stands. */
  readonly outlivesOutput?: boolean;
  /** Writes to `out` and gives the exit code. */
  run(args: Arguments, out: ByteWriter): Promise<number>;
}
