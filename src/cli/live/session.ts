import {
  become,
  type Identity,
  identityFor,
  isRoot,
  LiveCapture,
  LiveError,
  type LiveSink,
  Recording,
  type Started,
  startCapture,
} from '../../capture/live/index.ts';
import type { CaptureInterface, FrameBatch } from '../../model/frame.ts';
import { EXIT, worst } from '../exit.ts';
import { version } from '../version.ts';
import { Dissection } from './dissection.ts';
import type { Plan, Shows } from './plan.ts';

/** What is done with packets that are shown. */
const DONE: Readonly<Record<Shows, string>> = {
  packets: 'shown',
  messages: 'read',
  calls: 'read',
  check: 'judged',
  nothing: 'shown',
};

/** A packet that waits in a buffer of ours is in the file after so long. */
const FLUSH_MS = 1000;

/**
 * One capture from its start to its statistics. This thread reads what the child sends, writes and counts it, and hands
 * it to the thread that dissects, if there is time; it never waits for that one.
 */
export class Session implements LiveSink {
  readonly #plan: Plan;
  readonly #words: readonly string[];
  readonly #say: (line: string) => void;
  readonly #terminal: boolean;
  #started!: Started;
  #capture: LiveCapture | undefined;
  #recording: Recording | undefined;
  #dissection: Dissection | undefined;
  #viewFailed = false;
  #ended = false;
  readonly #interfaces: CaptureInterface[] = [];
  /** Of these the thread that dissects has heard. */
  #declared = 0;
  #failure: LiveError | undefined;

  constructor(plan: Plan, words: readonly string[], say: (line: string) => void, terminal: boolean) {
    this.#plan = plan;
    this.#words = words;
    this.#say = say;
    this.#terminal = terminal;
  }

  /** Gives the exit code. Throws a UsageError or a LiveError where it could not start. */
  async run(): Promise<number> {
    const signals = this.#listen();
    try {
      const identity = identityFor(this.#plan.user);
      await this.#start(identity);
      this.#giveUpRoot(identity);
      return await this.#run();
    } finally {
      signals();
    }
  }

  async #start(identity: Identity | undefined): Promise<void> {
    const { shows, request, backend } = this.#plan;
    if (shows !== 'nothing') {
      this.#dissection = new Dissection(this.#words, ({ failure }) => this.#viewEnded(failure));
      await this.#dissection.ready;
    }
    try {
      this.#started = await startCapture(request, identity, backend);
    } catch (error) {
      this.#dissection?.abandon();
      throw error;
    }
    const { title, lacks } = this.#started.backend;
    const by = identity ? `, dissecting as ${identity.name}` : '';
    this.#say(`capturing on ${request.interfaces.join(', ')} with ${title}${by}${lacks ? ` (${lacks})` : ''}`);
  }

