// Written by the build. Compiling takes half the time of a start: V8 takes what it compiled before from its cache.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const filename = join(__dirname, 'PROGRAM');
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
const program = { exports: {} };
script.runInThisContext()(program.exports, require, program, filename, __dirname);
