import { fstatSync, writeSync } from 'node:fs';
import { ByteWriter } from '../bytes/writer.ts';

/** Thrown when the reader of our output has gone: nothing more needs to be done. */
export class OutputClosed {}

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Standard output as a byte sink. Synchronous, because string building costs and system calls do not; a full pipe is
 * waited for, a closed one ends the run quietly.
 */
export function standardOutput(fd = 1): ByteWriter {
  return new ByteWriter((bytes, length) => writeAll(fd, bytes, length));
}

export function writeAll(fd: number, bytes: Uint8Array, length: number): void {
  let at = 0;
  while (at < length) {
    try {
      at += writeSync(fd, bytes, at, length - at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') Atomics.wait(pause, 0, 0, 1);
      else if (code === 'EPIPE') throw new OutputClosed();
      else throw error;
    }
  }
}

/** Whether the descriptor is a terminal, asked without touching process.stdout (which would make a pipe non-blocking). */
export function isTerminal(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice() && (process.env.TERM ?? '') !== '' && fd < 3 && ttyLike(fd);
  } catch {
    return false;
  }
}

const ttyLike = (fd: number): boolean => (fstatSync(fd).rdev >> 8) >= 4 && (fstatSync(fd).rdev >> 8) !== 1;
