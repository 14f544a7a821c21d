import type { CaptureInterface } from '../model/frame.ts';
import type { FrameColumns } from './columns.ts';
import { Damage } from './errors.ts';
import { longestFrame } from './link-type.ts';
import { AIX, likeliest, MODIFIED_MAGIC, type PcapVariant, pcapMagic, USUAL_MAGIC } from './pcap-variant.ts';
import type { RecordFormat } from './reader.ts';
import type { Window } from './window.ts';

/** Which of a record's two lengths comes first: it changed in version 2.3, and some 2.3 files are written the old way. */
type LengthOrder = 'captured-first' | 'wire-first' | 'smaller-first';

/** Opens a pcap file (draft-ietf-opsawg-pcap, section 4); undefined where there is none, a string says why it is not read. */
export async function openPcap(window: Window): Promise<PcapFormat | string | undefined> {
  const found = pcapMagic(window);
  if (!found) return undefined;
  const { magic, little, variants } = found;
  const length = variants[0]!.fileHeader;
  await window.atLeast(magic === MODIFIED_MAGIC ? 4096 : length);
  if (window.available < length) {
    return `a pcap file cut short in its header (it has ${length} bytes, ${window.available} are there)`;
  }
  const { view, start } = window;
  const major = view.getUint16(start + 4, little);
  const minor = view.getUint16(start + 6, little);
  const snapLength = view.getUint32(start + 16, little);
  const network = view.getUint32(start + 20, little);
  if (major < 2) return `a pcap file of version ${major}.${minor}, which is not read (2.0 and later are)`;
  const order = lengthOrder(major, minor);
  const aix = magic === USUAL_MAGIC && major === 2 && minor === 2 ? AIX_LINK_TYPES.get(network) : undefined;
  // Section 4: the upper bits of the link type are the length of the frame check sequence in 16-bit words, if bit 26 says so.
  const linkType = aix ?? network & 0xffff;
  const fcsLength = aix === undefined && network & 0x4000000 ? (network >>> 28) * 2 : undefined;
  const variant =
    aix !== undefined
      ? AIX
      : order === 'captured-first'
        ? likeliest(variants, window, little, snapLength, longestFrame(linkType))
        : variants[0]!;
  window.start += length;
  return new PcapFormat(variant, little, order, {
    linkType,
    snapLength,
    section: 0,
    timeDigits: variant.unitsPerSecond === 1e9 ? 9 : 6,
    ...(fcsLength !== undefined && { fcsLength }),
  });
}

/** DG/UX's tcpdump writes version 543.0 in the old order. */
function lengthOrder(major: number, minor: number): LengthOrder {
  if (major === 543 || (major === 2 && minor < 3)) return 'wire-first';
  return major === 2 && minor === 3 ? 'smaller-first' : 'captured-first';
}

/** AIX writes ifType values (RFC 1573) under version 2.2: Ethernet, token ring, FDDI, loopback. */
const AIX_LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [6, 1],
  [9, 6],
  [15, 10],
  [24, 0],
]);

const LINKTYPE_FDDI = 10;

export class PcapFormat implements RecordFormat {
  readonly name: string;
  readonly interfaces: readonly [CaptureInterface];
  readonly #little: boolean;
  readonly #order: LengthOrder;
  readonly #recordHeader: number;
  readonly #unitsPerSecond: number;
  readonly #limit: number;
  /** AIX puts three bytes before FDDI frames and counts them. */
  readonly #padding: number;
  /** Packets found so far. */
  #packets = 0;

  constructor(variant: PcapVariant, little: boolean, order: LengthOrder, from: CaptureInterface) {
    this.name = variant.name;
    this.interfaces = [from];
    this.#little = little;
    this.#order = order;
    this.#padding = variant === AIX && from.linkType === LINKTYPE_FDDI ? 3 : 0;
    this.#recordHeader = variant.recordHeader + this.#padding;
    this.#unitsPerSecond = variant.unitsPerSecond;
    this.#limit = longestFrame(from.linkType);
  }

  /** Section 5: seconds (unsigned, so good until 2106), units of a second, captured and original length. */
  scan(window: Window, columns: FrameColumns): number {
    const { view, end, origin } = window;
    const { capacity, start, captured, wire, seconds, nanoseconds, position } = columns;
    const little = this.#little;
    const header = this.#recordHeader;
    const units = this.#unitsPerSecond;
    const scale = 1e9 / units;
    const plain = this.#order === 'captured-first' && this.#padding === 0;
    const limit = this.#limit;
    let at = window.start;
    let i = 0;
    let need = 0;
    while (i < capacity) {
      const first = at + header;
      if (first > end) {
        need = header;
        break;
      }
      let length = view.getUint32(at + 8, little);
      let original = view.getUint32(at + 12, little);
      if (!plain) [length, original] = this.#lengths(length, original);
      if (length > limit || length < 0) {
        if (i > 0) break;
        throw this.#tooLong(window, length);
      }
      const next = first + length;
      if (next > end) {
        need = header + length;
        break;
      }
      let second = view.getUint32(at, little);
      let fraction = view.getUint32(at + 4, little);
      if (fraction >= units) {
        second += Math.floor(fraction / units);
        fraction %= units;
      }
      start[i] = first;
      captured[i] = length;
      wire[i] = original;
      seconds[i] = second;
      nanoseconds[i] = fraction * scale;
      position[i] = origin + first;
      i++;
      at = next;
    }
    this.#packets += i;
    columns.count = i;
    window.start = at;
    return need;
  }

  #lengths(first: number, second: number): [number, number] {
    const swap = this.#order === 'wire-first' || (this.#order === 'smaller-first' && first > second);
    const [length, original] = swap ? [second, first] : [first, second];
    return [length - this.#padding, original - this.#padding];
  }

  missing(window: Window): string | undefined {
    const { available, position } = window;
    if (available === 0) return undefined;
    const packet = `packet ${this.#packets + 1} (file position ${position}`;
    if (available < this.#recordHeader) {
      return `the header of ${packet}: it has ${this.#recordHeader} bytes, ${available} are there)`;
    }
    const at = window.start;
    const [length] = this.#lengths(
      window.view.getUint32(at + 8, this.#little),
      window.view.getUint32(at + 12, this.#little),
    );
    return `${packet}: the record says ${length} bytes, ${available - this.#recordHeader} are there)`;
  }

  #tooLong(window: Window, length: number): Damage {
    return new Damage(
      `damaged at packet ${this.#packets + 1} (file position ${window.position}: the record says ${length} bytes, a frame has ${this.#limit} at most)`,
    );
  }
}
