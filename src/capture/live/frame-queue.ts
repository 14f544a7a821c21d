import type { CaptureInterface, FrameBatch } from '../../model/frame.ts';
import { FrameColumns } from '../columns.ts';

/** Words of the queue's head, each 32 bits, which both sides read and one writes. */
const PUT = 0;
const TAKEN = 1;
/** Somebody wants it to end without what still waits. */
const ABANDONED = 2;
const CONTROL = 64;

/** Of a record: its length, kind, and a frame's columns; the frame's bytes follow. */
const HEADER = 48;
const FRAME = 1;
const INTERFACE = 2;
const END = 3;
/** The rest of the ring is too short for the record, which lies at its beginning. */
const WRAP = 4;

/** What came out: frames with consecutive numbers, of which `first` is the first; or the end. */
export type Taken =
  | { readonly kind: 'frames'; readonly batch: FrameBatch; readonly first: number; readonly position: undefined }
  | { readonly kind: 'end'; readonly note: string }
  | { readonly kind: 'abandoned' };

/**
 * Frames on their way from the thread that captures to the one that dissects: a ring in shared memory with one writer
 * and one reader. It never makes the writer wait. When it is full, frames are left out until half of it is free again,
 * so that what does come through comes in long pieces.
 */
export class FrameQueue {
  readonly memory: SharedArrayBuffer;
  readonly #control: Int32Array;
  readonly #size: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  /** Where the writer is, which the reader sees only with `publish`. */
  #put = 0;
  #skipping = false;
  /** Frames left out. */
  skipped = 0;
  readonly interfaces: CaptureInterface[] = [];
  readonly #columns = new FrameColumns();
  #out = new Uint8Array(1 << 18);

  /** `memory` is another thread's queue, or the size of a new one, a power of two. */
  constructor(memory: SharedArrayBuffer | number) {
    this.memory = typeof memory === 'number' ? new SharedArrayBuffer(CONTROL + memory) : memory;
    this.#control = new Int32Array(this.memory, 0, CONTROL / 4);
    this.#size = this.memory.byteLength - CONTROL;
    this.#bytes = new Uint8Array(this.memory, CONTROL);
    this.#view = new DataView(this.memory, CONTROL);
  }

  // The writer's side.

