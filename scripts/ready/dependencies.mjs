/**
 * Whether node_modules holds what package-lock.json asks for, and how it is made to.
 *
 * npm leaves node_modules/.package-lock.json behind as the last step of an install, so a node_modules that a person
 * installed by hand is recognised, and one whose installation was cut short is not.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from './failure.mjs';

/** Native packages are built for one of these; node_modules copied from elsewhere must not be used. */
const PLATFORM = `${process.platform}-${process.arch}-${process.versions.modules}`;

const platformFile = (root) => join(root, 'node_modules', '.specshark', 'platform');

export function dependenciesMatch(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;

  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const present = installed[path];
    // npm leaves out an optional package that cannot be built or is for another system.
    if (entry.optional && !present) continue;
    if (present?.version !== entry.version) return false;
    if (!entry.optional && !existsSync(join(root, path, 'package.json'))) return false;
  }
  return platformMatches(root);
}

export async function install(root) {
  // Development packages are needed to build, whatever NODE_ENV says. The log level overrides .npmrc's silence.
  const command = existsSync(join(root, 'package-lock.json')) ? 'ci' : 'install';
  const { code, output } = await npm(root, [command, '--include=dev', '--loglevel=error']);
  if (code !== 0) throw new Failure(`npm ${command} failed: ${reason(output, code)}`);
  recordPlatform(root);
}

function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function platformMatches(root) {
  try {
    return readFileSync(platformFile(root), 'utf8') === PLATFORM;
  } catch {
    // Installed by hand just now, with the Node at hand.
    recordPlatform(root);
    return true;
  }
}

function recordPlatform(root) {
  mkdirSync(dirname(platformFile(root)), { recursive: true });
  writeFileSync(platformFile(root), PLATFORM);
}

async function npm(root, args) {
  // Imported late: nearly every run finds nothing to install.
  const { spawn } = await import('node:child_process');
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // npm is a command script on Windows, which only a shell starts.
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => reject(new Failure(`npm could not be started: ${error.message}`)));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** npm's first error line that says something: the ones before it are codes. */
function reason(output, code) {
  const lines = output
    .split('\n')
    .map((line) => /^npm (?:error|ERR!) (.*)/.exec(line)?.[1]?.trim())
    .filter(Boolean);
  return lines.find((line) => !/^(code|errno|syscall|path|command) /.test(line)) ?? lines[0] ?? `exit code ${code}`;
}
