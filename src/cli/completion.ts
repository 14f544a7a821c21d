import type { Command, Option } from './command.ts';
import { UsageError } from './exit.ts';

const SHELLS: Readonly<Record<string, (all: readonly Command[]) => string>> = { bash, zsh, fish };
/** What is no command of the table. */
const BESIDE: readonly (readonly [string, string])[] = [
  ['man', 'the manual page'],
  ['completion', 'what a shell completes'],
];

/** A shell's completion script: of the one that is named, else of the one that SHELL names. It asks us nothing later. */
export function completion(all: readonly Command[], shell?: string): string {
  const named = shell ?? process.env['SHELL']?.split('/').at(-1) ?? 'bash';
  const script = Object.hasOwn(SHELLS, named) ? SHELLS[named] : shell === undefined ? bash : undefined;
  if (!script) throw new UsageError(`completion takes one of ${Object.keys(SHELLS).join(', ')}, not '${shell}'`);
  return script(all);
}

const names = (option: Option): string[] => [...(option.letter ? [`-${option.letter}`] : []), `--${option.name}`];
/** Arguments that are files; of what is neither that nor a choice nothing can be completed. */
const isFile = ({ takes }: Option): boolean => takes === 'FILE';
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function bash(all: readonly Command[]): string {
  const cases = all.flatMap(({ name, options, choices }) => [
    ...options
      .filter(({ takes }) => takes)
      .map((option) => {
        const apart = option.optional ? [] : names(option);
        const pattern = [...apart, `--${option.name}=`].map((it) => `${name}:${it}`).join('|');
        const words = option.choices ? `words=${quoted(option.choices.join(' '))}` : isFile(option) ? 'files=1' : '';
        return `    ${pattern}) ${words || ':'};;`;
      }),
    `    ${name}:*) options=${quoted(options.flatMap(names).concat('--help').join(' '))} words=${quoted(choices?.join(' ') ?? '')} files=1;;`,
  ]);
  const commands = [...all.map(({ name }) => name), ...BESIDE.map(([name]) => name)].join(' ');
  return `# specshark's completion for bash: source <(specshark completion bash)
_specshark() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  local options= words= files=
  COMPREPLY=()
  # The equals sign parts words: --color=WHEN.
  if [[ $current == = ]]; then current= previous+==; elif [[ $previous == = ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}=; fi
  if ((COMP_CWORD == 1)); then words=${quoted(`${commands} --help --version`)} files=1
  else case $command:$previous in
${cases.join('\n')}
    completion:*) words=${quoted(Object.keys(SHELLS).join(' '))};;
    *) files=1;;
  esac fi
  [[ $current == -* ]] && words+=" $options" files=
  [[ $words ]] && COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ $files ]]; then
    local IFS=$'\\n'
    compopt -o filenames 2>/dev/null
    COMPREPLY+=($(compgen -f -- "$current"))
  fi
}
complete -F _specshark specshark
`;
}

function zsh(all: readonly Command[]): string {
  // A colon parts the fields of a description, brackets end it.
  const plain = (text: string): string => text.replace(/[[\]\\:]/g, '\\$&');
  const argument = (option: Option): string => {
    if (!option.takes) return '';
    const how = option.choices ? `(${option.choices.join(' ')})` : isFile(option) ? '_files' : ' ';
    return `${option.optional ? '::' : ':'}${plain(option.takes)}:${how}`;
  };
  const spec = (option: Option): string => {
    const described = `[${plain(option.describe)}]${argument(option)}`;
    const [letter, long] = [
      option.letter && `-${option.letter}${option.takes ? '+' : ''}`,
      `--${option.name}${option.takes ? (option.optional ? '=-' : '=') : ''}`,
    ];
    if (!letter) return quoted(`${option.many ? '*' : ''}${long}${described}`);
    const before = option.many ? "'*'" : quoted(`(${names(option).join(' ')})`);
    return `${before}{${letter},${long}}${quoted(described)}`;
  };
  const cases = all.map(({ name, options, choices, takes }) => {
    const first = choices ? [quoted(`1:${plain(takes.split(' ')[0]!)}:(${choices.join(' ')})`)] : [];
    const rest = [...first, "'*:file:_files'"];
    return `    ${name}) _arguments -s -S ${[...options.map(spec), ...rest].join(' \\\n      ')};;`;
  });
  const described = [...all.map(({ name, describe }) => [name, describe] as const), ...BESIDE];
  return `#compdef specshark
# specshark's completion for zsh: specshark completion zsh > a folder of $fpath/_specshark
_specshark() {
  local -a commands=(
${described.map(([name, what]) => `    ${quoted(`${name}:${plain(what)}`)}`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    _files
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join('\n')}
    completion) _values shell ${Object.keys(SHELLS).join(' ')};;
    *) _files;;
  esac
}
if [[ $funcstack[1] == _specshark ]]; then _specshark "$@"; else compdef _specshark specshark; fi
`;
}

function fish(all: readonly Command[]): string {
  const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const commands = [...all.map(({ name, describe }) => [name, describe] as const), ...BESIDE];
  const lines = commands.map(
    ([name, describe]) => `complete -c specshark -n __fish_use_subcommand -a ${name} -d ${quote(describe)}`,
  );
  lines.push(
    `complete -c specshark -n '__fish_seen_subcommand_from completion' -f -a ${quote(Object.keys(SHELLS).join(' '))}`,
  );
  for (const { name, options, choices } of all) {
    const here = `complete -c specshark -n '__fish_seen_subcommand_from ${name}'`;
    if (choices) lines.push(`${here} -a ${quote(choices.join(' '))}`);
    for (const option of options) {
      const parts = [here, `-l ${option.name}`];
      if (option.letter) parts.push(`-s ${option.letter}`);
      if (option.takes && !option.optional) parts.push(option.choices || !isFile(option) ? '-x' : '-r');
      if (option.choices && option.takes) parts.push(`-a ${quote(option.choices.join(' '))}`);
      parts.push(`-d ${quote(option.describe)}`);
      lines.push(parts.join(' '));
    }
  }
  return `# specshark's completion for fish: specshark completion fish > ~/.config/fish/completions/specshark.fish\n${lines.join('\n')}\n`;
}
