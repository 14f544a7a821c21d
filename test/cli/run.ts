import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const PROGRAM = fileURLToPath(new URL('../../bin/specshark.js', import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Standard input; nothing unless given. */
  readonly input?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** A shell's command line instead of the program: `"$0" "$1"` are node and the program. */
  readonly shell?: string;
}

/** The real program in a process of its own, in the checkout's folder. */
export function specshark(words: readonly string[], options: RunOptions = {}): Promise<Run> {
  const [file, args] = options.shell
    ? ['bash', ['-c', options.shell, process.execPath, PROGRAM, ...words]]
    : [process.execPath, [PROGRAM, ...words]];
  const child = spawn(file, args, { cwd: ROOT, env: { ...process.env, ...options.env } });
  // It may end before it has read everything.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input);
  return ended(child);
}

export function ended(child: ReturnType<typeof spawn>): Promise<Run> {
  return new Promise((resolve, reject) => {
    const said = { stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk: Buffer) => (said.stdout += chunk.toString('utf8')));
    child.stderr?.on('data', (chunk: Buffer) => (said.stderr += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...said }));
  });
}
