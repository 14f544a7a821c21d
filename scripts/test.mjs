/**
 * Runs the tests. The exit code is 1 when a test or a check failed.
 *
 *   npm test                             types and style, then every test outside test/shared and test/live
 *   npm test -- test/bytes FILE…         only these files and folders, without types and style
 *   npm run test:shared [-- --full]      the tests that need ../shared; --full adds the sets too large for each run
 *   npm run test:live                    the tests that capture: as root, with what .ci/run installs
 *
 * Options that begin with --test- go to Node's test runner (--test-name-pattern=…).
 * The tests are bundled before they run, see test/bundle.mjs: an `import()` of a computed path finds no TypeScript.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleTests } from './test/bundle.mjs';
import { runChecks } from './test/checks.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const shared = args.includes('--shared');
const live = args.includes('--live');
const forRunner = args.filter((arg) => arg.startsWith('--test-'));
const named = args.filter((arg) => !arg.startsWith('--'));
const unknown = args.find((arg) => arg.startsWith('--') && !/^--(shared|live|full|test-.*)$/.test(arg));

function testsUnder(path) {
  if (!existsSync(path)) throw new Error(`${relative(root, path)} does not exist`);
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => join(path, name));
}

function chooseFiles() {
  if (named.length > 0) return [...new Set(named.flatMap((name) => testsUnder(resolve(name))))];
  if (live) return testsUnder(join(root, 'test', 'live'));
  if (!shared) {
    const elsewhere = ['shared', 'live'].map((name) => join(root, 'test', name, '/'));
    return testsUnder(join(root, 'test')).filter((file) => !elsewhere.some((folder) => file.startsWith(folder)));
  }
  if (!existsSync(join(root, '..', 'shared'))) {
    throw new Error('../shared is missing: the shared tests need the documents and captures beside this checkout');
  }
  return testsUnder(join(root, 'test', 'shared'));
}

/** Node's own closing lines go through; in a terminal they are coloured, in a pipe they are those of its TAP output. */
function runTests(files) {
  const reporter = process.stdout.isTTY ? 'spec' : new URL('./test/plain-reporter.mjs', import.meta.url).href;
  const nodeArgs = [
    '--enable-source-maps',
    '--test',
    `--test-concurrency=${availableParallelism()}`,
    `--test-reporter=${reporter}`,
    ...forRunner,
    ...files,
  ];
  const env = { ...process.env };
  if (args.includes('--full')) env.SPECSHARK_FULL = '1';
  return new Promise((done) => {
    const child = spawn(process.execPath, nodeArgs, { cwd: root, env, stdio: 'inherit' });
    child.on('close', (code) => done(code === 0));
  });
}

async function main() {
  if (unknown) throw new Error(`unknown option ${unknown}`);
  const files = chooseFiles();
  if (files.length === 0) throw new Error('there are no test files');

  const checked = shared || live || named.length > 0 || (await runChecks(root));

  const directory = join(root, 'dist', `tests-${process.pid}`);
  try {
    const passed = await runTests(await bundleTests(root, files, directory));
    // Said again at the end: the tests' output has pushed it out of sight.
    if (!checked) console.error('specshark: types or style are wrong, see above the tests');
    return passed && checked;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(`specshark: ${error.message}`);
  process.exitCode = 2;
}
