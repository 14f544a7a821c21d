import type { CaptureEnd, CaptureInterface, CaptureReader, FrameBatch, HearName } from '../model/frame.ts';
import { FrameColumns } from './columns.ts';
import { Damage, reason } from './errors.ts';
import type { Window } from './window.ts';

/** One file format: finds the records in a window. */
export interface RecordFormat {
  readonly name: string;
  readonly interfaces: readonly CaptureInterface[];
  /**
   * Puts the frames that lie whole in the window into the empty columns, moves its start behind them, and says how many bytes the next record
   * needs from there; 0 when the columns are full. Throws Damage at a record that cannot be one.
   */
  scan(window: Window, columns: FrameColumns): number;
  /** Set where somebody wants to know what the file calls addresses. */
  hearName?: HearName | undefined;
  /** What is missing when the file ends here; undefined where a record ends. */
  missing(window: Window): string | undefined;
}

/** A capture of any format from any input. */
export class RecordReader implements CaptureReader {
  readonly #format: RecordFormat;
  readonly #window: Window;
  readonly #columns: FrameColumns;
  readonly #compression: string | undefined;
  #damage: Damage | undefined;
  #ended = false;
  #closed = false;
  #end: CaptureEnd = { state: 'complete' };

  constructor(format: RecordFormat, window: Window, compression?: string, batchSize?: number) {
    this.#format = format;
    this.#window = window;
    this.#compression = compression;
    this.#columns = new FrameColumns(batchSize);
  }

  get format(): string {
    return this.#compression ? `${this.#format.name}, ${this.#compression}` : this.#format.name;
  }

  get interfaces(): readonly CaptureInterface[] {
    return this.#format.interfaces;
  }

  hearNames(hear: HearName): void {
    this.#format.hearName = hear;
  }

  get end(): CaptureEnd {
    return this.#end;
  }

  get progress(): { readonly read: number; readonly total: number } {
    return this.#window.input.progress;
  }

  next(): FrameBatch | undefined | Promise<FrameBatch | undefined> {
    this.#columns.count = 0;
    while (!this.#ended) {
      const need = this.#scan();
      if (this.#columns.count > 0) return this.#columns;
      if (need === 0) continue;
      const more = this.#fill(need);
      if (more instanceof Promise) return this.#nextLater(more);
    }
    return undefined;
  }

  async #nextLater(more: Promise<void>): Promise<FrameBatch | undefined> {
    await more;
    while (!this.#ended) {
      const need = this.#scan();
      if (this.#columns.count > 0) return this.#columns;
      if (need > 0) await this.#fill(need);
    }
    return undefined;
  }

  /** Frames before a damaged record are handed on first; the next call ends the capture. */
  #scan(): number {
    const columns = this.#columns;
    columns.bytes = this.#window.bytes;
    if (!this.#damage) {
      try {
        return this.#format.scan(this.#window, columns);
      } catch (error) {
        if (!(error instanceof Damage)) throw error;
        this.#damage = error;
      }
    }
    if (columns.count === 0) this.#cut(this.#damage.message, this.#damage.position);
    return 0;
  }

  #fill(need: number): void | Promise<void> {
    try {
      const got = this.#window.fill(need);
      if (typeof got === 'number') this.#filled(got);
      else
        return got.then(
          (n) => this.#filled(n),
          (error) => this.#failed(error),
        );
    } catch (error) {
      this.#failed(error);
    }
  }

  #filled(n: number): void {
    if (n > 0) return;
    if (this.#closed) this.#cut('closed before its end');
    else {
      const missing = this.#format.missing(this.#window);
      if (missing === undefined) this.#ended = true;
      else this.#cut(`cut short in the middle of ${missing}`);
    }
  }

  /** The input broke off: a damaged compressed stream, a disk that failed. Anything else is a bug of ours. */
  #failed(error: unknown): void {
    if (!(error instanceof Damage) && typeof (error as NodeJS.ErrnoException).errno !== 'number') throw error;
    const within = this.#format.missing(this.#window);
    this.#cut(within === undefined ? reason(error) : `${reason(error)}, in the middle of ${within}`);
  }

  #cut(message: string, position = this.#window.position): void {
    this.#ended = true;
    this.#end = { state: 'cut', position, message };
  }

  close(): void {
    this.#closed = true;
    if (!this.#ended) this.#cut('closed before its end');
    this.#window.input.close();
  }
}
