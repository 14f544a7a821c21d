/** V8 takes what it compiled before only under the flags it was compiled with; a cache that it refuses costs half a start. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

test("V8 accepts the build's cache of compiled code", () => {
  const dist = new URL('../dist/', import.meta.url);
  const [program] = /program-\w+\.js/.exec(readFileSync(new URL('specshark.cjs', dist), 'utf8'))!;
  const filename = fileURLToPath(new URL(program, dist));
  const script = new Script(readFileSync(filename, 'latin1'), {
    filename,
    cachedData: readFileSync(`${filename}.cache`),
  });
  assert.equal(script.cachedDataRejected, false);
});
