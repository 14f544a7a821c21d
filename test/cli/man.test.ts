/** The manual page and the completions are made from the commands' tables: nothing is missing in them. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { COMMANDS } from '../../src/cli/commands.ts';
import { completion } from '../../src/cli/completion.ts';
import { manual } from '../../src/cli/man.ts';
import { ROOT, specshark } from './run.ts';

const all = await Promise.all(Object.values(COMMANDS).map(async (load) => (await load()).command));

test('the manual names every command and option, with its examples', () => {
  const page = manual(all);
  for (const { name, options, examples } of all) {
    assert.match(page, new RegExp(`^\\.SS ${name}`, 'm'));
    assert.ok(examples.length > 0, `${name} has an example`);
    for (const option of options) assert.ok(page.includes(`\\-\\-${option.name.replaceAll('-', '\\-')}`), option.name);
  }
});

test('fish completes every command and option', () => {
  const script = completion(all, 'fish');
  for (const { name, options } of all) {
    assert.match(script, new RegExp(`-a ${name} `));
    for (const option of options) assert.ok(script.includes(`-l ${option.name} `), option.name);
  }
});

test('completion gives the script of the shell that is named', async () => {
  assert.match((await specshark(['completion', 'bash'])).stdout, /complete .*_specshark/);
  assert.match((await specshark(['completion', 'zsh'], { env: { SHELL: '/bin/bash' } })).stdout, /^#compdef specshark/);
  assert.match((await specshark(['completion', 'fish'])).stdout, /^complete -c specshark/m);
  assert.equal((await specshark(['completion', 'tcsh'])).code, 2);
});

describe('completes', () => {
  /** Whether a shell is installed; bash is what the project's own scripts are run by. */
  const there = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;
  const commands = all.map(({ name }) => name);

  test('in bash: commands, options, choices, files', () => {
    const completed = (...words: string[]): string[] =>
      execFileSync(
        'bash',
        [
          '-c',
          `${completion(all, 'bash')}\nCOMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _specshark; printf '%s\\n' "\${COMPREPLY[@]}"`,
          'bash',
          'specshark',
          ...words,
        ],
        { cwd: ROOT, encoding: 'utf8' },
      )
        .split('\n')
        .filter(Boolean);
    assert.ok(commands.every((name) => completed('').includes(name)));
    assert.deepEqual(completed('mes'), ['messages']);
    assert.deepEqual(completed('read', '--fo'), ['--format']);
    assert.deepEqual(completed('read', '-T', 'nd'), ['ndjson']);
    assert.deepEqual(completed('read', '--format', 'nd'), ['ndjson']);
    assert.deepEqual(completed('read', '--color', '=', 'al'), ['always']);
    assert.deepEqual(completed('read', '--color', 'READ'), ['README.md']);
    assert.deepEqual(completed('follow', 'smb'), ['smb-pipe']);
    assert.deepEqual(completed('completion', 'z'), ['zsh']);
    assert.deepEqual(completed('read', 'READ'), ['README.md']);
  });

  test('in fish', { skip: !there('fish') }, () => {
    const completed = (line: string): string[] =>
      execFileSync('fish', ['--no-config', '-c', `${completion(all, 'fish')}\ncomplete -C${JSON.stringify(line)}`], {
        cwd: ROOT,
        encoding: 'utf8',
      })
        .split('\n')
        .map((it) => it.split('\t')[0]!)
        .filter(Boolean);
    assert.ok(completed('specshark mes').includes('messages'));
    assert.deepEqual(completed('specshark read -T nd'), ['ndjson']);
    assert.ok(completed('specshark follow smb').includes('smb-pipe'));
    assert.ok(completed('specshark read READ').includes('README.md'));
  });

  test('in zsh', { skip: !there('zsh') }, () => {
    execFileSync('zsh', ['-n'], { input: completion(all, 'zsh') });
  });
});
