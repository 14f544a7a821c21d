import type { CaptureInterface, HearName } from '../model/frame.ts';
import type { FrameColumns } from './columns.ts';
import { Damage } from './errors.ts';
import {
  BLOCK,
  blockName,
  interfaceDescription,
  isPacketBlock,
  nameRecords,
  type SectionInterface,
  sectionByteOrder,
  sectionVersion,
} from './pcapng-block.ts';
import type { RecordFormat } from './reader.ts';
import type { Window } from './window.ts';

/** Longest block, as Wireshark has it: a D-Bus frame and 128 KiB of options. */
const LONGEST_BLOCK = 32 + (128 << 20) + (128 << 10);

/** Interfaces of all sections: a file of nothing but interface descriptions must not fill the memory. */
const MOST_INTERFACES = 1 << 16;

/** A longer block of names is passed over like any other. */
const LONGEST_NAMES = 1 << 20;

/** Opens a pcapng file (draft-ietf-opsawg-pcapng); undefined where there is none, a string says why it is not read. */
export async function openPcapng(window: Window): Promise<PcapngFormat | string | undefined> {
  if (window.available < 4 || window.view.getUint32(window.start) !== BLOCK.sectionHeader) return undefined;
  await window.atLeast(28);
  const { view, start, available } = window;
  if (available < 28) return `a pcapng file cut short in its section header (${available} bytes are there)`;
  const order = sectionByteOrder(view, start);
  if (!order) return undefined;
  const version = sectionVersion(view, start, order === 'little');
  if (!VERSIONS.has(version)) return `a pcapng file of version ${version}, which is not read (1.0 is)`;
  return new PcapngFormat();
}

/** Section 4.1: 1.0, and 1.2 that is the same. */
const VERSIONS: ReadonlySet<string> = new Set(['1.0', '1.2']);

/** Bytes before a packet's own: type, length, interface, time stamp, two lengths; or type, length, one length. */
const PACKET_HEADER = 28;
const SIMPLE_PACKET_HEADER = 12;

/** Shortest blocks of the types that are read. */
const SHORTEST: ReadonlyMap<number, number> = new Map([
  [BLOCK.sectionHeader, 28],
  [BLOCK.interfaceDescription, 20],
  [BLOCK.obsoletePacket, PACKET_HEADER + 4],
  [BLOCK.simplePacket, SIMPLE_PACKET_HEADER + 4],
  [BLOCK.enhancedPacket, PACKET_HEADER + 4],
]);

export class PcapngFormat implements RecordFormat {
  readonly name = 'pcapng';
  readonly interfaces: CaptureInterface[] = [];
  hearName: HearName | undefined;
  /** Those of the section, by the number that packets name them with … */
  #declared: SectionInterface[] = [];
  /** … and where the first of them is in `interfaces`. */
  #base = 0;
  #little = true;
  #section = 0;
  /** Packets found so far. */
  #packets = 0;
  /** A block that is skipped, and how many of its bytes are left, the last four being its length again. */
  #skipped = { type: 0, position: 0, length: 0 };
  #left = 0;

  scan(window: Window, columns: FrameColumns): number {
    let need = 0;
    try {
      while (need === 0 && columns.count < columns.capacity) {
        need = this.#left > 0 ? this.#skip(window, columns.count) : this.#block(window, columns);
      }
    } finally {
      this.#packets += columns.count;
    }
    return need;
  }

