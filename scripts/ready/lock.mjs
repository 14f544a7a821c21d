/**
 * One preparation of a checkout at a time. The lock is a directory that names its owner, moved into place complete:
 * there is no moment at which it exists without one.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;
/** Waits shorter than this are not worth a line. */
const TELL_AFTER_MS = 1_000;

export async function withLock(root, say, work) {
  const dist = join(root, 'dist');
  const lock = join(dist, '.lock');
  const own = join(dist, `.lock-${process.pid}`);
  mkdirSync(dist, { recursive: true });

  let waited = 0;
  while (!take(lock, own)) {
    if (breakStale(lock, own)) continue;
    if (waited === TELL_AFTER_MS) say('waiting for another process that is preparing this checkout');
    await sleep(POLL_MS);
    waited += POLL_MS;
  }
  try {
    return await work();
  } finally {
    // In one step: an emptied lock would let another in, who would then lose his to this removal.
    renameSync(lock, own);
    rmSync(own, { recursive: true, force: true });
  }
}

function take(lock, own) {
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'owner'), identity(process.pid));
  try {
    // Fails when the target is a directory with something in it, and a lock always is.
    renameSync(own, lock);
    return true;
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes(error.code)) return heldOrThrow(lock, error);
    throw error;
  }
}

/** A folder that may not be written answers with the same codes as a held lock. */
function heldOrThrow(lock, error) {
  if (ownerOf(lock) === undefined && error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  return false;
}

function breakStale(lock, own) {
  const owner = ownerOf(lock);
  if (owner === undefined || isAlive(owner)) return false;
  const aside = `${own}-stale`;
  try {
    // Only one of several waiters succeeds.
    renameSync(lock, aside);
  } catch {
    return false;
  }
  // Another may have broken the stale lock and taken it in between: then this one is put back.
  if (ownerOf(aside) !== owner) {
    renameSync(aside, lock);
    return false;
  }
  rmSync(aside, { recursive: true, force: true });
  return true;
}

function ownerOf(lock) {
  try {
    return readFileSync(join(lock, 'owner'), 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(owner) {
  const pid = Number(owner.split(' ')[0]);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return identity(pid) === owner;
}

/** A process id and, where it can be told, the process's start: containers reuse small ids. */
function identity(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name, in brackets, may hold spaces; the start is the 20th word after it.
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid}`;
  }
}