  /** Copies frame `i` of a batch, if there is room. */
  put(batch: FrameBatch, i: number, from: number, number: number): void {
    const captured = batch.captured[i]!;
    const length = padded(HEADER + captured);
    if (this.#skipping && this.#free() * 2 >= this.#size) this.#skipping = false;
    const at = this.#skipping ? -1 : this.#reserve(length);
    if (at < 0) {
      this.#skipping = true;
      this.skipped++;
      return;
    }
    const view = this.#view;
    view.setInt32(at, length, true);
    view.setInt32(at + 4, FRAME, true);
    view.setInt32(at + 8, from, true);
    view.setInt32(at + 12, captured, true);
    view.setUint32(at + 16, batch.wire[i]!, true);
    view.setInt32(at + 20, batch.nanoseconds[i]!, true);
    view.setFloat64(at + 24, batch.seconds[i]!, true);
    view.setFloat64(at + 32, number, true);
    const start = batch.start[i]!;
    this.#bytes.set(batch.bytes.subarray(start, start + captured), at + HEADER);
  }

  /** Tells of an interface, whose index is the number of those before it. False: there is no room now. */
  declare(from: CaptureInterface): boolean {
    return this.#text(INTERFACE, JSON.stringify(from));
  }

  /** Nothing more comes; `note` goes along. False: there is no room now. */
  end(note: string): boolean {
    return this.#text(END, note);
  }

  /** Shows the reader what was put since. */
  publish(): void {
    if (Atomics.load(this.#control, PUT) === this.#put) return;
    Atomics.store(this.#control, PUT, this.#put);
    Atomics.notify(this.#control, PUT);
  }

  /** What still waits is of no interest any more. */
  abandon(): void {
    Atomics.store(this.#control, ABANDONED, 1);
    Atomics.notify(this.#control, PUT);
  }

  #text(kind: number, text: string): boolean {
    const bytes = new TextEncoder().encode(text);
    const at = this.#reserve(padded(HEADER + bytes.length));
    if (at < 0) return false;
    this.#view.setInt32(at, padded(HEADER + bytes.length), true);
    this.#view.setInt32(at + 4, kind, true);
    this.#view.setInt32(at + 12, bytes.length, true);
    this.#bytes.set(bytes, at + HEADER);
    this.publish();
    return true;
  }

  #free(): number {
    return this.#size - ((this.#put - Atomics.load(this.#control, TAKEN)) | 0);
  }

  /** Room in one piece; -1 where there is none. Positions count on and on, modulo 2^32. */
  #reserve(length: number): number {
    const at = (this.#put >>> 0) % this.#size;
    const rest = this.#size - at;
    const wraps = length > rest;
    const needed = wraps ? rest + length : length;
    if (needed > this.#free()) return -1;
    if (wraps) {
      this.#view.setInt32(at, rest, true);
      if (rest >= 8) this.#view.setInt32(at + 4, WRAP, true);
    }
    this.#put = (this.#put + needed) | 0;
    return wraps ? 0 : at;
  }

  // The reader's side.

  /** Whether nothing waits at the moment. */
  get empty(): boolean {
    return Atomics.load(this.#control, PUT) === Atomics.load(this.#control, TAKEN);
  }

  /** The next frames, copied; waits for them, which stops the thread. They are valid until the next call. */
  take(): Taken {
    const control = this.#control;
    const columns = this.#columns;
    columns.count = 0;
    let taken = Atomics.load(control, TAKEN);
    let first = 0;
    let filled = 0;
    for (;;) {
      if (Atomics.load(control, ABANDONED) === 1) return { kind: 'abandoned' };
      const put = Atomics.load(control, PUT);
      while (taken !== put && columns.count < columns.capacity) {
        const at = (taken >>> 0) % this.#size;
        const length = this.#view.getInt32(at, true);
        const kind = this.#size - at >= 8 ? this.#view.getInt32(at + 4, true) : WRAP;
        if (kind === FRAME) {
          const number = this.#view.getFloat64(at + 32, true);
          if (columns.count === 0) first = number;
          // What comes after frames that were left out is another batch.
          else if (number !== first + columns.count) break;
          const captured = this.#view.getInt32(at + 12, true);
          if (filled + captured > this.#out.length) {
            if (columns.count > 0) break;
            this.#out = new Uint8Array(captured);
          }
          this.#copy(at, captured, filled);
          filled += captured;
        } else if (kind !== WRAP) {
          if (columns.count > 0) break;
          const text = this.#textAt(at);
          if (kind === END) return { kind: 'end', note: text };
          this.interfaces.push(JSON.parse(text) as CaptureInterface);
        }
        taken = (taken + length) | 0;
        Atomics.store(control, TAKEN, taken);
      }
      if (columns.count > 0) {
        columns.bytes = this.#out;
        return { kind: 'frames', batch: columns, first, position: undefined };
      }
      Atomics.wait(control, PUT, put, 1000);
    }
  }

  #copy(at: number, captured: number, to: number): void {
    const columns = this.#columns;
    const view = this.#view;
    const i = columns.count++;
    columns.interface[i] = view.getInt32(at + 8, true);
    columns.start[i] = to;
    columns.captured[i] = captured;
    columns.wire[i] = view.getUint32(at + 16, true);
    columns.nanoseconds[i] = view.getInt32(at + 20, true);
    columns.seconds[i] = view.getFloat64(at + 24, true);
    columns.position[i] = 0;
    this.#out.set(this.#bytes.subarray(at + HEADER, at + HEADER + captured), to);
  }

  #textAt(at: number): string {
    const length = this.#view.getInt32(at + 12, true);
    return new TextDecoder().decode(this.#bytes.slice(at + HEADER, at + HEADER + length));
  }
}

/** Records begin at multiples of eight, so that at least a length fits behind each. */
const padded = (length: number): number => (length + 7) & ~7;
