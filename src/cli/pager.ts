import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { isatty } from 'node:tty';
import { findProgram, mayRun } from '../capture/live/programs.ts';
import { OutputClosed, writeAll } from '../output/standard-output.ts';
import type { Arguments, Option } from './command.ts';
import { Progress } from './progress.ts';

export const PAGER: Option = {
  name: 'pager',
  describe: 'on a terminal, long output goes through $PAGER (less -R); --no-pager: it does not',
};

/** Bytes that wait for it to be seen that they are more than a screen. */
const MOST = 1 << 18;

/**
 * What stands between a long output and a terminal: short output is written as it is, and whatever exceeds the screen
 * goes to the user's pager.
 */
export class Pager {
  readonly #command: string;
  #waiting: Uint8Array[] = [];
  #lines = 0;
  #size = 0;
  #child: ChildProcess | undefined;

  constructor(command: string) {
    this.#command = command;
  }

  readonly write = (bytes: Uint8Array, length: number): void => {
    if (!this.#child) {
      this.#waiting.push(bytes.slice(0, length));
      this.#size += length;
      this.#lines += rowsOf(bytes.subarray(0, length));
      if (this.#lines < rows() && this.#size < MOST) return;
      this.#start();
      for (const piece of this.#waiting.splice(0)) this.#give(piece, piece.length);
    } else this.#give(bytes, length);
  };

  /** All is written: waits until the user has seen enough. */
  async end(): Promise<void> {
    const child = this.#child;
    if (!child) {
      for (const piece of this.#waiting.splice(0)) writeAll(1, piece, piece.length);
      return;
    }
    child.stdin!.destroy();
    if (child.exitCode === null && child.signalCode === null) await new Promise((done) => child.once('exit', done));
  }

  #start(): void {
    Progress.hide();
    // As git has it: leave what fits on a screen, let colours through, do not clear the screen at the end.
    const env = { LESS: 'FRX', LV: '-c', ...process.env };
    this.#child = spawn('/bin/sh', ['-c', this.#command], { stdio: ['pipe', 'inherit', 'inherit'], env });
    this.#child.stdin!.on('error', () => {});
  }

  /** Written at once, like everything: a user who does not turn the page makes us wait, and memory stays small. */
  #give(bytes: Uint8Array, length: number): void {
    const { fd } = (this.#child!.stdin as Socket & { _handle: { fd: number } | null })._handle ?? {};
    if (fd === undefined || fd < 0) throw new OutputClosed();
    writeAll(fd, bytes, length);
  }
}

/** The pager to use, where standard output is a terminal and nothing speaks against one. */
export function pagerFor(args: Arguments): Pager | undefined {
  if (!isatty(1) || args.off('pager') || args.has('line-buffered') || args.has('write')) return undefined;
  const command = process.env['PAGER'] ?? 'less';
  if (process.env['TERM'] === 'dumb' || command === '' || command === 'cat') return undefined;
  return isThere(command) ? new Pager(command) : undefined;
}

/** Whether the first word of a command names a program. */
function isThere(command: string): boolean {
  const program = command.trim().split(/\s+/)[0]!;
  const path = program.includes('/') ? program : findProgram(program);
  return path !== undefined && mayRun(path);
}

const rows = (): number => process.stdout.rows || 24;

/** Rows of the screen that text takes, its long lines folded. */
function rowsOf(bytes: Uint8Array): number {
  const width = process.stdout.columns || 80;
  let lines = 0;
  let begun = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, begun)) {
    lines += Math.max(1, Math.ceil((at - begun) / width));
    begun = at + 1;
  }
  return lines;
}
