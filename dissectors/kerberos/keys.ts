import { u16be } from '#sdk';
import { SEALED } from './token-layout.ts';

/** Bytes of a Wrap token before what it wraps (RFC 4121 4.2.6.2), the first two being this number. */
export const WRAP_HEADER = 16;
export const WRAP = 0x0504;
/** Of AES (RFC 3961 6.2.1). */
const CONFOUNDER = 16;

/** Whether the Wrap token at `at` seals its message. */
export const isSealed = (b: Uint8Array, at: number): boolean => (b[at + 2]! & SEALED) !== 0;

/**
 * Bytes that rotation put between the header of the Wrap token at `at` and its message: a signed message's checksum; of
 * a sealed one the filler, the header's copy and the checksum, then its confounder. -1 where a checksum is rotated by
 * other than its length.
 */
export function rotatedBefore(b: Uint8Array, at: number): number {
  const extra = u16be(b, at + 4);
  const rotation = u16be(b, at + 6);
  if (isSealed(b, at)) return extra + rotation + CONFOUNDER;
  return rotation === extra ? extra : -1;
}
