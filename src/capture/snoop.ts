import type { CaptureInterface } from '../model/frame.ts';
import type { FrameColumns } from './columns.ts';
import { Damage } from './errors.ts';
import { LINKTYPE_ETHERNET, LINKTYPE_SUNATM, LINKTYPE_USER0, longestFrame } from './link-type.ts';
import type { RecordFormat } from './reader.ts';
import type { Window } from './window.ts';

const MAGIC = [0x736e6f6f, 0x70000000] as const;
const FILE_HEADER = 16;
const RECORD_HEADER = 24;

/** What Shomiti's (later Finisar's) Surveyor puts behind each frame: padding this long tells its files. */
const SURVEYOR_TRAILER = 16;
/** The metadata before Surveyor's 802.11 frames: three bytes, how many follow the fourth, and these. */
const SURVEYOR_RADIO = { medium: 18, least: 8 } as const;

/** Opens a snoop file (RFC 1761); undefined where there is none, a string says why it is not read. */
export async function openSnoop(window: Window): Promise<SnoopFormat | string | undefined> {
  if (window.available < 8) return undefined;
  if (MAGIC.some((word, i) => window.view.getUint32(window.start + 4 * i) !== word)) return undefined;
  await window.atLeast(FILE_HEADER + RECORD_HEADER);
  const { view, start: at, available } = window;
  if (available < FILE_HEADER) {
    return `a snoop file cut short in its header (it has ${FILE_HEADER} bytes, ${available} are there)`;
  }
  const version = view.getUint32(at + 8);
  // RFC 1761 has version 2, Surveyor also 3 to 5.
  if (version < 2 || version > 5) return `a snoop file of version ${version}, which is not read (2 to 5 are)`;
  const first = at + FILE_HEADER;
  const surveyor =
    available >= FILE_HEADER + RECORD_HEADER &&
    view.getUint32(first + 8) - view.getUint32(first + 4) - RECORD_HEADER >= SURVEYOR_TRAILER;
  window.start = first;
  return new SnoopFormat(view.getUint32(at + 12), surveyor);
}

/** Datalink types (RFC 1761 and Solaris' dlpi.h) that the pcap registry has numbers for. */
const LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [0, LINKTYPE_ETHERNET],
  [2, 6], // token ring
  [4, LINKTYPE_ETHERNET],
  [8, 10], // FDDI
  [9, 0], // "other"
  [14, 0], // loopback
  [16, 122], // IP over Fibre Channel
  [18, LINKTYPE_SUNATM],
  [0x80000005, 226], // ipnet
]);

/** Surveyor gave numbers that the RFC left open meanings of its own. */
const SURVEYOR_LINK_TYPES: ReadonlyMap<number, number> = new Map([
  [0, LINKTYPE_ETHERNET],
  [2, 6],
  [4, LINKTYPE_ETHERNET],
  [8, 10],
  [10, LINKTYPE_ETHERNET], // 100 Mbit/s
  [11, 6], // 4 Mbit/s
  [12, LINKTYPE_ETHERNET], // 1 Gbit/s
  [13, 6],
  [14, 6],
  [SURVEYOR_RADIO.medium, 105], // 802.11
  [19, LINKTYPE_ETHERNET], // 10 Gbit/s
]);

export class SnoopFormat implements RecordFormat {
  readonly name: string;
  readonly interfaces: readonly [CaptureInterface];
  readonly #radio: boolean;
  readonly #limit: number;
  /** Packets found so far. */
  #packets = 0;
  /** Padding behind the last of them, and how much of it is still to be passed over. */
  #padding = 0;
  #left = 0;

