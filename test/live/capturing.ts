import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { collect } from '../capture/collect.ts';
import { ended, type Run } from '../cli/run.ts';

/** What takes longer than this does not happen: a machine that has much else to do is slow. */
const PATIENCE_MS = 30_000;

/** A capture under way. */
export class Capturing {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
  stderr = '';
  stdout = '';

  constructor(child: ChildProcess) {
    this.child = child;
    this.ended = ended(child);
    const watch = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS * 2);
    this.ended.then(() => clearTimeout(watch));
    child.stderr!.on('data', (text: Buffer) => (this.stderr += text));
    child.stdout!.on('data', (text: Buffer) => (this.stdout += text));
  }

  /** Waits for words on standard error. */
  says(words: RegExp): Promise<void> {
    return this.#until(this.child.stderr!, () => words.test(this.stderr));
  }

  shows(words: RegExp): Promise<void> {
    return this.#until(this.child.stdout!, () => words.test(this.stdout));
  }

  async #until(stream: NodeJS.ReadableStream, done: () => boolean): Promise<void> {
    const over = this.ended.then((run) => {
      if (!done()) throw new Error(`it ended with ${run.code}: ${run.stderr}`);
    });
    while (!done()) await Promise.race([once(stream, 'data'), over]);
  }

  /** Ends it with a signal. What is on its way must have come before, see `holds`. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<Run> {
    this.child.kill(signal);
    return this.ended;
  }

  /** The one child of it, which captures. */
  get capturer(): number {
    const pid = this.child.pid!;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
  }
}

/** Waits until something is so. */
export async function until(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  for (const began = Date.now(); Date.now() - began < PATIENCE_MS; ) {
    if (await is()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not within ${PATIENCE_MS / 1000} seconds: ${what}`);
}

/** Waits until a file that is being written holds so many packets. */
export const holds = (path: string, packets: number): Promise<void> =>
  until(`${packets} packets in ${path}`, async () => {
    try {
      return (await collect(path)).frames.length >= packets;
    } catch {
      // It is not there yet, or nothing of it.
      return false;
    }
  });
