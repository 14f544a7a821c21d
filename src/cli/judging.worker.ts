/** A thread that judges the captures it is told of, one at a time. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Judging, judging } from './judging.ts';
import { Progress } from './progress.ts';

// The terminal is the main thread's.
Progress.hide();
const judge = judging(workerData as Judging);
const port = parentPort!;
port.on('message', async (path: string) => {
  port.postMessage(await (await judge)(path));
});
