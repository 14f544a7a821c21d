import { NO_BYTES } from '../bytes/read.ts';
import type { FrameBatch } from '../model/frame.ts';

/** Frames of one batch: enough that what a batch costs vanishes, few enough that their columns stay in the cache. */
const FRAMES = 512;

/** The batch a reader fills again and again. */
export class FrameColumns implements FrameBatch {
  bytes = NO_BYTES;
  count = 0;
  readonly capacity: number;
  readonly start: Int32Array;
  readonly captured: Int32Array;
  readonly wire: Uint32Array;
  readonly seconds: Float64Array;
  readonly nanoseconds: Int32Array;
  readonly interface: Int32Array;
  readonly position: Float64Array;

  constructor(capacity = FRAMES) {
    this.capacity = capacity;
    this.start = new Int32Array(capacity);
    this.captured = new Int32Array(capacity);
    this.wire = new Uint32Array(capacity);
    this.seconds = new Float64Array(capacity);
    this.nanoseconds = new Int32Array(capacity);
    this.interface = new Int32Array(capacity);
    this.position = new Float64Array(capacity);
  }
}