  /** Section 3.1: type, total length, body, total length again. Says how many bytes it needs, 0 when it is done. */
  #block(window: Window, columns: FrameColumns): number {
    const { view, start: at, end } = window;
    if (at + 12 > end) return 12;
    const type = view.getUint32(at, this.#little);
    if (type === BLOCK.sectionHeader) this.#little = this.#byteOrder(window, columns.count);
    const said = view.getUint32(at + 4, this.#little);
    const length = padded(said);
    if (length < (SHORTEST.get(type) ?? 12) || length > LONGEST_BLOCK) {
      throw this.#damage(window, columns.count, `${blockName(type)} of ${said} bytes`);
    }
    switch (type) {
      case BLOCK.enhancedPacket:
        return this.#packet(window, columns, length, view.getUint32(at + 8, this.#little));
      case BLOCK.obsoletePacket:
        return this.#packet(window, columns, length, view.getUint16(at + 8, this.#little));
      case BLOCK.simplePacket:
        return this.#simplePacket(window, columns, length);
      case BLOCK.sectionHeader:
      case BLOCK.interfaceDescription:
        if (at + length > end) return length;
        this.#checkLength(window, columns.count, type, length);
        if (type === BLOCK.sectionHeader) this.#beginSection(window, columns.count);
        else this.#declare(window, columns.count, length);
        window.start = at + length;
        return 0;
      case BLOCK.nameResolution:
        if (this.hearName && length <= LONGEST_NAMES) return this.#names(window, columns.count, length, this.hearName);
        return this.#passOver(window, type, length);
      default:
        return this.#passOver(window, type, length);
    }
  }

  #names(window: Window, found: number, length: number, hear: HearName): number {
    const { view, start, end } = window;
    if (start + length > end) return length;
    this.#checkLength(window, found, BLOCK.nameResolution, length);
    nameRecords(view, start, start + length - 4, this.#little, hear);
    window.start = start + length;
    return 0;
  }

  #passOver(window: Window, type: number, length: number): number {
    this.#skipped = { type, position: window.position, length };
    this.#left = length;
    return 0;
  }

