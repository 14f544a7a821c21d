import { openCapture } from '../../src/capture/index.ts';
import type { FrameBatch } from '../../src/model/frame.ts';

/** One frame with all that a pass is told of it. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** Length on the wire; above the bytes' own where the capture cut it. */
  readonly wire: number;
  readonly linkType: number;
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** The frames of a capture, at most so many. */
export async function framesOf(path: string, most = Number.POSITIVE_INFINITY): Promise<Frame[]> {
  const reader = await openCapture(path);
  const frames: Frame[] = [];
  try {
    for (let batch = await reader.next(); batch && frames.length < most; batch = await reader.next()) {
      for (let i = 0; i < batch.count && frames.length < most; i++) {
        const start = batch.start[i]!;
        frames.push({
          bytes: batch.bytes.slice(start, start + batch.captured[i]!),
          wire: batch.wire[i]!,
          linkType: reader.interfaces[batch.interface[i]!]!.linkType,
          seconds: batch.seconds[i]!,
          nanoseconds: batch.nanoseconds[i]!,
        });
      }
    }
  } finally {
    reader.close();
  }
  return frames;
}

/** Frames as they were sent, whole and a second apart. */
export const framesFrom = (all: readonly Uint8Array[], linkType = 1): Frame[] =>
  all.map((bytes, i) => ({ bytes, wire: bytes.length, linkType, seconds: i, nanoseconds: 0 }));

/** The first `length` bytes of a frame: cut by the capture, or that short on the wire. */
export const prefix = (frame: Frame, length: number, by: 'capture' | 'sender'): Frame => ({
  ...frame,
  bytes: frame.bytes.subarray(0, length),
  wire: by === 'capture' ? frame.wire : length,
});

/** What lies around a frame in a reader's buffer: bytes that are another's, which nobody may take for the frame's. */
const MARGIN = 32;
const FOREIGN = 0xa5;

/** Frames as a reader would hand them on, one after the other in one buffer. */
export function batchOf(frames: readonly Frame[]): FrameBatch {
  const { length } = frames;
  const bytes = new Uint8Array(frames.reduce((sum, frame) => sum + frame.bytes.length + MARGIN, MARGIN)).fill(FOREIGN);
  const start = new Int32Array(length);
  let at = MARGIN;
  frames.forEach((frame, i) => {
    start[i] = at;
    bytes.set(frame.bytes, at);
    at += frame.bytes.length + MARGIN;
  });
  return {
    bytes,
    count: length,
    start,
    captured: Int32Array.from(frames, (frame) => frame.bytes.length),
    wire: Uint32Array.from(frames, (frame) => frame.wire),
    seconds: Float64Array.from(frames, (frame) => frame.seconds),
    nanoseconds: Int32Array.from(frames, (frame) => frame.nanoseconds),
    interface: new Int32Array(length),
    position: Float64Array.from(start),
  };
}
