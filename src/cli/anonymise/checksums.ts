import { onesSum } from '../../bytes/checksum.ts';
import type { FrameSpan } from '../../model/source.ts';
import type { Sheet } from './sheet.ts';

/** A checksum: where it lies, and what it is made over. */
export interface Summed {
  readonly at: readonly FrameSpan[];
  readonly covered: readonly FrameSpan[];
  /** Addresses of the pseudo header, and what else it holds: protocol and length. */
  readonly addresses: readonly FrameSpan[];
  readonly constant: number;
  /** Zero says that no checksum was made. */
  readonly optional: boolean;
}

const gather = (frames: readonly Uint8Array[], spans: readonly FrameSpan[]): Uint8Array =>
  Buffer.concat(spans.map(({ frame, offset, length }) => frames[frame - 1]!.subarray(offset, offset + length)));

/**
 * Changes a checksum by as much as what it covers changed (RFC 1624): right ones stay right and wrong ones wrong. Those
 * that a network card has to fill in stay what the card is given.
 */
export function correct(sheet: Sheet, sum: Summed): void {
  const old = gather(sheet.before, sum.at);
  if (old.length < 2) return;
  const was = (old[0]! << 8) | old[1]!;
  if (was === 0) return;
  const pseudo = (frames: readonly Uint8Array[]): number => {
    const addresses = gather(frames, sum.addresses);
    return addresses.length === 0 ? 0 : onesSum(addresses, 0, addresses.length, sum.constant);
  };
  const total = (frames: readonly Uint8Array[]): number => {
    const bytes = gather(frames, sum.covered);
    return onesSum(bytes, 0, bytes.length, pseudo(frames));
  };
  let is: number;
  if (sum.addresses.length > 0 && was === pseudo(sheet.before)) is = pseudo(sheet.after);
  else {
    // The new bytes hold the old checksum still: what they sum up to tells how far it is off.
    is = fold(was + 0xffff - difference(total(sheet.after), total(sheet.before)));
    if (sum.optional && is === 0) is = 0xffff;
  }
  let at = 0;
  for (const { frame, offset, length } of sum.at) {
    for (let i = 0; i < length; i++, at++) sheet.after[frame - 1]![offset + i] = at === 0 ? is >> 8 : is & 255;
  }
}

const fold = (sum: number): number => {
  let folded = sum;
  while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
  return folded;
};

/** a - b in one's complement. */
const difference = (a: number, b: number): number => fold(a + (0xffff - b)) % 0xffff;
