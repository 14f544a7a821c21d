import type { CaptureInterface } from '../model/frame.ts';
import { DescriptorOutput } from './descriptor-output.ts';
import type { FrameRecord } from './pcap-writer.ts';
import { BLOCK } from './pcapng-block.ts';

export interface PcapngWriterOptions {
  /** What wrote the file: shb_userappl. */
  readonly application?: string;
}

/** What is known of an interface; only its link type must be. */
export type WrittenInterface = Pick<CaptureInterface, 'linkType'> & Partial<CaptureInterface>;

/** What an interface statistics block says (section 4.6), as far as it is known. */
export interface InterfaceStatistics {
  /** When the counts were taken. */
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly received?: number;
  readonly dropped?: number;
}

const encoder = new TextEncoder();
/** An option's length is 16 bits. */
const LONGEST_OPTION = 0xffff;

/** A pcapng file of one section (draft-ietf-opsawg-pcapng), little-endian, with nanosecond time stamps. */
export class PcapngWriter {
  readonly #output: DescriptorOutput;
  #interfaces = 0;

  constructor(fd: number, options: PcapngWriterOptions = {}) {
    this.#output = new DescriptorOutput(fd);
    const body = new Uint8Array(16);
    const view = new DataView(body.buffer);
    view.setUint32(0, 0x1a2b3c4d, true);
    view.setUint16(4, 1, true);
    // The section's length is not known beforehand: -1.
    view.setBigInt64(8, -1n, true);
    this.#block(BLOCK.sectionHeader, body, [[4, text(options.application)]]);
  }

  /** Bytes of the file so far. */
  get size(): number {
    return this.#output.size;
  }

  /** Declares an interface (section 4.2), with a comment if there is one; `write` takes the number returned. */
  declare(from: WrittenInterface, comment?: string): number {
    const body = new Uint8Array(8);
    const view = new DataView(body.buffer);
    view.setUint16(0, from.linkType, true);
    view.setUint32(4, from.snapLength ?? 0, true);
    this.#block(BLOCK.interfaceDescription, body, [
      [1, text(comment)],
      [2, text(from.name)],
      [3, text(from.description)],
      [9, Uint8Array.of(9)],
      // In bits.
      [13, from.fcsLength === undefined ? undefined : Uint8Array.of(from.fcsLength * 8)],
    ]);
    return this.#interfaces++;
  }

  /** An enhanced packet block (section 4.3), with a comment if there is one. */
  write(number: number, frame: FrameRecord, comment?: string): void {
    const { captured } = frame;
    const note = text(comment);
    const data = 28 + padded(captured);
    const options = note ? 4 + padded(note.length) + 4 : 0;
    const length = data + options + 4;
    const at = this.#output.reserve(length);
    const { view } = this.#output;
    view.setUint32(at, BLOCK.enhancedPacket, true);
    view.setUint32(at + 4, length, true);
    view.setUint32(at + 8, number, true);
    this.#time(view, at + 12, frame.seconds, frame.nanoseconds);
    view.setUint32(at + 20, captured, true);
    view.setUint32(at + 24, frame.wire, true);
    view.setUint32(at + data - 4, 0);
    this.#output.copy(frame.bytes, frame.start, captured, at + 28);
    if (note) {
      this.#option(at + data, 1, note);
      view.setUint32(at + data + options - 4, 0);
    }
    view.setUint32(at + length - 4, length, true);
  }

  /** An interface statistics block (section 4.6): the counts since the capture began. */
  statistics(number: number, { seconds, nanoseconds, received, dropped }: InterfaceStatistics): void {
    const body = new Uint8Array(12);
    const view = new DataView(body.buffer);
    view.setUint32(0, number, true);
    this.#time(view, 4, seconds, nanoseconds);
    this.#block(BLOCK.interfaceStatistics, body, [
      [4, count(received)],
      [5, count(dropped)],
    ]);
  }

  /**
   * After a `flush` that failed (a full disk): where the last whole block ends that went out. The file is readable when
   * it is cut there.
   */
  wholeBlocks(): number {
    const { position, length } = this.#output.left;
    let end = 0;
    while (end + 8 <= length) {
      const next = end + this.#output.view.getUint32(end + 4, true);
      if (next > length) break;
      end = next;
    }
    return position + end;
  }

  /** Sends what is buffered: after each frame of a live capture. */
  flush(): void {
    this.#output.flush();
  }

  /** Nanoseconds since 1970 in 64 bits: with 16 bits of the seconds at a time no step exceeds 2^53. */
  #time(view: DataView, at: number, seconds: number, nanoseconds: number): void {
    const upper = Math.floor(seconds / 65536);
    const low = (seconds - upper * 65536) * 1e9 + nanoseconds;
    const high = upper * 1e9;
    const highUpper = Math.floor(high / 65536);
    const carry = (high - highUpper * 65536) * 65536 + low;
    view.setUint32(at, highUpper + Math.floor(carry / 2 ** 32), true);
    view.setUint32(at + 4, carry, true);
  }

  /** A block (section 3.1) of a body that is a multiple of four bytes, and options (section 3.5). */
  #block(type: number, body: Uint8Array, given: readonly (readonly [number, Uint8Array | undefined])[]): void {
    const options = given.filter((option): option is [number, Uint8Array] => option[1] !== undefined);
    const sizes = options.reduce((n, [, value]) => n + 4 + padded(value.length), options.length > 0 ? 4 : 0);
    const length = 12 + body.length + sizes;
    const at = this.#output.reserve(length);
    const { view } = this.#output;
    view.setUint32(at, type, true);
    view.setUint32(at + 4, length, true);
    this.#output.copy(body, 0, body.length, at + 8);
    let next = at + 8 + body.length;
    for (const [code, value] of options) next = this.#option(next, code, value);
    if (options.length > 0) view.setUint32(next, 0);
    view.setUint32(at + length - 4, length, true);
  }

  #option(at: number, code: number, value: Uint8Array): number {
    const { view } = this.#output;
    view.setUint16(at, code, true);
    view.setUint16(at + 2, value.length, true);
    const end = at + 4 + padded(value.length);
    if (value.length > 0) view.setUint32(end - 4, 0);
    this.#output.copy(value, 0, value.length, at + 4);
    return end;
  }
}

/** 64 bits. */
function count(value: number | undefined): Uint8Array | undefined {
  if (value === undefined) return undefined;
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value), true);
  return bytes;
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

/** UTF-8, cut before a character that would not fit. */
function text(value: string | undefined): Uint8Array | undefined {
  if (!value) return undefined;
  const bytes = new Uint8Array(Math.min(value.length * 3, LONGEST_OPTION));
  return bytes.subarray(0, encoder.encodeInto(value, bytes).written);
}