  /** Passes over a block of any length without keeping it. */
  #skip(window: Window, found: number): number {
    const n = Math.min(this.#left - 4, window.available);
    window.start += n;
    this.#left -= n;
    if (this.#left > 4 || window.available < 4) return 4;
    const { type, position, length } = this.#skipped;
    const again = window.view.getUint32(window.start, this.#little);
    if (padded(again) !== length) {
      const message = `${blockName(type)} has two lengths, ${length} and ${again}`;
      throw new Damage(`damaged ${this.#after(found)} (file position ${position}: ${message})`, position);
    }
    window.start += 4;
    this.#left = 0;
    return 0;
  }

  /** Section 4.3, and the obsolete packet block of appendix A with its 16-bit interface number. */
  #packet(window: Window, columns: FrameColumns, length: number, number: number): number {
    const { view, start: at, end } = window;
    if (at + PACKET_HEADER > end) return PACKET_HEADER;
    const from = this.#declared[number];
    if (!from) {
      const count = `${this.#declared.length === 0 ? 'none is' : `only ${this.#declared.length} are`} declared before it`;
      throw this.#damage(window, columns.count, `its interface is number ${number}, ${count}`);
    }
    const captured = view.getUint32(at + 20, this.#little);
    this.#checkCaptured(window, columns.count, captured, length - PACKET_HEADER - 4, from);
    if (at + length > end) return length;
    this.#checkLength(window, columns.count, BLOCK.enhancedPacket, length);
    const { timestamps } = from;
    timestamps.split(view.getUint32(at + 12, this.#little), view.getUint32(at + 16, this.#little));
    const i = columns.count++;
    columns.start[i] = at + PACKET_HEADER;
    columns.captured[i] = captured;
    columns.wire[i] = view.getUint32(at + 24, this.#little);
    columns.seconds[i] = timestamps.seconds;
    columns.nanoseconds[i] = timestamps.nanoseconds;
    columns.interface[i] = this.#base + number;
    columns.position[i] = window.position + PACKET_HEADER;
    window.start = at + length;
    return 0;
  }

  /** Section 4.4: of the section's first interface, without a time, cut at that interface's snap length. */
  #simplePacket(window: Window, columns: FrameColumns, length: number): number {
    const { view, start: at, end } = window;
    const from = this.#declared[0];
    if (!from) throw this.#damage(window, columns.count, 'a simple packet block before any interface is declared');
    const wire = view.getUint32(at + 8, this.#little);
    const captured = Math.min(wire, from.described.snapLength || wire);
    this.#checkCaptured(window, columns.count, captured, length - SIMPLE_PACKET_HEADER - 4, from);
    if (at + length > end) return length;
    this.#checkLength(window, columns.count, BLOCK.simplePacket, length);
    const i = columns.count++;
    columns.start[i] = at + SIMPLE_PACKET_HEADER;
    columns.captured[i] = captured;
    columns.wire[i] = wire;
    columns.seconds[i] = 0;
    columns.nanoseconds[i] = 0;
    columns.interface[i] = this.#base;
    columns.position[i] = window.position + SIMPLE_PACKET_HEADER;
    window.start = at + length;
    return 0;
  }

  #checkCaptured(window: Window, found: number, captured: number, room: number, from: SectionInterface): void {
    const limit = from.longestFrame;
    if (captured > limit) {
      throw this.#damage(window, found, `the block says ${captured} bytes, a frame has ${limit} at most`);
    }
    if (captured > room) {
      throw this.#damage(window, found, `the block says ${captured} bytes, it has room for ${room}`);
    }
  }

  #checkLength(window: Window, found: number, type: number, length: number): void {
    const again = window.view.getUint32(window.start + length - 4, this.#little);
    if (padded(again) !== length) {
      throw this.#damage(window, found, `${blockName(type)} has two lengths, ${length} and ${again}`);
    }
  }

  /** Section 4.1: each section has its own byte order and its own interfaces. */
  #byteOrder(window: Window, found: number): boolean {
    const order = sectionByteOrder(window.view, window.start);
    if (!order) throw this.#damage(window, found, 'a section header without the byte-order magic');
    return order === 'little';
  }

  #beginSection(window: Window, found: number): void {
    const version = sectionVersion(window.view, window.start, this.#little);
    if (!VERSIONS.has(version)) throw this.#damage(window, found, `a section of version ${version}, which is not read`);
    this.#section++;
    this.#base = this.interfaces.length;
    this.#declared = [];
  }

  #declare(window: Window, found: number, length: number): void {
    if (this.interfaces.length === MOST_INTERFACES) {
      throw this.#damage(window, found, `more than ${MOST_INTERFACES} interfaces are declared`);
    }
    const { view, start } = window;
    const from = interfaceDescription(view, start, start + length - 4, this.#little, this.#section);
    this.#declared.push(from);
    this.interfaces.push(from.described);
  }

  missing(window: Window): string | undefined {
    const { available, position, view, start } = window;
    if (this.#left > 0) {
      const { type, position: begin, length } = this.#skipped;
      return `${blockName(type)} ${this.#after(0)} (file position ${begin}: it has ${length} bytes, ${length - this.#left + available} are there)`;
    }
    if (available === 0) return undefined;
    if (available < 12) {
      return `a block ${this.#after(0)} (file position ${position}: it has at least 12 bytes, ${available} are there)`;
    }
    const type = view.getUint32(start, this.#little);
    const where = `(file position ${position}: the block says ${view.getUint32(start + 4, this.#little)} bytes, ${available} are there)`;
    return isPacketBlock(type)
      ? `packet ${this.#packets + 1} ${where}`
      : `${blockName(type)} ${this.#after(0)} ${where}`;
  }

  /** `found` packets of this scan are not yet counted. */
  #after(found: number): string {
    const n = this.#packets + found;
    return n === 0 ? 'before the first packet' : `after packet ${n}`;
  }

  #damage(window: Window, found: number, what: string): Damage {
    return new Damage(`damaged ${this.#after(found)} (file position ${window.position}: ${what})`, window.position);
  }
}

/** "MUST be a multiple of 4" (section 3.1): a writer that counted wrongly still padded. Negative above 2^31, so refused. */
function padded(length: number): number {
  return (length + 3) & ~3;
}
