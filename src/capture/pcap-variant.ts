import type { Window } from './window.ts';

/**
 * The file header of draft-ietf-opsawg-pcap, section 4, and the forms that others made of it. The magic number tells
 * byte order and unit of the time stamps, and hints at a longer record header.
 */
export interface PcapVariant {
  readonly name: string;
  /** Bytes of the file header. */
  readonly fileHeader: number;
  /** Bytes of a record header. */
  readonly recordHeader: number;
  /** Time stamp units in a second. */
  readonly unitsPerSecond: number;
}

export const USUAL_MAGIC = 0xa1b2c3d4;
/** Leaves the record header open, so that records must be looked at. */
export const MODIFIED_MAGIC = 0xa1b2cd34;

const MICROSECONDS: PcapVariant = { name: 'pcap', fileHeader: 24, recordHeader: 16, unitsPerSecond: 1e6 };
const NANOSECONDS: PcapVariant = { ...MICROSECONDS, name: 'pcap (nanoseconds)', unitsPerSecond: 1e9 };
/** AIX writes nanoseconds under the microsecond magic, version 2.2. */
export const AIX: PcapVariant = { ...NANOSECONDS, name: 'pcap (AIX)' };
/** Alexey Kuznetzov's patches to libpcap put interface, protocol and packet type behind the lengths. */
const SS990417: PcapVariant = { ...MICROSECONDS, name: 'pcap (patched, Red Hat 6.1)', recordHeader: 24 };
const SS990915: PcapVariant = { ...MICROSECONDS, name: 'pcap (modified, SuSE 6.3)', recordHeader: 28 };
const SS991029: PcapVariant = { ...MICROSECONDS, name: 'pcap (modified)', recordHeader: 24 };
const NOKIA: PcapVariant = { ...MICROSECONDS, name: 'pcap (Nokia)', recordHeader: 20 };
/** Ixia's lcap adds the file's length to the file header. */
const IXIA_HARDWARE: PcapVariant = { ...NANOSECONDS, name: 'pcap (Ixia hardware)', fileHeader: 28 };
const IXIA_SOFTWARE: PcapVariant = { ...MICROSECONDS, name: 'pcap (Ixia software)', fileHeader: 28 };

/** What each magic number can stand for, the likeliest first. */
const MAGIC: ReadonlyMap<number, readonly PcapVariant[]> = new Map([
  [USUAL_MAGIC, [MICROSECONDS, SS990417, NOKIA]],
  [0xa1b23c4d, [NANOSECONDS]],
  [MODIFIED_MAGIC, [SS991029, SS990915]],
  [0x1c0001ac, [IXIA_HARDWARE]],
  [0x1c0001ab, [IXIA_SOFTWARE]],
]);

/** The byte order and the possible variants of a file that begins like this; undefined for no pcap. */
export function pcapMagic(
  window: Window,
): { magic: number; little: boolean; variants: readonly PcapVariant[] } | undefined {
  if (window.available < 4) return undefined;
  for (const little of [true, false]) {
    const magic = window.view.getUint32(window.start, little);
    const variants = MAGIC.get(magic);
    if (variants) return { magic, little, variants };
  }
  return undefined;
}

/**
 * The variant whose record headers make most sense, after wiretap: records are read as each variant would, and what looks
 * wrong is counted. Only what is there is looked at. Damaged files are common and files of 1999 are not, so another
 * variant than the first must be without fault over two records and more, where wiretap lets the fewest faults win.
 */
export function likeliest(
  variants: readonly PcapVariant[],
  window: Window,
  little: boolean,
  snapLength: number,
  limit: number,
): PcapVariant {
  const first = variants[0]!;
  const faultless = (variant: PcapVariant): boolean => {
    const { faults, records } = judge(variant, window, little, snapLength, limit);
    return faults === 0 && (variant === first || records > 1);
  };
  return variants.find(faultless) ?? first;
}

/** How many of the first three records are there, and what is wrong with them. */
function judge(variant: PcapVariant, window: Window, little: boolean, snapLength: number, limit: number) {
  const { view, end } = window;
  let at = window.start + variant.fileHeader;
  let faults = 0;
  let records = 0;
  while (records < 3 && at + variant.recordHeader <= end) {
    const captured = view.getUint32(at + 8, little);
    const wire = view.getUint32(at + 12, little);
    if (view.getUint32(at + 4, little) >= 1_000_000) faults++;
    if (captured > limit || captured > snapLength || captured > wire) faults++;
    if (wire > 128 << 20) faults++;
    if (variant === NOKIA) faults += nokiaFaults(view.getUint32(at + 16, little));
    else if (variant.recordHeader > 16) faults += patchedFaults(view, at + 16, little);
    at += variant.recordHeader + captured;
    if (captured > limit || at > end) break;
    records++;
  }
  return { faults, records };
}

/** Interface index, Ethernet or Linux protocol type, Linux packet type: what a Linux of 1999 would have written. */
function patchedFaults(view: DataView, at: number, little: boolean): number {
  const protocol = view.getUint16(at + 4, little);
  const known = protocol >= 0x600 || protocol <= 0x17 || protocol === 0x60 || protocol === 0x200 || protocol === 0x400;
  return Number(view.getUint32(at, little) > 10_000) + Number(!known) + Number(view.getUint8(at + 6) > 4);
}

/** Four bytes that nobody can explain; these values were seen (wiretap, libpcap.c). */
function nokiaFaults(value: number): number {
  const seen =
    (value & 0x0fff00f0) === 0x0fbf0000 &&
    [0x9, 0xb].includes(value >>> 28) &&
    [0xb, 0xd].includes((value >>> 12) & 15) &&
    [0x6, 0x9].includes((value >>> 8) & 15) &&
    [0x1, 0x2].includes(value & 15);
  return seen ? 0 : 1;
}
