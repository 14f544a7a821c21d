/** Machine outputs in their several forms say the same; test/cli/schema.test.ts holds their shapes. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { program } from '../../scripts/golden/program.ts';
import { CHECK_SHAPE } from '../../src/output/reports/shapes.ts';
import { CALLS, MESSAGES } from '../../src/output/schemas.ts';
import { doubledKeys } from './keys.ts';
import { ROOT } from './run.ts';

const samples = readdirSync(join(ROOT, 'samples'))
  .filter((name) => name.endsWith('.pcap'))
  .map((name) => `samples/${name}`);
const ajv = new Ajv({ allErrors: false, allowUnionTypes: true });

function shape(schema: object): (text: string, what: string) => unknown {
  const validate = ajv.compile(schema);
  return (text, what) => {
    assert.deepEqual(doubledKeys(text), [], what);
    const value: unknown = JSON.parse(text);
    assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)}`);
    return value;
  };
}

const said = async (...words: string[]): Promise<string> => (await program(words)).output.toString('utf8');

test('names that come twice are found', () => {
  assert.deepEqual(doubledKeys('{"a":1,"b":{"a":[{"a":"\\"a\\":"},{"a":2}]}}'), []);
  assert.deepEqual(doubledKeys('{"a":1,"b":{"c":[1,{}],"c":2},"a":3}'), ['c', 'a']);
});

describe('the shape of', () => {
  test('check -T json, of many files at once', async () => {
    const check = shape(CHECK_SHAPE);
    for (const profile of ['strict', 'windows']) {
      const report = check(await said('check', '-p', profile, '-T', 'json', ...samples), profile) as {
        files: { path: string }[];
      };
      assert.deepEqual(
        report.files.map((file) => file.path),
        samples,
      );
    }
  });

  test('messages -T json and ndjson', async () => {
    const all = shape(MESSAGES)(await said('messages', '-T', 'json', ...samples), 'json') as { messages: object[] };
    const lines = (await said('messages', '-T', 'ndjson', ...samples)).split('\n').slice(0, -1);
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      all.messages.map((message) => ({ schema: 'specshark.messages/1', ...message })),
    );
  });

  test('calls -T json, ndjson and csv', async () => {
    const all = shape(CALLS)(await said('calls', '-T', 'json', ...samples), 'json') as { calls: object[] };
    assert.ok(all.calls.length > 0);
    const lines = (await said('calls', '-T', 'ndjson', ...samples)).split('\n').slice(0, -1);
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)),
      all.calls.map((call) => ({ schema: 'specshark.calls/1', ...call })),
    );
    const csv = (await said('calls', '-T', 'csv', ...samples)).split('\n').slice(0, -1);
    assert.equal(csv.length, all.calls.length + 1);
  });
});