  constructor(datalink: number, surveyor: boolean) {
    const linkType = (surveyor ? SURVEYOR_LINK_TYPES : LINK_TYPES).get(datalink) ?? LINKTYPE_USER0;
    this.name = surveyor ? 'snoop (Surveyor)' : 'snoop';
    this.#radio = surveyor && datalink === SURVEYOR_RADIO.medium;
    this.interfaces = [
      {
        linkType,
        snapLength: 0,
        section: 0,
        timeDigits: 6,
        ...(linkType === LINKTYPE_USER0 && { description: `snoop datalink type ${datalink}` }),
        ...(surveyor && (linkType === LINKTYPE_ETHERNET || this.#radio) && { fcsLength: 4 }),
      },
    ];
    this.#limit = longestFrame(linkType);
  }

  scan(window: Window, columns: FrameColumns): number {
    let need = 0;
    try {
      while (need === 0 && columns.count < columns.capacity) {
        need = this.#left > 0 ? this.#skip(window) : this.#record(window, columns);
      }
    } finally {
      this.#packets += columns.count;
    }
    return need;
  }

  /** Passes over padding of any length. */
  #skip(window: Window): number {
    const n = Math.min(this.#left, window.available);
    window.start += n;
    this.#left -= n;
    return this.#left > 0 ? 1 : 0;
  }

  /** "Packet Record Format": original, included and record length, drops, seconds, microseconds; frame; padding. */
  #record(window: Window, columns: FrameColumns): number {
    const { view, start: at, available } = window;
    if (available < RECORD_HEADER) return RECORD_HEADER;
    const wire = view.getUint32(at);
    const captured = view.getUint32(at + 4);
    const length = view.getUint32(at + 8);
    for (const said of [captured, wire]) {
      if (said > this.#limit) {
        throw this.#damage(window, columns, `the record says ${said} bytes, a frame has ${this.#limit} at most`);
      }
    }
    if (length < RECORD_HEADER + captured) {
      throw this.#damage(window, columns, `a record of ${length} bytes says that its frame has ${captured}`);
    }
    if (available < RECORD_HEADER + captured) return RECORD_HEADER + captured;
    const leftOut = this.#radio ? this.#radioHeader(window, columns, captured) : 0;
    const fraction = view.getUint32(at + 20);
    const i = columns.count++;
    columns.start[i] = at + RECORD_HEADER + leftOut;
    columns.captured[i] = captured - leftOut;
    columns.wire[i] = Math.max(0, wire - leftOut);
    columns.seconds[i] = view.getUint32(at + 16) + Math.floor(fraction / 1e6);
    columns.nanoseconds[i] = (fraction % 1e6) * 1000;
    columns.interface[i] = 0;
    columns.position[i] = window.position + RECORD_HEADER + leftOut;
    window.start = at + RECORD_HEADER + captured;
    this.#padding = this.#left = length - RECORD_HEADER - captured;
    return 0;
  }

  #radioHeader(window: Window, columns: FrameColumns, captured: number): number {
    const said = captured < 4 ? 0 : window.view.getUint8(window.start + RECORD_HEADER + 3);
    if (said < SURVEYOR_RADIO.least || 4 + said > captured) {
      throw this.#damage(window, columns, `a frame of ${captured} bytes with a radio header of ${said}`);
    }
    return 4 + said;
  }

  missing(window: Window): string | undefined {
    const { available, position, view, start } = window;
    if (this.#left > 0) {
      const there = this.#padding - this.#left;
      return `the padding of packet ${this.#packets} (file position ${position - there}: it has ${this.#padding} bytes, ${there} are there)`;
    }
    if (available === 0) return undefined;
    const packet = `packet ${this.#packets + 1} (file position ${position}`;
    if (available < RECORD_HEADER) {
      return `the header of ${packet}: it has ${RECORD_HEADER} bytes, ${available} are there)`;
    }
    return `${packet}: the record says ${view.getUint32(start + 4)} bytes, ${available - RECORD_HEADER} are there)`;
  }

  #damage(window: Window, columns: FrameColumns, what: string): Damage {
    const n = this.#packets + columns.count + 1;
    return new Damage(`damaged at packet ${n} (file position ${window.position}: ${what})`, window.position);
  }
}
