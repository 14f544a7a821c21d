import { type Command, type Option, spelled } from './command.ts';

/** Columns where nothing says how many there are. */
const WIDTH = 100;
const WIDEST = 120;
const width = (): number => Math.min(process.stdout.columns || WIDTH, WIDEST);

/** What a command takes, or which commands there are; from their tables. */
export const helpText = (command: Command | undefined, all: readonly Command[]): string =>
  command ? commandHelp(command) : overview(all);

function overview(all: readonly Command[]): string {
  return [
    'specshark COMMAND [options] …',
    'specshark FILE…                 the same as specshark read FILE…',
    '',
    ...section(
      'Commands',
      all.map(({ name, takes, describe }) => [`${name} ${takes}`.trim(), describe]),
    ),
    ...section('Beside them', [
      ['man', 'the manual page, in roff: specshark man | man -l -'],
      ['completion bash|zsh|fish', 'what a shell completes'],
      ['COMMAND --help', 'options and examples of a command'],
      ['--version', 'which version this is'],
    ]),
    '',
  ].join('\n');
}

function commandHelp({ name, takes, describe, options, examples }: Command): string {
  return [
    `specshark ${name} [options] ${takes}`.trim(),
    '',
    ...folded(describe, 0),
    '',
    ...section('Options', options.map(row)),
    ...section('Examples', examples),
    '',
  ].join('\n');
}

const row = (option: Option): readonly [string, string] => {
  const choices =
    option.choices && !option.describe.includes(option.choices[0]!) ? `: ${option.choices.join(', ')}` : '';
  return [`${option.letter ? '' : '    '}${spelled(option)}`, option.describe + choices];
};

/** Two columns under a title; what is wide on the left has its right side below it. */
function section(title: string, rows: readonly (readonly [string, string])[]): string[] {
  const fits = rows.map(([left]) => left.length).filter((length) => length <= 30);
  const column = Math.max(...fits, 8) + 4;
  const lines = rows.flatMap(([left, right]) => {
    const beside = folded(right, column);
    if (left.length + 4 > column) return [`  ${left}`, ...beside];
    return [`  ${left.padEnd(column - 2)}${beside[0]!.trimStart()}`, ...beside.slice(1)];
  });
  return [title, ...lines, ''];
}

/** Words in lines of the terminal's width, each with so many blanks before it. */
function folded(text: string, indent: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width()) {
      lines.push(line);
      line = word;
    } else line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].map((it) => ' '.repeat(indent) + it);
}
