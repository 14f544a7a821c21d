/** The manual page and the completions are made from the commands' tables: nothing is missing in them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { COMMANDS } from '../../src/cli/commands.ts';
import { fish, manual } from '../../src/cli/man.ts';
import { specshark } from './run.ts';

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
  const script = fish(all);
  for (const { name, options } of all) {
    assert.match(script, new RegExp(`-a ${name} `));
    for (const option of options) assert.ok(script.includes(`-l ${option.name} `), option.name);
  }
});

test('completion gives the script of the shell that is named', async () => {
  assert.match((await specshark(['completion', 'bash'])).stdout, /complete .*_specshark/);
  assert.match((await specshark(['completion', 'zsh'], { env: { SHELL: '/bin/bash' } })).stdout, /^#compdef specshark/);
  assert.match((await specshark(['completion', 'fish'])).stdout, /^complete -c specshark/);
  assert.equal((await specshark(['completion', 'tcsh'])).code, 2);
});
