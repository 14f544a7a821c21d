import type { CaptureInterface, CaptureReader, FrameBatch } from '../../model/frame.ts';
import { CaptureError } from '../errors.ts';
import { openFrom } from '../open.ts';
import type { InterfaceStatistics } from '../pcapng-writer.ts';
import type { Drops } from './backend.ts';
import type { CaptureChild } from './child.ts';
import { LiveError } from './errors.ts';
import type { Started } from './start.ts';

/** Who wants what is captured. */
export interface LiveSink {
  /** An interface; frames name it by the number of those declared before it. All three may throw a LiveError. */
  declare(from: CaptureInterface): void;
  /** Frame `i` of a batch, with its number from 1 on. False: there are enough without it. */
  frame(batch: FrameBatch, i: number, from: number, number: number): boolean;
  /** After the frames that arrived together. */
  settle(): void;
}

/** Reads what the children of a capture send, all of them at once, until they end or are told to. */
export class LiveCapture {
  readonly #started: Started;
  readonly #sink: LiveSink;
  readonly #counts: number[] = [];
  /** What the sink threw. */
  #broken: LiveError | undefined;
  #stopped = false;
  #enough = false;
  /** Frames received. */
  received = 0;
  drops: Drops = { kernel: 0, child: 0 };

  constructor(started: Started, sink: LiveSink) {
    this.#started = started;
    this.#sink = sink;
  }

  /** Tells the children to end; what they captured until then still comes. */
  stop(): void {
    this.#stopped = true;
    for (const child of this.#started.children) child.stop();
  }

  /** Resolves when all is over: with a LiveError where a child or the sink broke off. */
  async run(): Promise<LiveError | undefined> {
    const ends = await Promise.all(this.#started.children.map((child) => this.#read(child)));
    return this.#broken ?? ends.find((end) => end !== undefined);
  }

  /** Packets of each interface. */
  statistics(): InterfaceStatistics[] {
    const now = Date.now();
    const time = { seconds: Math.floor(now / 1000), nanoseconds: (now % 1000) * 1e6 };
    // What the kernel dropped is known of all interfaces together.
    const { kernel } = this.drops;
    const dropped = this.#counts.length === 1 && kernel !== undefined ? { dropped: kernel } : {};
    return this.#counts.map((received) => ({ ...time, received, ...dropped }));
  }

  async #read(child: CaptureChild): Promise<LiveError | undefined> {
    const { backend } = this.#started;
    let unasked = false;
    try {
      const reader = await openFrom(child.input, backend.name);
      await this.#frames(reader, child.source);
      unasked = !this.#stopped;
    } catch (error) {
      // A child that was told to end before it sent anything sends nothing that could be read.
      if (!(error instanceof CaptureError) || !this.#stopped) throw error;
    } finally {
      this.stop();
    }
    const ending = await child.ended;
    child.input.close();
    const drops = backend.drops(ending);
    this.drops = { kernel: sum(this.drops.kernel, drops.kernel), child: sum(this.drops.child, drops.child) };
    return unasked ? backend.complaint(ending) : undefined;
  }

  async #frames(reader: CaptureReader, source: string | undefined): Promise<void> {
    /** Numbers of this child's interfaces among all. */
    const numbers: number[] = [];
    for (;;) {
      const next = reader.next();
      const batch = next instanceof Promise ? await next : next;
      try {
        while (numbers.length < reader.interfaces.length) {
          const from = reader.interfaces[numbers.length]!;
          numbers.push(this.#counts.push(0) - 1);
          // A pcap stream does not say where it comes from.
          this.#sink.declare(source === undefined || from.name !== undefined ? from : { ...from, name: source });
        }
        if (!batch) return;
        this.#hand(batch, numbers);
      } catch (error) {
        if (!(error instanceof LiveError)) throw error;
        this.#broken ??= error;
        this.stop();
        if (!batch) return;
      }
    }
  }

  /** What still comes when it has enough, or when the sink failed, is read and let go, so that the child can end. */
  #hand(batch: FrameBatch, numbers: readonly number[]): void {
    if (this.#broken || this.#enough) return;
    for (let i = 0; i < batch.count; i++) {
      const from = numbers[batch.interface[i]!]!;
      if (!this.#sink.frame(batch, i, from, this.received + 1)) {
        this.#enough = true;
        this.stop();
        break;
      }
      this.#counts[from]!++;
      this.received++;
    }
    this.#sink.settle();
  }
}

/** Unknown is what one of them does not know. */
const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;
