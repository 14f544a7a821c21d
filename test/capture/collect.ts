import { CaptureError, type OpenOptions, openCapture } from '../../src/capture/index.ts';
import type { CaptureEnd, CaptureInterface, CaptureReader } from '../../src/model/frame.ts';

export interface Frame {
  /** Seconds and nanoseconds, with all nine digits. */
  readonly time: string;
  readonly data: Buffer;
  readonly wire: number;
  readonly interface: number;
  readonly position: number;
}

export interface Collected {
  readonly frames: Frame[];
  readonly end: CaptureEnd;
  readonly format: string;
  readonly interfaces: readonly CaptureInterface[];
}

/** Every frame of a capture, copied. */
export async function collect(path: string, options: OpenOptions = {}): Promise<Collected> {
  const reader = await openCapture(path, options);
  try {
    const frames: Frame[] = [];
    for (let batch = await reader.next(); batch; batch = await reader.next()) frames.push(...copies(batch));
    return { frames, end: reader.end, format: reader.format, interfaces: reader.interfaces };
  } finally {
    reader.close();
  }
}

type Batch = NonNullable<Awaited<ReturnType<CaptureReader['next']>>>;

function copies(batch: Batch): Frame[] {
  return Array.from({ length: batch.count }, (_, i) => ({
    time: `${batch.seconds[i]}.${String(batch.nanoseconds[i]).padStart(9, '0')}`,
    data: Buffer.from(batch.bytes.subarray(batch.start[i]!, batch.start[i]! + batch.captured[i]!)),
    wire: batch.wire[i]!,
    interface: batch.interface[i]!,
    position: batch.position[i]!,
  }));
}

/** The message a capture is refused with; fails if it is read. */
export async function refusal(path: string): Promise<CaptureError> {
  try {
    const reader = await openCapture(path);
    reader.close();
  } catch (error) {
    if (error instanceof CaptureError) return error;
    throw error;
  }
  throw new Error(`${path} was opened`);
}
