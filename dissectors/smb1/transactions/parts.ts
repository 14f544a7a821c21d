import type { Dissection, Field, Layout } from '#sdk';
import { openBytes, widen } from '../blocks.ts';
import { leftOver, padding } from '../layout.ts';
import { dataBytes, dataHeading, parameterBytes, parameterHeading, setup } from './layout.ts';

type Key = 'tpc' | 'tdc' | 'pc' | 'po' | 'pd' | 'dc' | 'data_offset' | 'dd' | 'sc';

/** Where a transaction message says its two blocks lie, and how much of the whole they are. One for each message. */
export class Parts {
  totalParameters = 0;
  totalData = 0;
  /** Positions; displacements in the whole. */
  parameters = 0;
  parameterCount = 0;
  parameterDisplacement = 0;
  data = 0;
  dataCount = 0;
  dataDisplacement = 0;
  setupCount = 0;

  /** Reads a layout at the cursor; counts of NT transactions have four bytes. Offsets count from `start`. */
  read(d: Dissection, start: number, form: Layout, wide: boolean): void {
    const offset = form.offset as Readonly<Partial<Record<Key, number>>>;
    d.need(form.size);
    this.totalParameters = number(d, offset.tpc, wide);
    this.totalData = number(d, offset.tdc, wide);
    this.parameters = start + number(d, offset.po, wide);
    this.parameterCount = number(d, offset.pc, wide);
    this.parameterDisplacement = number(d, offset.pd, wide);
    this.data = start + number(d, offset.data_offset, wide);
    this.dataCount = number(d, offset.dc, wide);
    this.dataDisplacement = number(d, offset.dd, wide);
    this.setupCount = offset.sc === undefined ? 0 : d.u8(offset.sc);
  }

  /** All parameters and data are in this one message. */
  get whole(): boolean {
    return this.parameterCount >= this.totalParameters && this.dataCount >= this.totalData;
  }

  /** This message brings the last of them. */
  get last(): boolean {
    return (
      this.parameterDisplacement + this.parameterCount >= this.totalParameters &&
      this.dataDisplacement + this.dataCount >= this.totalData
    );
  }
}

const number = (d: Dissection, at: number | undefined, wide: boolean): number =>
  at === undefined ? 0 : wide ? d.u32le(at) : d.u16le(at);

/** Setup words that nobody reads in another way. */
export function takeSetup(d: Dissection, count: number): void {
  for (let i = 0; i < count; i++) d.take(setup, 2);
}

/** Opens the bytes of a transaction: offsets say where its blocks are, beyond ByteCount too. Gives where ByteCount ends them. */
export function openTransaction(d: Dissection): number {
  const outer = openBytes(d);
  const { end } = d;
  widen(d, outer);
  return end;
}

export function closeTransaction(d: Dissection, end: number): void {
  if (end > d.at && end <= d.end) d.take(leftOver, end - d.at);
}

/** Pad bytes that servers write before an empty block too. */
const LONGEST_PAD = 7;

/** Reads one block in a window of its own, and moves past it; of an empty one the pad bytes before it. */
export function takePart(
  d: Dissection,
  at: number,
  count: number,
  limit: string,
  heading: Field,
  read: (d: Dissection) => void,
): void {
  if (count === 0) {
    if (at > d.at && at <= d.end && at - d.at <= LONGEST_PAD) d.take(padding, at - d.at);
    return;
  }
  const { end, promised } = d;
  if (at < d.layer.start || at > end) d.fail(Math.max(0, at - d.at) + count);
  if (at > d.at) d.take(padding, at - d.at);
  const stop = at + count;
  d.at = at;
  d.end = Math.min(end, stop);
  d.promised = Math.max(d.end, Math.min(promised, stop));
  d.limit = limit;
  const node = d.open(heading);
  try {
    read(d);
  } finally {
    d.close(node);
  }
  if (stop > end) d.fail(stop - d.at);
  d.at = stop;
  widen(d, end);
}

/** Both blocks as they are: pieces of a whole, or of a transaction that nobody knows. */
export function takeUnread(d: Dissection, parts: Parts): void {
  takePart(d, parts.parameters, parts.parameterCount, 'smb.pc', parameterHeading, () => d.take(parameterBytes, d.left));
  takePart(d, parts.data, parts.dataCount, 'smb.dc', dataHeading, () => d.take(dataBytes, d.left));
}
