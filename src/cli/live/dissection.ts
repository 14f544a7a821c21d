import { Worker } from 'node:worker_threads';
import { FrameQueue } from '../../capture/live/index.ts';
import { EXIT, UsageError } from '../exit.ts';
import type { ForView, FromView } from './view.worker.ts';

/** Bytes of packets that wait for dissection: some seconds of a busy link, and the most that is ever held. */
const QUEUE = 1 << 25;

/** MiB of memory that is collected often: V8 takes four times as much unless told, and dissection is no faster with it. */
const YOUNG = 12;

/** What became of the thread that dissects. */
export interface Dissected {
  readonly code: number;
  readonly dissected: number;
  /** Our own mistake ended it; in words. */
  readonly failure?: string;
}

/** The thread that dissects, as the one that captures sees it. */
export class Dissection {
  readonly queue = new FrameQueue(QUEUE);
  /** It waits for packets. Throws a UsageError. */
  readonly ready: Promise<void>;
  readonly done: Promise<Dissected>;
  readonly #worker: Worker;

  /** `words` are the command's; `ended` is called when it will take no more packets, whyever. */
  constructor(words: readonly string[], ended: (end: Dissected) => void) {
    this.#worker = new Worker(new URL('./view.worker.ts', import.meta.url), {
      workerData: { words, memory: this.queue.memory } satisfies ForView,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
    });
    let isReady: () => void;
    let refused: (error: Error) => void;
    this.ready = new Promise((resolve, reject) => {
      isReady = resolve;
      refused = reject;
    });
    this.done = new Promise((resolve) => {
      const end = (what: Dissected): void => {
        resolve(what);
        ended(what);
      };
      this.#worker.on('message', (message: FromView) => {
        if (message.kind === 'ready') isReady();
        else if (message.kind === 'usage') refused(new UsageError(message.message));
        else if (message.kind === 'closed') end({ code: EXIT.ok, dissected: 0 });
        else end(message);
      });
      this.#worker.on('error', (error) => {
        refused(error);
        end({ code: EXIT.software, dissected: 0, failure: error.message });
      });
      this.#worker.on('exit', () => end({ code: EXIT.ok, dissected: 0 }));
    });
  }

  /** No more packets come; waits until those that wait are dissected. */
  async finish(note: object): Promise<Dissected> {
    const text = JSON.stringify(note);
    let over = false;
    this.done.then(() => (over = true));
    while (!over && !this.queue.end(text)) await new Promise((resolve) => setTimeout(resolve, 5));
    const end = await this.done;
    await this.#worker.terminate();
    return end;
  }

  /** What waits is left out. */
  abandon(): void {
    this.queue.abandon();
  }
}
