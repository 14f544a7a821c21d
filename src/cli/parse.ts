import yargsParser from 'yargs-parser';
import type { Arguments, Command, Option } from './command.ts';
import { nearest, UsageError } from './exit.ts';

/**
 * Reads a command line by the command's table with yargs' own parser. The rest of yargs, which knows help and completion,
 * is loaded for those alone, because it costs as much as reading a small capture.
 */
export function parse(command: Command, words: readonly string[]): Arguments {
  const { options } = command;
  const taking = options.filter((o) => o.takes);
  const parsed = yargsParser(separate(options, words), {
    string: taking.map((o) => o.name),
    boolean: options.filter((o) => !o.takes).map((o) => o.name),
    array: [],
    narg: Object.fromEntries(taking.filter((o) => !o.optional).map((o) => [o.name, 1])),
    alias: Object.fromEntries(options.flatMap((o) => (o.letter ? [[o.name, [o.letter]]] : []))),
    configuration: {
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'duplicate-arguments-array': true,
      'boolean-negation': true,
      'unknown-options-as-args': true,
      'populate--': true,
      'strip-aliased': true,
    },
  });
  const files = parsed._.map(String);
  const unknown = files.find((word) => word.startsWith('-') && word !== '-');
  if (unknown) throw new UsageError(unknownOption(command, unknown));
  const values = new Map<string, readonly string[]>();
  for (const option of options) {
    const given = parsed[option.name] as unknown;
    if (given === undefined) continue;
    const list = (Array.isArray(given) ? given : [given]).map(String);
    for (const value of list) {
      if (option.choices && option.takes && !option.choices.includes(value) && !(option.optional && value === '')) {
        throw new UsageError(`${spell(option)} takes ${option.choices.join(', ')}, not '${value}'`);
      }
    }
    values.set(option.name, list);
  }
  return argumentsOf([...files, ...((parsed['--'] as string[] | undefined) ?? [])], values);
}

/** What was said, of options by their long names. */
export const argumentsOf = (files: readonly string[], values: ReadonlyMap<string, readonly string[]>): Arguments => ({
  files,
  has: (name) => values.has(name) && values.get(name)![0] !== 'false',
  off: (name) => values.get(name)?.[0] === 'false',
  one: (name) => values.get(name)?.at(-1),
  all: (name) => values.get(name) ?? [],
});

/** Letters may be joined, and an argument may follow its letter at once: -Vx, -c10, -Tfields. */
function separate(options: readonly Option[], words: readonly string[]): string[] {
  const byLetter = new Map(options.flatMap((o) => (o.letter ? [[o.letter, o] as const] : [])));
  const out: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word === '--') return [...out, ...words.slice(i)];
    if (!/^-[^-]/.test(word)) {
      const option = /^--/.test(word) && !word.includes('=') ? options.find((o) => `--${o.name}` === word) : undefined;
      out.push(...argument(option, word, words[i + 1]));
      if (option?.takes && !option.optional) i++;
      continue;
    }
    for (let at = 1; at < word.length; at++) {
      const option = byLetter.get(word[at]!);
      if (!option) throw new UsageError(`unknown option -${word[at]}`);
      if (!option.takes) {
        out.push(`--${option.name}`);
        continue;
      }
      const rest = word.slice(at + 1);
      out.push(...argument(option, `--${option.name}`, rest || words[++i]));
      break;
    }
  }
  return out;
}

/** An option with its argument in one word, so that the argument may begin with a dash. */
function argument(option: Option | undefined, word: string, value: string | undefined): string[] {
  if (!option?.takes) return [word];
  // The next word is none of it: --color FILE.
  if (option.optional) return [`${word}=`];
  if (value === undefined) throw new UsageError(`${spell(option)} needs ${option.takes}`);
  return [`${word}=${value}`];
}

function unknownOption(command: Command, word: string): string {
  const name = word.replace(/^-+/, '').replace(/=.*/s, '');
  const known = nearest(
    name,
    command.options.map((o) => o.name),
  );
  const hint = known.length > 0 ? `; did you mean --${known.join(', --')}?` : `; see specshark ${command.name} --help`;
  return `unknown option ${word.slice(0, 60)}${hint}`;
}

const spell = (option: Option): string => (option.letter ? `-${option.letter}` : `--${option.name}`);

/** A whole number above zero. */
export function positive(name: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (!/^[0-9]+$/.test(value) || Number(value) < 1)
    throw new UsageError(`${name} takes a number above 0, not '${value}'`);
  return Number(value);
}
