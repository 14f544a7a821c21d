import { closeSync, createReadStream, fstatSync, open, openSync, readSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { CaptureError, reason } from './errors.ts';

/** Where a capture's bytes come from. A plain file answers at once, everything else with a promise. */
export interface Input {
  /** Puts at least one byte into `into` between `from` and `to` and says how many; 0 at the end. */
  read(into: Uint8Array, from: number, to: number): number | Promise<number>;
  readonly progress: { readonly read: number; readonly total: number };
  /** The same bytes once more from the first one, where that is possible. */
  again?(): Input;
  /** Plain files: goes on at another place … */
  seek?(position: number): void;
  /** … and reads at one without going there; says how many bytes there are. */
  readAt?(into: Uint8Array, position: number): number;
  close(): void;
}

/** A plain file: `readSync` into the reader's own buffer is twice as fast as a stream and needs half its memory. */
class FileInput implements Input {
  readonly #fd: number;
  readonly #total: number;
  readonly #owned: boolean;
  #position = 0;
  #open = true;

  constructor(fd: number, total: number, owned: boolean) {
    this.#fd = fd;
    this.#total = total;
    this.#owned = owned;
  }

  get progress(): { read: number; total: number } {
    return { read: this.#position, total: this.#total };
  }

  read(into: Uint8Array, from: number, to: number): number {
    if (!this.#open) return 0;
    const n = readSync(this.#fd, into, from, to - from, this.#position);
    this.#position += n;
    return n;
  }

  seek(position: number): void {
    this.#position = position;
  }

  readAt(into: Uint8Array, position: number): number {
    return this.#open ? readSync(this.#fd, into, 0, into.length, position) : 0;
  }

  again(): Input {
    return new FileInput(this.#fd, this.#total, false);
  }

  close(): void {
    if (this.#open && this.#owned) closeSync(this.#fd);
    this.#open = false;
  }
}

/** A plain file on standard input: read from where whoever started us left it. */
class StandardFile implements Input {
  #read = 0;
  readonly #total: number;

  constructor(total: number) {
    this.#total = total;
  }

  get progress(): { read: number; total: number } {
    return { read: this.#read, total: this.#total };
  }

  read(into: Uint8Array, from: number, to: number): number {
    const n = readSync(0, into, from, to - from, null);
    this.#read += n;
    return n;
  }

  close(): void {}
}

/** Chunks as they arrive: pipes, and what decompressors make. A chunk is used up before the next is asked for. */
export class ChunkInput implements Input {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #progress: () => { read: number; total: number };
  readonly #release: () => void;
  #rest: Uint8Array | undefined;
  #closed = false;

  constructor(chunks: AsyncIterable<Uint8Array>, progress: () => { read: number; total: number }, release: () => void) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#progress = progress;
    this.#release = release;
  }

  get progress(): { read: number; total: number } {
    return this.#progress();
  }

  read(into: Uint8Array, from: number, to: number): number | Promise<number> {
    if (this.#closed) return 0;
    return this.#rest ? this.#hand(this.#rest, into, from, to) : this.#await(into, from, to);
  }

  async #await(into: Uint8Array, from: number, to: number): Promise<number> {
    try {
      for (;;) {
        const { done, value } = await this.#chunks.next();
        if (done || this.#closed) return 0;
        if (value.length > 0) return this.#hand(value, into, from, to);
      }
    } catch (error) {
      if (this.#closed) return 0;
      throw error;
    }
  }

  #hand(chunk: Uint8Array, into: Uint8Array, from: number, to: number): number {
    const n = Math.min(chunk.length, to - from);
    into.set(n === chunk.length ? chunk : chunk.subarray(0, n), from);
    this.#rest = n === chunk.length ? undefined : chunk.subarray(n);
    return n;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#rest = undefined;
    // Ends a generator that rests at a yield, so that it lets go of what it holds; one that waits ends with its source.
    this.#chunks.return?.().catch(() => undefined);
    this.#release();
  }
}

export function streamInput(stream: Readable): Input {
  let read = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      read += chunk.length;
      yield chunk;
    }
  }
  return new ChunkInput(
    counted(),
    () => ({ read, total: 0 }),
    () => stream.destroy(),
  );
}

/** Opens a file by its name, or standard input by '-'. Throws a CaptureError of kind 'missing'. */
export async function openInput(path: string): Promise<Input> {
  if (path === '-') return openStandardInput();
  try {
    const kind = statSync(path);
    if (kind.isDirectory()) throw new CaptureError('missing', `${path} is a directory`);
    if (kind.isFile()) return new FileInput(openSync(path, 'r'), kind.size, true);
    // Opening a pipe waits for its writer, which may be us: never on the main thread.
    const fd = await openLater(path);
    if (!kind.isFIFO()) return streamInput(createReadStream('', { fd }));
    const { Socket } = await import('node:net');
    return streamInput(new Socket({ fd, readable: true, writable: false }));
  } catch (error) {
    if (error instanceof CaptureError) throw error;
    throw new CaptureError('missing', `${path} cannot be opened: ${reason(error)}`);
  }
}

function openLater(path: string): Promise<number> {
  return new Promise((resolve, reject) => open(path, 'r', (error, fd) => (error ? reject(error) : resolve(fd))));
}

function openStandardInput(): Input {
  try {
    const kind = fstatSync(0);
    if (kind.isDirectory()) throw new CaptureError('missing', 'standard input is a directory');
    return kind.isFile() ? new StandardFile(kind.size) : streamInput(process.stdin);
  } catch (error) {
    if (error instanceof CaptureError) throw error;
    throw new CaptureError('missing', `standard input cannot be read: ${reason(error)}`);
  }
}
