import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { reason } from '../errors.ts';
import { LiveError } from './errors.ts';

/** How a child ended: its exit code or signal, and what it wrote to standard error. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
}

/** Characters kept of what a child says. */
const SAID = 1 << 16;
/** A child that was asked to end has so long before it is made to. */
const PATIENCE_MS = 3000;

/**
 * A process that opens the interface and writes what it captures to its standard output: nothing else runs with its
 * rights. It has a session of its own, so that a terminal's Ctrl-C reaches only us and no packet on the way is lost.
 */
export class CaptureChild {
  readonly program: string;
  /** The interface, where it is one alone. */
  readonly source: string | undefined;
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  #said = '';
  #over = false;
  #asked = false;

  constructor(program: string, words: readonly string[], source?: string) {
    this.program = program;
    this.source = source;
    this.#child = spawn(program, words, {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    this.#child.stdin!.on('error', () => {});
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      if (this.#said.length < SAID) this.#said += text;
    });
    this.ended = new Promise((resolve, reject) => {
      this.#child.on('error', (error) => {
        this.#over = true;
        const kind = (error as NodeJS.ErrnoException).code === 'EACCES' ? 'rights' : 'missing';
        reject(new LiveError(kind, `${program} cannot be started: ${reason(error)}`));
      });
      this.#child.on('close', (code, signal) => {
        this.#over = true;
        resolve({ code, signal, said: this.#said });
      });
    });
    // Whoever waits for it hears of it; until then it is nobody's.
    this.ended.catch(() => {});
  }

  get output(): Readable {
    return this.#child.stdout!;
  }

  /** We told it to end. */
  get asked(): boolean {
    return this.#asked;
  }

  /** Resolves when the first bytes of the capture are there, and with how it ended where none came. */
  async begun(): Promise<Ending | undefined> {
    const bytes = new Promise<undefined>((resolve) => this.output.once('readable', () => resolve(undefined)));
    const first = await Promise.race([bytes, this.ended]);
    // An output that ends without a byte is readable, too.
    return first ?? (this.output.readableLength > 0 ? undefined : await this.ended);
  }

  /** Asks it to end; what it captured until then still comes. */
  stop(): void {
    if (this.#asked || this.#over) return;
    this.#asked = true;
    this.#child.stdin!.end();
    this.#kill('SIGINT');
    setTimeout(() => {
      if (this.#over) return;
      this.#kill('SIGTERM');
      // Whatever it does now, nobody listens.
      this.output.destroy();
    }, PATIENCE_MS).unref();
  }

  #kill(signal: NodeJS.Signals): void {
    try {
      this.#child.kill(signal);
    } catch {
      // It belongs to somebody else by now; its closed output ends it.
    }
  }
}
