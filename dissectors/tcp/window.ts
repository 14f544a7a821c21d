import type { Direction, Flow } from '#sdk';
import { SYN } from './layout.ts';

/**
 * By how much a side's windows are scaled: both must have offered it (RFC 7323 2.2), and one whose SYN was not captured
 * is taken to have done so. -1 where its own was not captured.
 */
export function shiftOf({ sides }: Flow, direction: Direction): number {
  const { windowShift, opened } = sides[direction];
  if (windowShift < 0) return opened ? 0 : -1;
  const peer = sides[direction === 0 ? 1 : 0];
  return peer.windowShift < 0 && peer.opened ? 0 : windowShift;
}

/** The window in bytes; a SYN's is never scaled. */
export const scaledWindow = (flow: Flow, direction: Direction, flags: number, window: number): number =>
  flags & SYN ? window : window << Math.max(0, shiftOf(flow, direction));
