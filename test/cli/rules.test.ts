/** `rules ID` tells all that a rule's file says, with every byte of its examples and what has to be known of them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { rules } from '../../dissectors/rules.ts';
import { program } from '../../scripts/golden/program.ts';
import type { AnyRule, Example } from '../../src/model/rule.ts';

const page = async (id: string): Promise<string> => (await program(['rules', id])).output.toString('utf8');
const digits = (hex: string): string => hex.replace(/\s+/g, '');

describe('rules ID', () => {
  test('prints every byte of every example', async () => {
    for (const rule of rules) {
      const lines = (await page(rule.id)).split('\n').map((line) => digits(line));
      const all: Example[] = [...rule.bad, ...rule.good, ...(rule.undecided ?? [])];
      for (const { shows, turns = [], frames = [] } of all) {
        for (const { from, smb, tcp } of turns)
          assert.ok(lines.includes(`${from}:${digits(smb ?? tcp)}`), `${rule.id}: ${shows}`);
        for (const frame of frames) assert.ok(lines.includes(`frame:${digits(frame)}`), `${rule.id}: ${shows}`);
      }
    }
  });

  test('says how the bytes came: each thing that an example can be told of', async () => {
    const facts: [keyof Example, RegExp, (example: Example) => boolean][] = [
      ['session', /\(session request: called \S+ of type 0x[0-9a-f]{2}, calling /, ({ session }) => !!session],
      ['midstream', /\(the beginning of the connection was not captured\)/, ({ midstream }) => !!midstream],
      ['missed', /\(not captured: message \d/, ({ missed }) => !!missed?.length],
      ['cut', /\(the last \d+ bytes were not captured\)/, ({ cut }) => !!cut],
      ['close', /\(the connection stays open\)/, ({ close }) => close === 'none'],
      ['close', /\(the (client|server) resets the connection\)/, ({ close }) => close === 'rst'],
      ['closedBy', /\(the server (closes|resets) the connection\)/, ({ closedBy }) => closedBy === 'server'],
    ];
    for (const [name, line, is] of facts) {
      const shown = (rule: AnyRule): boolean =>
        [...rule.bad, ...rule.good, ...(rule.undecided ?? [])].some((example: Example) => is(example));
      const told = rules.filter(shown);
      assert.ok(told.length > 0, `some example has ${name}`);
      for (const rule of told) assert.match(await page(rule.id), line, rule.id);
    }
  });

  test('names the messages and what Windows is known to do', async () => {
    for (const rule of rules) {
      const text = await page(rule.id);
      for (const [id, message] of Object.entries<string>(rule.messages)) assert.ok(text.includes(`${id}: ${message}`));
      if (rule.windows) assert.ok(text.includes(rule.windows.source));
    }
  });
});
