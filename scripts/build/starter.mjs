// Written by the build. Compiling takes half the time of a start: V8 takes what it compiled before from its cache.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const folder = dirname(fileURLToPath(import.meta.url));
const filename = join(folder, 'PROGRAM');
let cachedData;
try {
  cachedData = readFileSync(`${filename}.cache`);
} catch {
  // It starts more slowly.
}
const script = new Script(readFileSync(filename, 'latin1'), {
  filename,
  cachedData,
});
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(import.meta.url), module, filename, folder);
