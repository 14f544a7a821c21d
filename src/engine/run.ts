import type { CaptureEnd, CaptureReader, FrameBatch } from '../model/frame.ts';
import type { Packet } from '../model/packet.ts';
import type { Pass } from './pass.ts';

export interface RunOptions {
  /** Stop after so many packets of all files. */
  readonly count?: number;
  /** Called between batches: progress, interruption. True ends the run. */
  readonly between?: (reader: CaptureReader, pass: Pass) => boolean;
}

/** A plain file is read without a pause; signals are heard when the event loop comes round, so often. */
const TURN_SECONDS = 0.05;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Sends every frame of an open capture through a pass. */
export async function run(
  reader: CaptureReader,
  pass: Pass,
  each: (packet: Packet) => void,
  options: RunOptions = {},
): Promise<CaptureEnd> {
  const { count = Number.POSITIVE_INFINITY, between } = options;
  const { packet } = pass;
  let turned = process.uptime();
  try {
    while (packet.number < count) {
      const next = reader.next();
      const batch = next instanceof Promise ? await next : next;
      if (!batch) return reader.end;
      frames(batch, reader, pass, each, count);
      if (process.uptime() - turned > TURN_SECONDS) {
        await turn();
        turned = process.uptime();
      }
      if (between?.(reader, pass)) break;
    }
    return { state: 'complete' };
  } finally {
    reader.close();
  }
}

function frames(
  batch: FrameBatch,
  reader: CaptureReader,
  pass: Pass,
  each: (packet: Packet) => void,
  count: number,
): void {
  const { packet } = pass;
  for (let i = 0; i < batch.count && packet.number < count; i++) {
    pass.frame(batch, i, reader.interfaces[batch.interface[i]!]!);
    each(packet);
  }
}
