/** Every schema that `specshark schema` prints, and what machines get of every sample: each is held against the other. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { program } from '../../scripts/golden/program.ts';
import { SCHEMAS } from '../../src/cli/schema.ts';
import { doubledKeys } from './keys.ts';
import { ROOT, specshark } from './run.ts';

const SINGLE = 'samples/messenger-single.pcap';
const samples = readdirSync(join(ROOT, 'samples'))
  .filter((name) => name.endsWith('.pcap'))
  .map((name) => `samples/${name}`);
const scratch = mkdtempSync(join(tmpdir(), 'specshark-schema-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const said = async (...words: string[]): Promise<string> => {
  const { output, refused } = await program(words);
  assert.equal(refused, undefined, words.join(' '));
  return output.toString('utf8');
};
const lines = async (...words: string[]): Promise<string[]> => (await said(...words)).split('\n').slice(0, -1);
/** What a command says of each sample on its own. */
const each = async (...words: string[]): Promise<string[]> => {
  const all: string[] = [];
  for (const sample of samples) all.push(await said(...words, sample));
  return all;
};
/** Frames that `explain` is asked for: the first, and the last. */
async function explained(): Promise<string[]> {
  const all: string[] = [];
  for (const sample of samples) {
    const { length } = await lines('read', sample);
    for (const frame of new Set([1, length])) all.push(await said('explain', '-T', 'json', sample, String(frame)));
  }
  return all;
}

/** Texts that must have the shape, by the schema's name. */
const OUTPUTS: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'specshark.packets/1': async () => [
    ...(await each('read', '-T', 'json')),
    await said('read', '-2', '--resolve', '-T', 'json', ...samples.slice(0, 4)),
  ],
  'specshark.packets/1 (ndjson)': () => lines('read', '-T', 'ndjson', ...samples),
  'specshark.check/1': () => each('check', '-T', 'json'),
  'specshark.check/1 (ndjson)': () => lines('check', '-T', 'ndjson', ...samples),
  'specshark.baseline/1': async () => {
    const path = join(scratch, 'baseline.json');
    await said('check', '--update-baseline', '--baseline', path, ...samples);
    return [readFileSync(path, 'utf8')];
  },
  'specshark.expect/1': async () => {
    const copies = samples.map((sample) => join(scratch, sample.slice('samples/'.length)));
    for (const [i, sample] of samples.entries()) copyFileSync(join(ROOT, sample), copies[i]!);
    await said('check', '--update-expectations', ...copies);
    return copies.map((path) => readFileSync(path.replace(/\.pcap$/, '.expect.json'), 'utf8'));
  },
  'specshark.calls/1': () => each('calls', '-T', 'json'),
  'specshark.calls/1 (ndjson)': () => lines('calls', '-T', 'ndjson', ...samples),
  'specshark.messages/1': () => each('messages', '-T', 'json'),
  'specshark.messages/1 (ndjson)': () => lines('messages', '-T', 'ndjson', ...samples),
  'specshark.explain/1': explained,
  'specshark.diff/1': async () => {
    const all: string[] = [];
    for (const [i, sample] of samples.entries())
      all.push(await said('diff', '-T', 'json', sample, samples[(i + 1) % samples.length]!));
    return all;
  },
  'specshark.requirements/1': async () => [await said('rules', '--requirements', '-T', 'json')],
  'ek (ndjson)': () => lines('read', '-T', 'ek', ...samples),
  'specshark.rules/1': async () => [await said('rules', '-T', 'json')],
  'specshark.fields/1': async () => [await said('fields', '-T', 'json')],
  'specshark.stats/1': async () => [...(await each('stats', '-T', 'json')), ...(await each('flows', '-T', 'json'))],
  'specshark.interfaces/1': async () => [(await specshark(['interfaces', '-T', 'json'])).stdout],
  'specshark.config.json': async () => [
    '{ "columns": ["number"], "time": "ad", "sets": { "lab": { "decode-as": ["tcp.port==5040,nbss"] } } }',
  ],
};

describe('what machines get has the shape of', () => {
  test('a schema for everything', () => assert.deepEqual(Object.keys(SCHEMAS).sort(), Object.keys(OUTPUTS).sort()));

  for (const [name, schema] of Object.entries(SCHEMAS)) {
    test(name, async () => {
      const ajv = new Ajv({ allowUnionTypes: true });
      const valid = ajv.compile(schema);
      const texts = await OUTPUTS[name]!();
      assert.ok(texts.length > 0);
      for (const text of texts) {
        assert.ok(valid(JSON.parse(text)), `${ajv.errorsText(valid.errors)} in ${text.slice(0, 200)}`);
        assert.deepEqual(doubledKeys(text), []);
      }
    });
  }

  test('what schema NAME prints, by its long and its short name', async () => {
    for (const name of ['packets', 'specshark.packets/1'])
      assert.equal(JSON.parse(await said('schema', name)).title, 'specshark.packets/1');
    for (const line of await lines('schema')) {
      const [short = ''] = line.split(' ');
      new Ajv({ allowUnionTypes: true }).compile(JSON.parse(await said('schema', short)));
    }
    assert.match((await program(['schema', 'pakcets'])).refused!, /packets/);
  });

  test('a schema that refuses what is not so', () => {
    const ajv = new Ajv({ allowUnionTypes: true });
    for (const schema of Object.values(SCHEMAS)) assert.ok(!ajv.compile(schema)({ schema: 'specshark.nothing/1' }));
  });
});

test('a machine reads 64-bit numbers as text and times to the nanosecond', async () => {
  const text = await said('read', '-T', 'json', SINGLE);
  assert.match(text, /"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z"/);
  assert.doesNotMatch(text, /[:[,]\d{17,}[,\]}]/);
});
