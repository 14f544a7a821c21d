/**
 * Every capture of ../shared, whole, through all dissectors, rules and writers: nothing throws, every promise about trees
 * and outputs holds, and each file ends with 0, 3 or 4 and, unless it is 0, one clear line.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Driver } from '../../scripts/fuzz/drive.ts';
import { CaptureError, openCapture } from '../../src/capture/index.ts';

const CAPTURES = join(import.meta.dirname, '../../../shared/captures');
assert.ok(existsSync(CAPTURES), '../shared/captures is missing: these tests need the captures beside the checkout');

const FULL = process.env['SPECSHARK_FULL'] === '1';
/** Packets of a capture that are also written, without --full. */
const WRITTEN = 500;

/** Files that the index says were cut short when they were collected. */
const cut = new Set(
  readFileSync(join(CAPTURES, 'INDEX.tsv'), 'utf8')
    .split('\n')
    .map((row) => row.split('\t'))
    .filter(([, , , what]) => what?.includes('FILE-CUT-SHORT'))
    .map(([file]) => file),
);

/** Reads a file to its end; gives its exit code and what is said of it. */
async function read(path: string): Promise<{ code: 0 | 3 | 4; said: string }> {
  let reader: Awaited<ReturnType<typeof openCapture>>;
  try {
    reader = await openCapture(path);
  } catch (error) {
    if (error instanceof CaptureError) return { code: 3, said: error.message };
    throw error;
  }
  const driver = new Driver(FULL ? {} : { written: WRITTEN });
  try {
    for (let batch = await reader.next(); batch; batch = await reader.next()) {
      for (let i = 0; i < batch.count; i++) driver.frame(batch, i, reader.interfaces[batch.interface[i]!]!);
    }
  } finally {
    reader.close();
  }
  driver.finish();
  return reader.end.state === 'complete' ? { code: 0, said: '' } : { code: 4, said: reader.end.message };
}

/** Version 2.2 has its two lengths the other way round: the index took one for the other, tshark reads it whole as we do. */
cut.delete(
  'malformed/pcpp__Fuzzers__RegressionTests__regression_samples__clusterfuzz-testcase-minimized-FuzzTarget-6604968558198784.pcap',
);

for (const folder of ['formats', 'malformed', 'windows']) {
  test(`every capture in ${folder}`, async () => {
    const wrong: string[] = [];
    for (const name of readdirSync(join(CAPTURES, folder)).sort()) {
      try {
        const { code, said } = await read(join(CAPTURES, folder, name));
        if (code === 0) assert.ok(!cut.has(`${folder}/${name}`), 'its end is missing, and nothing says so');
        else assert.match(said, /^[^\0-\u001f]{10,300}$/, 'one line');
      } catch (error) {
        const { cause = error } = error as Error;
        wrong.push(`${name}: ${(error as Error).message}\n${(cause as Error).stack}`);
      }
    }
    assert.ok(wrong.length === 0, `${wrong.length} captures:\n${wrong.join('\n')}`);
  });
}
