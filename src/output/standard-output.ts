import { writeSync } from 'node:fs';
import { ByteWriter, type Sink } from '../bytes/writer.ts';

/** Thrown when the reader of our output has gone: nothing more needs to be done. */
export class OutputClosed {}

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Standard output as a byte sink. Synchronous, because string building costs and system calls do not; a full pipe is
 * waited for, a closed one ends the run quietly, or is no longer written to where the run `outlives` its reader.
 */
export function standardOutput(outlives = false, write: Sink = toStandardOutput): ByteWriter {
  let closed = false;
  return new ByteWriter((bytes, length) => {
    if (closed) return;
    try {
      write(bytes, length);
    } catch (error) {
      closed = error instanceof OutputClosed;
      if (!closed || !outlives) throw error;
    }
  });
}

const toStandardOutput: Sink = (bytes, length) => writeAll(1, bytes, length);

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