  /** Before the first packet is parsed, and before a file is opened: it is to be the user's. */
  #giveUpRoot(identity: Identity | undefined): void {
    if (identity) become(identity);
    else if (isRoot() && this.#plan.user !== 'root' && this.#plan.shows !== 'nothing') {
      this.#say("packets are dissected with root's rights; --user USER gives them up");
    }
  }

  async #run(): Promise<number> {
    const { file, stop } = this.#plan;
    this.#capture = new LiveCapture(this.#started, this);
    try {
      if (file !== undefined) {
        this.#recording = new Recording({ path: file, ring: this.#plan.ring, application: `specshark ${version}` });
      }
    } catch (error) {
      this.#dissection?.abandon();
      this.stop();
      throw error;
    }
    if (this.#ended) this.stop();
    const ticking = setInterval(() => this.#tick(), FLUSH_MS / 4);
    const over = stop.seconds === undefined ? undefined : setTimeout(() => this.stop(), stop.seconds * 1000);
    let broken = await this.#capture.run();
    clearInterval(ticking);
    clearTimeout(over);
    broken = this.#failure ?? broken;
    try {
      this.#recording?.close(this.#capture.statistics());
    } catch (error) {
      if (!(error instanceof LiveError)) throw error;
      broken ??= error;
    }
    return this.#finish(broken);
  }

  /** Lets the thread that dissects come to its end, and tells what became of everything. */
  async #finish(broken: LiveError | undefined): Promise<number> {
    const { received, drops } = this.#capture!;
    const lost = (drops.kernel ?? 0) + (drops.child ?? 0);
    const trouble = broken?.message ?? (lost > 0 ? `${lost} packets were dropped before they were seen` : '');
    this.#clear();
    const seen = await this.#dissection?.finish({ received, trouble });
    if (broken) this.#say(broken.message);
    const skipped = this.#dissection?.queue.skipped ?? 0;
    const { shows } = this.#plan;
    const parts = [
      `${received} packets received`,
      ...(this.#recording ? [`${this.#recording.packets} written${this.#files()}`] : []),
      ...(seen ? [`${seen.dissected} ${DONE[shows]}`] : []),
      ...(skipped > 0 ? [`${skipped} not ${DONE[shows]}, because that fell behind`] : []),
    ];
    const unknown = (n: number | undefined): string => (n === undefined ? 'an unknown number' : String(n));
    this.#say(`${parts.join(', ')}; dropped: ${unknown(drops.kernel)} by the kernel, ${unknown(drops.child)} by us`);
    if (seen?.code === EXIT.software) return EXIT.software;
    return worst([...(broken ? [EXIT.capture] : []), seen?.code ?? EXIT.ok]);
  }

  #files(): string {
    const files = this.#recording?.files ?? 1;
    return files > 1 ? ` to ${files} files` : '';
  }

  /** Ends cleanly; what was captured until now still comes. */
  stop(): void {
    this.#ended = true;
    if (this.#capture) this.#capture.stop();
  }

  // What arrives.

  declare(from: CaptureInterface): void {
    const { lacks } = this.#started.backend;
    this.#recording?.declare(from, lacks);
    this.#interfaces.push(from);
  }

  frame(batch: FrameBatch, i: number, from: number, number: number): boolean {
    const { stop } = this.#plan;
    if (number > (stop.packets ?? Number.POSITIVE_INFINITY)) return false;
    const recording = this.#recording;
    if (recording) {
      if (recording.broken || (recording.full && !this.#rotate())) return false;
      if (stop.bytes !== undefined && recording.size >= stop.bytes) return false;
      recording.write(batch, i, from);
    }
    const dissection = this.#dissection;
    if (dissection && !this.#viewFailed) {
      if (this.#declared < this.#interfaces.length) this.#introduce(dissection);
      if (from < this.#declared) dissection.queue.put(batch, i, from, number);
      else dissection.queue.skipped++;
    }
    return true;
  }

  settle(): void {
    this.#dissection?.queue.publish();
    if (this.#plan.flush) this.#recording?.flush();
    const { packets, bytes } = this.#plan.stop;
    if (this.#capture!.received >= (packets ?? Number.POSITIVE_INFINITY)) this.stop();
    else if (bytes !== undefined && this.#recording!.size >= bytes) this.stop();
  }

  /** An interface is told of before its first packet. */
  #introduce(dissection: Dissection): void {
    while (this.#declared < this.#interfaces.length) {
      if (!dissection.queue.declare(this.#interfaces[this.#declared]!)) return;
      this.#declared++;
    }
  }

  /** Goes on in the next file, unless there are enough. */
  #rotate(): boolean {
    const recording = this.#recording!;
    if (recording.files >= (this.#plan.stop.files ?? Number.POSITIVE_INFINITY)) {
      this.stop();
      return false;
    }
    recording.rotate();
    return true;
  }

  #tick(): void {
    this.#failing(() => {
      if (this.#recording?.due) this.#rotate();
      this.#recording?.flush();
    });
    if (this.#terminal && this.#plan.shows === 'nothing') {
      process.stderr.write(`\r\u001b[K${this.#capture!.received} packets`);
    }
  }

  #clear(): void {
    if (this.#terminal && this.#plan.shows === 'nothing') process.stderr.write('\r\u001b[K');
  }

  /** A disk that fails outside of what a packet does ends the capture, too. */
  #failing(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof LiveError)) throw error;
      this.#failure ??= error;
      this.stop();
    }
  }

  /** The thread that dissects is no more: nobody reads its output, or it failed, which must not harm the file. */
  #viewEnded(failure: string | undefined): void {
    if (this.#viewFailed || this.#ended) return;
    this.#viewFailed = true;
    if (failure === undefined) return this.stop();
    const goesOn = this.#recording !== undefined;
    this.#say(`internal error, please report it: ${failure}${goesOn ? '; packets are still written' : ''}`);
    if (!goesOn) this.stop();
  }

  #listen(): () => void {
    let asked = 0;
    const end = (): void => {
      // Said twice: what waits to be shown is of no interest.
      if (asked++ > 0) this.#dissection?.abandon();
      this.stop();
    };
    const rotate = (): void => {
      if (this.#recording) this.#failing(() => this.#rotate());
      else this.stop();
    };
    process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', rotate);
    return () => process.off('SIGINT', end).off('SIGTERM', end).off('SIGHUP', rotate);
  }
}
