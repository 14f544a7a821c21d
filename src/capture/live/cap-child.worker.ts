/**
 * The child that captures with the `cap` package and does nothing else: it opens the interface, gives up root, and
 * writes pcapng to standard output until its standard input ends. `cap` hands over bytes alone: times are made on receipt.
 */
import { existsSync } from 'node:fs';
import { PcapngWriter } from '../pcapng-writer.ts';
import { CAP_SNAP_LENGTH, type CapPackage, type CapTask, type CapTrouble, INSTALL_CAP, loadCap } from './cap.ts';
import { LiveError, type LiveTrouble } from './errors.ts';
import { become, CONTAINED, containedRoot } from './privilege.ts';

const RECEIPT = 'times are those of receipt, made by specshark';

/** What `cap` calls the link types that it knows, as LINKTYPE_ numbers. */
const LINK_TYPES: Readonly<Record<string, number>> = {
  NULL: 0,
  ETHERNET: 1,
  RAW: 101,
  LINKTYPE_LINUX_SLL: 113,
  IEEE802_11_RADIO: 127,
};
/** How often it looks whether the interface is still there: `cap` does not tell. */
const LOOK_MS = 500;
/** Packets wait here at most so long for others to be sent with. */
const FLUSH_MS = 20;

function fail(kind: LiveTrouble, message: string): never {
  process.stderr.write(`${JSON.stringify({ kind, message } satisfies CapTrouble)}\n`);
  process.exit(1);
}

function capture(task: CapTask): void {
  const bytes = Buffer.alloc(CAP_SNAP_LENGTH);
  const { open, linkType } = openInterface(task, bytes);
  if (task.identity) become(task.identity);
  const writer = new PcapngWriter(1, { application: 'specshark' });
  const { snapLength } = task;
  const number = writer.declare({ linkType, snapLength, name: task.interface }, RECEIPT);
  writer.flush();

  // One object for all packets: the callback has to be done before the kernel's buffer is full.
  const frame = { seconds: 0, nanoseconds: 0, bytes, start: 0, captured: 0, wire: 0 };
  const clock = new Clock();
  let waiting: NodeJS.Timeout | undefined;
  const flush = (): void => {
    waiting = undefined;
    send(writer);
  };
  open.on('packet', (length) => {
    const now = clock.now();
    frame.seconds = Math.floor(now / 1000);
    frame.nanoseconds = Math.floor((now % 1000) * 1e6);
    frame.captured = Math.min(length, snapLength);
    frame.wire = length;
    try {
      writer.write(number, frame);
    } catch {
      process.exit(0);
    }
    if (!waiting) waiting = setTimeout(flush, FLUSH_MS);
  });
  const end = (): void => {
    open.close();
    send(writer);
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  // Whoever started us is gone, or wants no more.
  process.stdin.on('end', end).on('error', end).resume();
  if (process.platform === 'linux' && existsSync(`/sys/class/net/${task.interface}`)) {
    setInterval(() => {
      if (existsSync(`/sys/class/net/${task.interface}`)) return;
      send(writer);
      fail('failed', 'The interface disappeared');
    }, LOOK_MS);
  }
}

/** Milliseconds since 1970 with their fractions, never backwards but where the system's clock is set anew. */
class Clock {
  #offset = performance.timeOrigin;

  now(): number {
    const now = this.#offset + performance.now();
    // The system's clock shows whole milliseconds.
    if (Math.abs(Date.now() - now) < 10) return now;
    this.#offset = Date.now() - performance.now();
    return this.#offset + performance.now();
  }
}

/** Nobody reads any more: there is nothing left to do. */
function send(writer: PcapngWriter): void {
  try {
    writer.flush();
  } catch {
    process.exit(0);
  }
}

type Open = InstanceType<CapPackage['Cap']>;

function openInterface(task: CapTask, bytes: Buffer): { open: Open; linkType: number } {
  let found: CapPackage;
  try {
    found = loadCap();
  } catch {
    throw new LiveError('missing', `cap is not installed: ${INSTALL_CAP}`);
  }
  const open = new found.Cap();
  const { interface: name, filter, buffer } = task;
  let known: string;
  try {
    known = open.open(name, filter, buffer, bytes);
  } catch (error) {
    const { message } = error as Error;
    if (/permi|CAP_NET_RAW/i.test(message)) {
      if (containedRoot()) throw new LiveError('rights', CONTAINED);
      throw new LiveError(
        'rights',
        `no right to capture; run it with sudo, or install dumpcap and join its group (${message})`,
      );
    }
    throw new LiveError(filter !== '' && opens(found, task, bytes) ? 'filter' : 'failed', message);
  }
  const linkType = LINK_TYPES[known];
  if (linkType === undefined) throw new LiveError('failed', `${name}: cap does not know its link type (${known})`);
  return { open, linkType };
}

/** Without its filter it does open: then the filter was at fault. */
function opens(found: CapPackage, task: CapTask, bytes: Buffer): boolean {
  try {
    const open = new found.Cap();
    open.open(task.interface, '', task.buffer, bytes);
    open.close();
    return true;
  } catch {
    return false;
  }
}

try {
  capture(JSON.parse(process.argv[2] ?? '') as CapTask);
} catch (error) {
  const kind = error instanceof LiveError ? error.kind : 'failed';
  fail(kind, error instanceof Error ? error.message : String(error));
}
