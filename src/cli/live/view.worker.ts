/**
 * The thread that dissects for `capture`. It does nothing but take frames from the queue, dissect and write: it may be
 * slow, or stand still because nobody reads its output, without a packet being lost to the file.
 */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { FrameQueue } from '../../capture/live/index.ts';
import { OutputClosed, standardOutput } from '../../output/standard-output.ts';
import { command } from '../capture.ts';
import { argumentsOfLine } from '../config.ts';
import { UsageError } from '../exit.ts';
import { planOf } from './plan.ts';
import { follow, viewOf } from './view.ts';

/** What it is started with: the command's words, and the queue. */
export interface ForView {
  readonly words: readonly string[];
  readonly memory: SharedArrayBuffer;
}

/** What it tells the thread that captures. */
export type FromView =
  /** The options are right; it waits for packets. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'usage'; readonly message: string }
  /** Nobody reads its output any more. */
  | { readonly kind: 'closed' }
  /** It has dissected all it will. */
  | { readonly kind: 'done'; readonly code: number; readonly dissected: number };

const tell = (message: FromView): void => parentPort!.postMessage(message);

/** A third of what others get, where there is not enough for all. */
const NICE = 5;

/** On a machine that has too much to do, packets are written first and shown later. On Linux threads have priorities. */
function yieldToOthers(): void {
  try {
    setPriority(Number(basename(readlinkSync('/proc/thread-self'))), NICE);
  } catch {
    // Elsewhere all are equal.
  }
}

async function work({ words, memory }: ForView): Promise<void> {
  try {
    const args = argumentsOfLine(command, words);
    const plan = planOf(args);
    const out = standardOutput(plan.shows === 'check');
    const view = await viewOf(plan, args, out);
    tell({ kind: 'ready' });
    tell({ kind: 'done', ...follow(new FrameQueue(memory), view, out) });
  } catch (error) {
    if (error instanceof UsageError) tell({ kind: 'usage', message: error.message });
    else if (error instanceof OutputClosed) tell({ kind: 'closed' });
    else throw error;
  }
}

yieldToOthers();
await work(workerData as ForView);
