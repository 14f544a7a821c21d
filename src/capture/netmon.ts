import type { CaptureInterface } from '../model/frame.ts';
import type { FrameColumns } from './columns.ts';
import { Damage } from './errors.ts';
import { FrameTable } from './frame-table.ts';
import { longestFrame } from './link-type.ts';
import { ATM_MEDIUM, isNote, mediumInterface } from './netmon-medium.ts';
import type { RecordFormat } from './reader.ts';
import { Timestamps } from './timestamp.ts';
import type { Window } from './window.ts';

/** "RTSS" begins files of version 1.x, "GMBU" those of 2.x. */
const MAGICS: readonly number[] = [0x52545353, 0x474d4255];
const FILE_HEADER = 128;
/** Bytes that frames of an ATM file begin with, and how many of them are left out. */
const ATM_HEADER = 16;
const ATM_LEFT_OUT = 12;
/** Seconds from 1601, where Windows counts from, to 1970. */
const WINDOWS_EPOCH = -11_644_473_600;

/**
 * Opens a Microsoft Network Monitor capture ("Capture File Format" in the help of Network Monitor 3.4; 1.x as wiretap
 * found it to be). Undefined where there is none, a string says why it is not read.
 */
export async function openNetmon(window: Window): Promise<NetmonFormat | string | undefined> {
  if (window.available < 4 || !MAGICS.includes(window.view.getUint32(window.start))) return undefined;
  await window.atLeast(FILE_HEADER);
  if (window.available < FILE_HEADER) {
    return `a Network Monitor file cut short in its header (it has ${FILE_HEADER} bytes, ${window.available} are there)`;
  }
  const { view, start: at } = window;
  const minor = view.getUint8(at + 4);
  const major = view.getUint8(at + 5);
  if (major !== 1 && major !== 2) {
    return `a Network Monitor file of version ${major}.${minor}, which is not read (1.x and 2.x are)`;
  }
  const header: NetmonHeader = {
    major,
    minor,
    medium: view.getUint16(at + 6, true),
    start: startTime(view, at + 8),
    tablePosition: view.getUint32(at + 24, true),
    tableLength: view.getUint32(at + 28, true),
  };
  window.start += FILE_HEADER;
  return new NetmonFormat(header, frameTable(header, window));
}

interface NetmonHeader {
  readonly major: number;
  readonly minor: number;
  readonly medium: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly tablePosition: number;
  readonly tableLength: number;
}

/** A SYSTEMTIME: local time of who knows where, so it is taken for UTC. */
function startTime(view: DataView, at: number): number {
  const [year = 0, month = 0, , day, hour, minute, second, millisecond] = Array.from({ length: 8 }, (_, i) =>
    view.getUint16(at + 2 * i, true),
  );
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour!, minute, second, millisecond);
}

/** The frame table, where the input can be read at any place and holds all of it. */
function frameTable({ tablePosition, tableLength }: NetmonHeader, { input }: Window): FrameTable | undefined {
  const whole = tableLength > 0 && tablePosition + tableLength <= input.progress.total;
  if (!whole || !input.seek || !input.readAt) return undefined;
  return new FrameTable(input, tablePosition, Math.floor(tableLength / 4));
}

/**
 * Frames where the frame table says they are: there may be holes, and the last may come first in the file. On a pipe, and
 * where the file is cut, they are read in sequence up to the table, which nearly all files allow.
 */
export class NetmonFormat implements RecordFormat {
  readonly name: string;
  readonly interfaces: CaptureInterface[] = [];
  readonly #table: FrameTable | undefined;
  /** Where the frames end if they are in sequence: at the table, which has this length. 0 if the header was never completed. */
  readonly #tablePosition: number;
  readonly #tableLength: number;
  readonly #recordHeader: number;
  readonly #trailer: number;
  /** The medium of all frames, if they have none of their own. */
  readonly #medium: number | undefined;
  readonly #leftOut: number;
  readonly #startMilliseconds: number;
  readonly #sinceStart: Timestamps;
  readonly #sinceEpoch: Timestamps | undefined;
  readonly #timeDigits: number;
  readonly #numbers = new Map<number, number>();
  readonly #limit = longestFrame(0);
  /** Packets, records and bytes of records found so far. */
  #packets = 0;
  #records = 0;
  #bytes = 0;
  /** The table's entry that is being read. */
  #entry: number | undefined;
  /** Whether all frames were found, and how much of the table then still follows. */
  #over = false;
  #left = 0;

