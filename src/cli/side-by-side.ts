import { Worker } from 'node:worker_threads';
import { interrupted, onInterrupt } from './inputs.ts';
import { failed, type Judged, type Judging, judging, unmatched } from './judging.ts';
import type { Named } from './paths.ts';

/** Sources run as they are, by a loader that threads would need, too: only the built program has threads. */
const THREAD = new URL('./judging.worker.ts', import.meta.url);
const BUILT = THREAD.pathname.endsWith('.js');

/** A thread costs as much as judging so many bytes: fewer are judged sooner by one. */
const WORTH_A_THREAD = 2 << 20;
/** Results that wait for one before them, by thread: a large file must not have all others kept in memory. */
const AHEAD = 8;

/** Judges captures, several at a time, and gives the results in the captures' own order. */
export async function* judgeAll(files: readonly Named[], how: Judging, jobs: number): AsyncGenerator<Judged> {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  const plain = files.filter(({ path, unmatched: why }) => path !== '-' && why === undefined);
  const threads = Math.min(jobs, plain.length, Math.ceil(size / WORTH_A_THREAD));
  const pool = BUILT && threads > 1 ? new Pool(how, threads) : undefined;
  try {
    yield* pool ? inOrder(files, how, pool, threads * AHEAD) : oneByOne(files, how);
  } finally {
    await pool?.end();
  }
}

async function* oneByOne(files: readonly Named[], how: Judging): AsyncGenerator<Judged> {
  const judge = await judging(how);
  for (const { path, unmatched: why } of files) {
    yield why === undefined ? await judge(path) : unmatched(path, why);
    if (interrupted) return;
  }
}

async function* inOrder(files: readonly Named[], how: Judging, pool: Pool, ahead: number): AsyncGenerator<Judged> {
  let own: ReturnType<typeof judging> | undefined;
  const start = async ({ path, unmatched: why }: Named): Promise<Judged | undefined> => {
    if (why !== undefined) return unmatched(path, why);
    if (path !== '-') return pool.judge(path);
    // Standard input is this thread's.
    own ??= judging(how);
    return (await own)(path);
  };
  const started: Promise<Judged | undefined>[] = [];
  for (let i = 0; i < files.length; i++) {
    while (started.length < files.length && started.length < i + ahead) started.push(start(files[started.length]!));
    const judged = await started[i]!;
    // Nothing of it is kept.
    delete started[i];
    if (judged) yield judged;
    if (interrupted) return;
  }
}

/** Threads, and who waits for them. A thread that dies takes one file's result with it, and another takes its place. */
class Pool {
  readonly #how: Judging;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  readonly #queue: ((worker: Worker) => void)[] = [];
  readonly #stopped: Promise<undefined>;

  constructor(how: Judging, threads: number) {
    this.#how = how;
    for (let i = 0; i < threads; i++) this.#add();
    this.#stopped = new Promise((resolve) => onInterrupt(() => resolve(undefined)));
  }

  /** Undefined when the user interrupts first. */
  judge(path: string): Promise<Judged | undefined> {
    const result = this.#take().then((worker) => this.#ask(worker, path));
    return Promise.race([result, this.#stopped]);
  }

  #ask(worker: Worker, path: string): Promise<Judged> {
    return new Promise((resolve) => {
      const done = (judged: Judged): void => {
        worker.off('message', answered).off('error', died).off('exit', ended);
        resolve(judged);
      };
      const answered = (judged: Judged): void => {
        done(judged);
        this.#give(worker);
      };
      const died = (error: unknown): void => {
        done(failed(path, error instanceof Error ? error.message : String(error)));
        this.#all.delete(worker);
        this.#add();
      };
      const ended = (): void => died('its thread ended');
      worker.on('message', answered).on('error', died).on('exit', ended);
      worker.postMessage(path);
    });
  }

  #add(): void {
    const worker = new Worker(THREAD, { workerData: this.#how });
    this.#all.add(worker);
    this.#give(worker);
  }

  #give(worker: Worker): void {
    const next = this.#queue.shift();
    if (next) next(worker);
    else this.#idle.push(worker);
  }

  #take(): Promise<Worker> {
    const worker = this.#idle.pop();
    return worker ? Promise.resolve(worker) : new Promise((resolve) => this.#queue.push(resolve));
  }

  async end(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }
}
