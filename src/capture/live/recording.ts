import { closeSync, ftruncateSync, openSync, unlinkSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { CaptureInterface, FrameBatch } from '../../model/frame.ts';
import { reason } from '../errors.ts';
import { type InterfaceStatistics, PcapngWriter } from '../pcapng-writer.ts';
import { LiveError } from './errors.ts';

/** When the next file of a ring begins; what is not given does not count. */
export interface Bounds {
  readonly bytes?: number | undefined;
  readonly seconds?: number | undefined;
  readonly packets?: number | undefined;
  /** Files kept (ring), or written before the end (autostop). */
  readonly files?: number | undefined;
}

export interface RecordingOptions {
  /** '-' is standard output. */
  readonly path: string;
  readonly ring?: Bounds | undefined;
  readonly application: string;
}

const STANDARD_OUTPUT = 1;
/** Captures hold what people write to each other, and passwords. */
const MODE = 0o600;
/** Files of a ring without a number of its own that are remembered. */
const MOST_FILES = 100_000;

const NOTHING: Uint8Array = new Uint8Array(0);

/** What `-w` makes: one pcapng file, or one after the other. Throws a LiveError where the disk does. */
export class Recording {
  readonly #options: RecordingOptions;
  readonly #interfaces: { readonly from: CaptureInterface; readonly comment: string | undefined }[] = [];
  readonly #kept: string[] = [];
  #fd = -1;
  #writer!: PcapngWriter;
  #path = '';
  /** Of the file under way. */
  #packets = 0;
  #begun = 0;
  /** Of all files. */
  packets = 0;
  files = 0;

  constructor(options: RecordingOptions) {
    this.#options = options;
    this.#begin();
  }

  /** The file under way. */
  get path(): string {
    return this.#path;
  }

  /** Bytes of the file under way. */
  get size(): number {
    return this.#writer.size;
  }

  declare(from: CaptureInterface, comment: string | undefined): void {
    this.#interfaces.push({ from, comment });
    this.#try(() => this.#writer.declare(from, comment));
  }

  /** Whether the file under way holds what the ring wants of each. */
  get full(): boolean {
    const { bytes, packets } = this.#options.ring ?? {};
    if (this.#packets === 0) return false;
    return (bytes !== undefined && this.size >= bytes) || (packets !== undefined && this.#packets >= packets);
  }

  /** Whether the time of the file under way is over. One that holds nothing yet goes on. */
  get due(): boolean {
    const { seconds } = this.#options.ring ?? {};
    return (
      seconds !== undefined && !this.broken && this.#packets > 0 && performance.now() - this.#begun >= seconds * 1000
    );
  }

  /** The disk failed: nothing more is written. */
  get broken(): boolean {
    return this.#fd < 0;
  }

  /** Writes frame `i` of a batch as it came. */
  write(batch: FrameBatch, i: number, from: number): void {
    const { record } = this;
    record.seconds = batch.seconds[i]!;
    record.nanoseconds = batch.nanoseconds[i]!;
    record.bytes = batch.bytes;
    record.start = batch.start[i]!;
    record.captured = batch.captured[i]!;
    record.wire = batch.wire[i]!;
    try {
      this.#writer.write(from, record);
    } catch (error) {
      throw this.#broken(error);
    }
    this.#packets++;
    this.packets++;
  }

  /** One object for all frames. */
  readonly record = { seconds: 0, nanoseconds: 0, bytes: NOTHING, start: 0, captured: 0, wire: 0 };

  /** What waits goes to the disk. */
  flush(): void {
    if (this.broken) return;
    this.#try(() => this.#writer.flush());
  }

  /** Goes on in the next file. */
  rotate(): void {
    if (this.#options.path === '-' || this.broken) return;
    this.#end([]);
    this.#begin();
    for (const { from, comment } of this.#interfaces) this.#try(() => this.#writer.declare(from, comment));
    const most = this.#options.ring?.files;
    if (most !== undefined) while (this.#kept.length > most) this.#remove(this.#kept.shift()!);
    else if (this.#kept.length > MOST_FILES) this.#kept.shift();
  }

  /** Ends the last file with what is known of its interfaces, in the order they were declared. */
  close(statistics: readonly InterfaceStatistics[]): void {
    if (!this.broken) this.#end(statistics);
  }

  #begin(): void {
    const { path, ring, application } = this.#options;
    this.files++;
    this.#path = ring || this.files > 1 ? numbered(path, this.files, new Date()) : path;
    this.#packets = 0;
    this.#begun = performance.now();
    try {
      this.#fd = path === '-' ? STANDARD_OUTPUT : openSync(this.#path, 'w', MODE);
    } catch (error) {
      throw new LiveError('failed', `${this.#path} cannot be written: ${reason(error)}`);
    }
    this.#kept.push(this.#path);
    this.#try(() => {
      this.#writer = new PcapngWriter(this.#fd, { application });
      this.#writer.flush();
    });
  }

  #end(statistics: readonly InterfaceStatistics[]): void {
    this.#try(() => {
      for (const [i, known] of statistics.entries()) this.#writer.statistics(i, known);
      this.#writer.flush();
    });
    if (this.#fd !== STANDARD_OUTPUT) closeSync(this.#fd);
    this.#fd = -1;
  }

  #remove(path: string): void {
    try {
      unlinkSync(path);
    } catch {
      // Somebody took it away: it is gone as it should be.
    }
  }

  #try(act: () => void): void {
    try {
      act();
    } catch (error) {
      throw this.#broken(error);
    }
  }

  /** The disk is full, or worse: the file ends behind the last packet that went out whole. */
  #broken(error: unknown): LiveError {
    if (error instanceof LiveError) return error;
    if (typeof (error as NodeJS.ErrnoException).errno !== 'number') throw error;
    const fd = this.#fd;
    this.#fd = -1;
    if (fd !== STANDARD_OUTPUT && fd >= 0) {
      try {
        ftruncateSync(fd, this.#writer.wholeBlocks());
      } catch {
        // A device or pipe has no end to cut.
      }
      closeSync(fd);
    }
    return new LiveError('failed', `${this.#path} cannot be written: ${reason(error)}; what was written is kept`);
  }
}

/** dir/name_00001_20250131235959.pcapng, as other programs name the files of a ring. */
function numbered(path: string, number: number, time: Date): string {
  const { dir, name, ext } = parse(path);
  const two = (n: number): string => String(n).padStart(2, '0');
  const date = `${time.getFullYear()}${two(time.getMonth() + 1)}${two(time.getDate())}`;
  const clock = `${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
  return join(dir, `${name}_${String(number).padStart(5, '0')}_${date}${clock}${ext}`);
}