  constructor(header: NetmonHeader, table: FrameTable | undefined) {
    const { major, minor, medium, start, tablePosition, tableLength } = header;
    this.name = `Network Monitor ${major}.${minor}`;
    this.#table = table;
    this.#tablePosition = tablePosition;
    this.#tableLength = tableLength;
    this.#recordHeader = major === 1 ? 8 : 16;
    this.#trailer = major === 1 ? 0 : (TRAILERS[minor] ?? 15);
    this.#timeDigits = major === 1 ? 3 : minor < 3 ? 6 : 7;
    this.#startMilliseconds = ((start % 1000) + 1000) % 1000;
    this.#sinceStart = new Timestamps(6, (start - this.#startMilliseconds) / 1000);
    if (this.#trailer === 15) this.#sinceEpoch = new Timestamps(7, WINDOWS_EPOCH);
    const atm = this.#trailer === 0 && medium === ATM_MEDIUM;
    this.#leftOut = atm ? ATM_LEFT_OUT : 0;
    if (this.#trailer === 0) {
      this.#medium = medium;
      this.interfaces.push(mediumInterface(medium, this.#timeDigits, atm));
      this.#numbers.set(medium, 0);
    }
  }

  scan(window: Window, columns: FrameColumns): number {
    let need = 0;
    try {
      while (need === 0 && columns.count < columns.capacity) {
        if (this.#over) return this.#drain(window);
        if (!this.#table) {
          if (this.#atTable(window, columns.count)) continue;
        } else if (!this.#follow(this.#table, window, columns.count)) return 0;
        if (!this.#over) need = this.#record(window, columns);
      }
    } finally {
      this.#packets += columns.count;
    }
    return need;
  }

  /** Goes to the table's next record. False if frames must be handed on first, for what is in memory is given up. */
  #follow(table: FrameTable, window: Window, found: number): boolean {
    this.#entry ??= table.next();
    if (this.#entry === undefined) {
      this.#over = true;
      return true;
    }
    if (this.#entry === window.position) return true;
    if (this.#entry < FILE_HEADER) {
      throw this.#damage(window, found, `its frame table points to ${this.#entry}, within the file header`);
    }
    if (found > 0 && !window.holds(this.#entry)) return false;
    window.seek(this.#entry);
    return true;
  }

  /** Whether the table follows, in sequence. */
  #atTable(window: Window, found: number): boolean {
    if (this.#tablePosition === 0 || window.position < this.#tablePosition) return false;
    const entries = Math.floor(this.#tableLength / 4);
    if (entries !== this.#records) {
      throw this.#damage(window, found, `its frame table has ${entries} entries, ${this.#records} are in sequence`);
    }
    this.#over = true;
    this.#left = this.#tableLength;
    return true;
  }

  /** What follows the frames is only looked at for whether it is there. */
  #drain(window: Window): number {
    this.#left = Math.max(0, this.#left - window.available);
    window.start = window.end;
    return 1;
  }

  /** Time since the start, original and captured length; the frame; its medium and more from version 2.1 on. */
  #record(window: Window, columns: FrameColumns): number {
    const { view, start: at, available } = window;
    const header = this.#recordHeader;
    if (available < header) return header;
    const captured = this.#captured(view, at);
    if (captured > this.#limit) {
      const message = `the record says ${captured} bytes, a frame has ${this.#limit} at most`;
      throw this.#damage(window, columns.count, message);
    }
    const length = header + captured + this.#trailer;
    if (!this.#table && this.#tablePosition > 0 && window.position + length > this.#tablePosition) {
      const message = `the record says ${captured} bytes, the frame table begins at ${this.#tablePosition}`;
      throw this.#damage(window, columns.count, message);
    }
    if (available < length) return length;
    if (this.#leftOut > 0 && captured < ATM_HEADER) {
      const message = `the record says ${captured} bytes, the header of an ATM frame has ${ATM_HEADER}`;
      throw this.#damage(window, columns.count, message);
    }
    // Otherwise a small file could be any number of large frames.
    if (this.#table && this.#bytes + length > window.input.progress.total) {
      throw this.#damage(window, columns.count, 'its frames overlap');
    }
    this.#bytes += length;
    this.#records++;
    const medium = this.#medium ?? view.getUint16(at + header + captured, true);
    if (this.#medium !== undefined || !isNote(medium)) this.#frame(window, columns, captured, medium);
    window.start = at + length;
    this.#entry = undefined;
    return 0;
  }

  #frame(window: Window, columns: FrameColumns, captured: number, medium: number): void {
    const { view, start: at } = window;
    const first = this.#recordHeader + this.#leftOut;
    const wire = this.#recordHeader === 8 ? view.getUint16(at + 4, true) : view.getUint32(at + 8, true);
    const i = columns.count++;
    this.#time(view, at, captured, columns, i);
    columns.start[i] = at + first;
    columns.captured[i] = captured - this.#leftOut;
    columns.wire[i] = Math.max(0, wire - this.#leftOut);
    columns.interface[i] = this.#numbers.get(medium) ?? this.#declare(medium);
    columns.position[i] = window.position + first;
  }

  #captured(view: DataView, at: number): number {
    return this.#recordHeader === 8 ? view.getUint16(at + 6, true) : view.getUint32(at + 12, true);
  }

  /** Milliseconds (1.x) or microseconds since the start; from version 2.3 on the trailer has a FILETIME, in UTC. */
  #time(view: DataView, at: number, captured: number, columns: FrameColumns, i: number): void {
    if (this.#sinceEpoch) {
      const from = at + this.#recordHeader + captured + 6;
      this.#sinceEpoch.split(view.getUint32(from + 4, true), view.getUint32(from, true));
      columns.seconds[i] = this.#sinceEpoch.seconds;
      columns.nanoseconds[i] = this.#sinceEpoch.nanoseconds;
      return;
    }
    const since = this.#sinceStart;
    const low = view.getUint32(at, true);
    if (this.#recordHeader === 8) {
      const milliseconds = low + this.#startMilliseconds;
      since.split(0, 0);
      columns.seconds[i] = since.seconds + Math.floor(milliseconds / 1000);
      columns.nanoseconds[i] = (milliseconds % 1000) * 1e6;
      return;
    }
    const high = view.getUint32(at + 4, true);
    since.split(high, low);
    let { seconds, nanoseconds } = since;
    if (high >= 1 << 26) {
      // Network Monitor takes ten times of it, 64 bits of that, for a signed number: frames may be older than the start.
      const ticks = BigInt.asIntN(64, ((BigInt(high) << 32n) | BigInt(low)) * 10n);
      const rest = ((ticks % 10_000_000n) + 10_000_000n) % 10_000_000n;
      since.split(0, 0);
      seconds = since.seconds + Number((ticks - rest) / 10_000_000n);
      nanoseconds = Number(rest) * 100;
    }
    nanoseconds += this.#startMilliseconds * 1e6;
    const carry = nanoseconds >= 1e9 ? 1 : 0;
    columns.seconds[i] = seconds + carry;
    columns.nanoseconds[i] = nanoseconds - carry * 1e9;
  }

  /** Media are 16-bit numbers: there cannot be many. */
  #declare(medium: number): number {
    const number = this.interfaces.push(mediumInterface(medium, this.#timeDigits, false)) - 1;
    this.#numbers.set(medium, number);
    return number;
  }

  missing(window: Window): string | undefined {
    const { available, position, view, start } = window;
    if (this.#over) {
      if (this.#left === 0) return undefined;
      const there = this.#tableLength - this.#left;
      return `the frame table (file position ${this.#tablePosition}: it has ${this.#tableLength} bytes, ${there} are there)`;
    }
    if (available === 0 && !this.#table && this.#tablePosition === 0) return undefined;
    const packet = `packet ${this.#packets + 1} (file position ${position}`;
    if (available < this.#recordHeader) {
      return `the header of ${packet}: it has ${this.#recordHeader} bytes, ${available} are there)`;
    }
    const length = this.#captured(view, start) + this.#trailer;
    return `${packet}: the record says ${length} bytes, ${available - this.#recordHeader} are there)`;
  }

  /** `found` packets of this scan are not yet counted. */
  #damage(window: Window, found: number, what: string): Damage {
    const n = this.#packets + found + 1;
    return new Damage(`damaged at packet ${n} (file position ${window.position}: ${what})`, window.position);
  }
}

/** Bytes behind a frame by minor version of 2.x: medium; process; time stamp and time zone. */
const TRAILERS: readonly number[] = [0, 2, 6];
