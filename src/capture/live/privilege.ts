import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { LiveError } from './errors.ts';
import { findProgram } from './programs.ts';

/** The user that dissection runs as. */
export interface Identity {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * Whom a process started by root becomes: the user it is told, else the one who called sudo. Undefined: it stays who it
 * is. Throws a LiveError of kind 'option'.
 */
export function identityFor(user: string | undefined): Identity | undefined {
  const name = user ?? (isRoot() ? process.env['SUDO_USER'] : undefined);
  if (name === undefined || (name === 'root' && isRoot())) return undefined;
  if (!isRoot()) throw new LiveError('option', `--user ${name}: only root can become another user`);
  // id asks every source of users that the system knows.
  const ask = (what: '-u' | '-g'): number => {
    try {
      return Number(execFileSync('id', [what, '--', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    } catch {
      throw new LiveError('option', `--user: there is no user '${name}'`);
    }
  };
  const uid = ask('-u');
  return uid === 0 ? undefined : { name, uid, gid: ask('-g') };
}

/** Becomes that user for good. Throws where the rights would come back. */
export function become({ name, uid, gid }: Identity): void {
  // @types/node knows all of these but this one.
  (process as unknown as { initgroups(user: string, group: number): void }).initgroups(name, gid);
  process.setgid!(gid);
  process.setuid!(uid);
  try {
    process.setuid!(0);
  } catch {
    return;
  }
  throw new LiveError('failed', `the rights of root could not be given up for those of ${name}`);
}

/** What the program that opens the interface keeps of root, with their bits: these, and nothing it can win back. */
const CAPABILITIES: readonly (readonly [string, bigint])[] = [
  ['net_raw', 1n << 13n],
  ['net_admin', 1n << 12n],
];

/** Of these what we have ourselves: in a container root may have only the first, or none. */
function capabilities(): string[] {
  let ours = -1n;
  try {
    const permitted = /^CapPrm:\s*([\da-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (permitted !== undefined) ours = BigInt(`0x${permitted}`);
  } catch {
    // Without /proc all are asked for, and setpriv says which is missing.
  }
  return CAPABILITIES.filter(([, bit]) => (ours & bit) !== 0n).map(([name]) => name);
}

/** Root that has no right to capture: no program can be given what the whole container lacks. */
export const containedRoot = (): boolean => isRoot() && !capabilities().includes('net_raw');

export const CONTAINED = 'no right to capture, not even as root: start the container with --cap-add=NET_RAW';

/**
 * A program's command line as the same one run by a user with nothing but the right to capture (setpriv of util-linux).
 * Being that user's, it ends when that user's process tells it to, or is no more. Undefined where setpriv is missing.
 */
export function confined({ uid, gid }: Identity, words: readonly string[]): string[] | undefined {
  const setpriv = findProgram('setpriv');
  if (!setpriv) return undefined;
  const kept = ['-all', ...capabilities().map((name) => `+${name}`)].join();
  return [
    setpriv,
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=${kept}`,
    `--ambient-caps=${kept}`,
    `--bounding-set=${kept}`,
    '--no-new-privs',
    '--pdeathsig=TERM',
    '--',
    ...words,
  ];
}
