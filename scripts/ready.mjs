/**
 * Makes this checkout ready to run: dependencies installed, dist/ built from the sources as they are now.
 * Where both are current it does nothing and takes a few milliseconds. Standard output is never written to;
 * a failure is one line on standard error and exit code 2.
 *
 *   node scripts/ready.mjs             do what is missing
 *   node scripts/ready.mjs --rebuild   build even when nothing changed
 */
import { fileURLToPath } from 'node:url';
import { dependenciesMatch, install } from './ready/dependencies.mjs';
import { Failure } from './ready/failure.mjs';
import { bundleIsCurrent, fingerprint, recordBundle } from './ready/sources.mjs';

const OLDEST_NODE = [20, 19];

const root = fileURLToPath(new URL('..', import.meta.url));
const rebuild = process.argv.includes('--rebuild');

const say = (line) => process.stderr.write(`specshark: ${line}\n`);

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantMajor, wantMinor] = OLDEST_NODE;
  if (major < wantMajor || (major === wantMajor && minor < wantMinor)) {
    throw new Failure(`Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}`);
  }
}

async function bringUpToDate() {
  // Asked again inside the lock: whoever held it may have done the work.
  if (!dependenciesMatch(root)) {
    say('installing dependencies');
    await install(root);
  }
  // Taken before the build, so that an edit made meanwhile is built next time.
  const sources = fingerprint(root);
  if (rebuild || !bundleIsCurrent(root, sources)) {
    say('building');
    // Imported late: esbuild is one of the dependencies just installed.
    const { build } = await import('./build.mjs');
    await build(root);
    recordBundle(root, sources);
  }
}

try {
  requireNode();
  if (rebuild || !dependenciesMatch(root) || !bundleIsCurrent(root, fingerprint(root))) {
    const { withLock } = await import('./ready/lock.mjs');
    await withLock(root, say, bringUpToDate);
  }
} catch (error) {
  say(error instanceof Failure ? error.message : `not ready: ${String(error?.message ?? error).split('\n')[0]}`);
  process.exitCode = 2;
}
