import { type Command, type Option, spelled } from './command.ts';
import { version } from './version.ts';

/** The manual page, in roff, from the commands' tables. */
export function manual(all: readonly Command[]): string {
  const lines = [
    `.TH SPECSHARK 1 "" "specshark ${version}" "User Commands"`,
    '.SH NAME',
    'specshark \\- dissect captures and judge them against the Microsoft Open Specifications',
    '.SH SYNOPSIS',
    '.B specshark',
    '.I COMMAND',
    '[options]',
    '.br',
    '.B specshark',
    '.IR FILE ...',
    '.SH COMMANDS',
  ];
  for (const command of all) {
    lines.push(`.SS ${roff(`${command.name} ${command.takes}`.trim())}`, roff(command.describe), '');
    for (const option of command.options) lines.push('.TP', spelling(option), roff(option.describe + choices(option)));
    for (const [example, what] of command.examples) lines.push('.PP', roff(`${what}:`), '.br', `.B ${roff(example)}`);
  }
  lines.push(
    '.SH EXIT STATUS',
    ...EXITS.flatMap(([code, what]) => ['.TP', `.B ${code}`, roff(what)]),
    '.SH FILES',
    '.TP',
    '.I specshark.config.json',
    'in the working directory, else',
    '.I $XDG_CONFIG_HOME/specshark/config.json',
    '.SH ENVIRONMENT',
    '.TP',
    '.B NO_COLOR',
    'no colours, unless \\-\\-color asks for them',
    '.TP',
    '.B PAGER',
    'what long output goes through on a terminal, less \\-R unless it is set; empty: nothing',
  );
  return `${lines.join('\n')}\n`;
}

const EXITS: readonly (readonly [number, string])[] = [
  [0, 'nothing to report'],
  [1, 'check: findings at or above --fail-on; diff: a difference'],
  [2, 'wrong usage, configuration or filter'],
  [3, 'an input is missing or no capture'],
  [4, 'an input was read in part'],
  [5, 'a capture could not start or broke off'],
  [130, 'interrupted'],
];

/** Fonts by escapes, because arguments hold spaces. */
const spelling = (option: Option): string => {
  const [, names = '', argument = ''] = /^(.*--[\w-]+)(.*)$/.exec(spelled(option)) ?? [];
  return `\\fB${roff(names)}\\fR${argument && `\\fI${roff(argument)}\\fR`}`;
};

const choices = (option: Option): string => (option.choices ? ` (${option.choices.join(', ')})` : '');

const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
