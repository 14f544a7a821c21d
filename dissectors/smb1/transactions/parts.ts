import type { Dissection, Field, Layout } from '#sdk';
import { openBytes, widen } from '../blocks.ts';
import { leftOver, padding } from '../layout.ts';
import { dataBytes, dataHeading, parameterBytes, parameterHeading, setup } from './layout.ts';

const LONGEST_PAD = 7;

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
  /** Of the block that is open. */
  #node = -1;
  #stop = 0;
  #end = 0;

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

  /** The blocks of a whole that was put together. */
  place(parameters: number, parametersEnd: number, data: number, dataEnd: number): void {
    this.parameters = parameters;
    this.parameterCount = parametersEnd - parameters;
    this.data = data;
    this.dataCount = dataEnd - data;
  }

  /** Opens the window of Trans_Parameters; false where there are none. */
  openParameters(d: Dissection, heading = parameterHeading): boolean {
    return this.#open(d, this.parameters, this.parameterCount, 'smb.pc', heading);
  }

  openData(d: Dissection, heading = dataHeading): boolean {
    return this.#open(d, this.data, this.dataCount, 'smb.dc', heading);
  }

  #open(d: Dissection, at: number, count: number, limit: string, heading: Field): boolean {
    if (count === 0) {
      // Some write the pad bytes before an empty block too.
      if (at > d.at && at <= d.end && at - d.at <= LONGEST_PAD) d.take(padding, at - d.at);
      return false;
    }
    const { end } = d;
    if (at < d.layer.start || at > end) d.fail(Math.max(0, at - d.at) + count);
    if (at > d.at) d.take(padding, at - d.at);
    this.#end = end;
    this.#stop = at + count;
    d.at = at;
    d.end = Math.min(end, this.#stop);
    d.promised = Math.max(d.end, Math.min(d.promised, this.#stop));
    d.limit = limit;
    this.#node = d.open(heading);
    return true;
  }

  /** Ends the block that is open, and moves past it. */
  close(d: Dissection): void {
    d.at = d.end;
    d.close(this.#node);
    if (this.#stop > this.#end) d.fail(this.#stop - d.at);
    widen(d, this.#end);
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

/** Both blocks as they are: pieces of a whole, or of a transaction that nobody knows. */
export function takeUnread(d: Dissection, parts: Parts): void {
  if (parts.openParameters(d)) {
    d.take(parameterBytes, d.left);
    parts.close(d);
  }
  if (parts.openData(d)) {
    d.take(dataBytes, d.left);
    parts.close(d);
  }
}
