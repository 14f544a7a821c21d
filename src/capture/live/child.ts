import { type ChildProcess, spawn } from 'node:child_process';
import { reason } from '../errors.ts';
import { type Input, streamInput } from '../input.ts';
import { LiveError } from './errors.ts';
import type { Identity } from './privilege.ts';
import { Spool } from './spool.ts';

/** How a child ended: its exit code or signal, and what it wrote to standard error. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  readonly said: string;
}

/** Characters kept of what a child says, half of them the first and half the last. */
const SAID = 1 << 16;
/**
 * dumpcap and tcpdump count aloud. That is not what they say; but when nobody hears it any more, because we were killed,
 * it ends them.
 */
const COUNTING = /\r?(?:Packets: |Got )\d+ ?\r?/g;
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
  /** What it captures. */
  readonly input: Input;
  readonly #child: ChildProcess;
  readonly #spool: Spool | undefined;
  #said = '';
  #over = false;
  #asked = false;

  /** `identity` is who we become. */
  constructor(program: string, words: readonly string[], identity: Identity | undefined, source?: string) {
    this.program = program;
    this.source = source;
    this.#spool = Spool.make(identity);
    this.#child = spawn(program, words, {
      stdio: ['pipe', this.#spool?.fd ?? 'pipe', 'pipe'],
      detached: true,
    });
    this.input = this.#spool ?? streamInput(this.#child.stdout!);
    this.#child.stdin!.on('error', () => {});
    this.#child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      const said = (this.#said + text).replace(COUNTING, '');
      this.#said = said.length > SAID ? said.slice(0, SAID / 2) + said.slice(-SAID / 2) : said;
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
    const pause = (): void => this.#kill('SIGSTOP');
    const resume = (): void => this.#kill('SIGCONT');
    this.#spool?.follow({ pause, resume }, this.ended);
  }

  /** We told it to end. */
  get asked(): boolean {
    return this.#asked;
  }

  /** Resolves when the first bytes of the capture are there, and with how it ended where none came. */
  async begun(): Promise<Ending | undefined> {
    if (this.#spool) return (await this.#spool.begun()) ? undefined : await this.ended;
    const output = this.#child.stdout!;
    const bytes = new Promise<undefined>((resolve) => output.once('readable', () => resolve(undefined)));
    const first = await Promise.race([bytes, this.ended]);
    // An output that ends without a byte is readable, too.
    return first ?? (output.readableLength > 0 ? undefined : await this.ended);
  }

  /** Asks it to end; what it captured until then still comes. */
  stop(): void {
    if (this.#asked || this.#over) return;
    this.#asked = true;
    this.#child.stdin!.end();
    // One that waits until there is room ends, too.
    this.#kill('SIGCONT');
    this.#kill('SIGINT');
    this.#later(() => {
      this.#kill('SIGTERM');
      this.#later(() => {
        this.#kill('SIGKILL');
        // Whatever it does now, nobody listens.
        this.#later(() => this.input.close());
      });
    });
  }

  /** Unless it has ended by then. */
  #later(act: () => void): void {
    setTimeout(() => {
      if (!this.#over) act();
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
