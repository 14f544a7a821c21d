import type { Frame } from './frames.ts';

/** The fewest and shortest frames that still fail in the same way. */
export function minimal(frames: readonly Frame[], fails: (frames: readonly Frame[]) => boolean): readonly Frame[] {
  let least = frames;
  const attempt = (candidate: readonly Frame[]): boolean => {
    if (candidate.length === 0 || !fails(candidate)) return false;
    least = candidate;
    return true;
  };
  for (let size = Math.ceil(least.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < least.length; ) if (!attempt(least.toSpliced(at, size))) at += size;
  }
  least.forEach((_, i) => {
    for (let shorter = least[i]!.bytes.length >> 1; shorter >= 1; shorter >>= 1) {
      for (;;) {
        const frame = least[i]!;
        const bytes = frame.bytes.subarray(0, frame.bytes.length - shorter);
        if (frame.bytes.length < shorter || !attempt(least.with(i, { ...frame, bytes }))) break;
      }
    }
  });
  return least;
}
