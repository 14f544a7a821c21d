/** Runs a program of the build once and keeps what V8 compiled for it: `compile.mjs PROGRAM WORD…`. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

const [, , filename, ...words] = process.argv;
process.argv.splice(2, process.argv.length, ...words);
const script = new Script(readFileSync(filename, 'latin1'), {
  filename,
});
process.on('exit', () => {
  // A run may have set them (src/cli/heap.ts), and the cache is only good for the flags it was made with.
  setFlagsFromString('--semi-space-growth-factor=2');
  setFlagsFromString('--heap-growing-percent=0');
  const temporary = `${filename}.cache.${process.pid}`;
  writeFileSync(temporary, script.createCachedData());
  renameSync(temporary, `${filename}.cache`);
});
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(filename), module, filename, dirname(filename));
