import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where programs are that only root's PATH names. */
const SYSTEM = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** A program's path; undefined where there is none. One that we may not run is found, too: it says what is missing. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...SYSTEM];
  const paths = folders.map((folder) => join(folder, name)).filter(isFile);
  return paths.find(mayRun) ?? paths[0];
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

export function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a program answers; code -1 where it cannot be started or takes longer than five seconds. */
export function ask(program: string, words: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(program, words, { timeout: 5000, maxBuffer: 1 << 22 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}
