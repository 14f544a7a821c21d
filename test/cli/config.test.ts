/** A configuration says what the user does not say; what is wrong with it is told with its line. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { CONFIG } from '../../src/cli/config.ts';
import { type Run, specshark } from './run.ts';

const SINGLE = 'samples/messenger-single.pcap';
const home = mkdtempSync(join(tmpdir(), 'specshark-config-'));
mkdirSync(join(home, 'specshark'));
after(() => rmSync(home, { recursive: true, force: true }));

function withConfig(config: string, ...words: string[]): Promise<Run> {
  writeFileSync(join(home, 'specshark', 'config.json'), config);
  return specshark(words, { env: { XDG_CONFIG_HOME: home } });
}

const GOOD = `{
  "columns": ["number", "protocol"],
  "sets": {
    "lab": { "columns": ["number", "smb.cmd"], "time": "e" }
  }
}`;

describe('a configuration', () => {
  test('is taken where nothing else is said', async () => {
    const { stdout, code } = await withConfig(GOOD, 'read', '-c', '1', SINGLE);
    assert.equal(code, 0);
    assert.equal(stdout, '    1 TCP\n');
    const said = await withConfig(GOOD, 'read', '-c', '1', '--columns', 'length', SINGLE);
    assert.equal(said.stdout, '  60\n');
  });

  test('-C takes a set of it', async () => {
    const { stdout } = await withConfig(GOOD, 'read', '-C', 'lab', '-Y', 'smb', '-c', '6', SINGLE);
    assert.equal(stdout, '    6 0xd0\n');
    assert.match((await withConfig(GOOD, 'read', '-C', 'leb', SINGLE)).stderr, /no set 'leb'; there are lab/);
  });

  test('is what its schema says', () => {
    assert.ok(new Ajv().compile(CONFIG)(JSON.parse(GOOD)));
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['{\n "columns": "number"\n}', /config\.json:2: columns must be a list of texts/],
    ['{\n\n "color": "blue"\n}', /config\.json:3: color is one of auto, always, never/],
    ['{\n "colour": "auto"\n}', /config\.json:2: there is no setting 'colour'; did you mean color\?/],
    ['{\n "sets": {\n  "lab": {\n   "time": 5 } } }', /config\.json:4: time must be a text/],
    ['{\n "columns": [\n}', /config\.json:3: not JSON/],
    ['[]', /config\.json:1: it must be an object/],
    ['['.repeat(100_000), /config\.json:1: not JSON/],
    ['{ "__proto__": [] }', /config\.json:1: there is no setting '__proto__'/],
  ];
  for (const [config, message] of wrong) {
    test(`is refused with its line: ${config.slice(0, 30).replaceAll('\n', ' ')}`, async () => {
      const { code, stderr, stdout } = await withConfig(config, 'read', SINGLE);
      assert.equal(code, 2);
      assert.match(stderr, message);
      assert.equal(stdout, '');
    });
  }
});
