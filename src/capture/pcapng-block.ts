import type { CaptureInterface, HearName } from '../model/frame.ts';
import { longestFrame } from './link-type.ts';
import { Timestamps } from './timestamp.ts';

/** Block types: draft-ietf-opsawg-pcapng, section 11.1. */
export const BLOCK = {
  interfaceDescription: 1,
  obsoletePacket: 2,
  simplePacket: 3,
  nameResolution: 4,
  interfaceStatistics: 5,
  enhancedPacket: 6,
  sectionHeader: 0x0a0d0d0a,
} as const;

/** How blocks are called in messages. */
const BLOCK_NAMES: ReadonlyMap<number, string> = new Map([
  [BLOCK.interfaceDescription, 'an interface description block'],
  [BLOCK.obsoletePacket, 'an obsolete packet block'],
  [BLOCK.simplePacket, 'a simple packet block'],
  [BLOCK.nameResolution, 'a name resolution block'],
  [BLOCK.interfaceStatistics, 'an interface statistics block'],
  [BLOCK.enhancedPacket, 'an enhanced packet block'],
  [9, 'a systemd journal export block'],
  [10, 'a decryption secrets block'],
  [0xbad, 'a custom block'],
  [0x40000bad, 'a custom block'],
  [BLOCK.sectionHeader, 'a section header block'],
]);

export function blockName(type: number): string {
  return BLOCK_NAMES.get(type) ?? `a block of type ${type}`;
}

export function isPacketBlock(type: number): boolean {
  return type === BLOCK.enhancedPacket || type === BLOCK.simplePacket || type === BLOCK.obsoletePacket;
}

/** 1A 2B 3C 4D in the byte order of the section (section 4.1). */
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Byte order of the section whose header begins at `at`; undefined if it is none. */
export function sectionByteOrder(view: DataView, at: number): 'little' | 'big' | undefined {
  if (view.getUint32(at + 8, true) === BYTE_ORDER_MAGIC) return 'little';
  return view.getUint32(at + 8, false) === BYTE_ORDER_MAGIC ? 'big' : undefined;
}

/** Major and minor version of that section. */
export function sectionVersion(view: DataView, at: number, little: boolean): string {
  return `${view.getUint16(at + 12, little)}.${view.getUint16(at + 14, little)}`;
}

/** An interface of a section, with what its packets need. */
export interface SectionInterface {
  readonly described: CaptureInterface;
  readonly timestamps: Timestamps;
  readonly longestFrame: number;
}

/** Interface description block (section 4.2): link type, reserved, snap length, options. `end` is where the options do. */
export function interfaceDescription(
  view: DataView,
  at: number,
  end: number,
  little: boolean,
  section: number,
): SectionInterface {
  let name: string | undefined;
  let description: string | undefined;
  let resolution: number | undefined;
  let offset: number | undefined;
  let fcsLength: number | undefined;
  for (const option of options(view, at + 16, end, little)) {
    const { code, start, length } = option;
    if (code === 2) name = utf8(view, start, length);
    else if (code === 3) description = utf8(view, start, length);
    else if (code === 9 && length === 1) resolution = view.getUint8(start);
    else if (code === 13 && length === 1) fcsLength = fcsBytes(view.getUint8(start));
    else if (code === 14 && length === 8) offset = Number(view.getBigInt64(start, little));
  }
  const timestamps = new Timestamps(resolution, offset);
  const described: CaptureInterface = {
    linkType: view.getUint16(at + 8, little),
    snapLength: view.getUint32(at + 12, little),
    section,
    timeDigits: timestamps.digits,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(fcsLength !== undefined && { fcsLength }),
  };
  return { described, timestamps, longestFrame: longestFrame(described.linkType) };
}

const IPV4_RECORD = 1;
const IPV6_RECORD = 2;

/** Name resolution block (section 4.5): records of an address and its names, each with a null; the first one counts. */
export function nameRecords(view: DataView, at: number, end: number, little: boolean, hear: HearName): void {
  // Records are laid out as options are.
  for (const { code, start, length } of options(view, at + 8, end, little)) {
    const size = code === IPV4_RECORD ? 4 : code === IPV6_RECORD ? 16 : 0;
    if (size === 0 || length <= size) continue;
    const address = new Uint8Array(view.buffer, view.byteOffset + start, size);
    const name = utf8(view, start + size, length - size);
    if (name !== '') hear(address, name);
  }
}

/**
 * Options (section 3.5): code, length, value, padding to 32 bits. A list may end with the block instead of with
 * opt_endofopt, and one that claims more than the block holds ends before it.
 */
function* options(view: DataView, at: number, end: number, little: boolean): Generator<Option> {
  while (at + 4 <= end) {
    const code = view.getUint16(at, little);
    const length = view.getUint16(at + 2, little);
    const start = at + 4;
    if (code === 0 || start + length > end) return;
    yield { code, start, length };
    at = start + ((length + 3) & ~3);
  }
}

interface Option {
  readonly code: number;
  readonly start: number;
  readonly length: number;
}

/** if_fcslen is "in bits", and the draft's example is 4: no FCS is that short, so small values are taken for bytes. */
function fcsBytes(value: number): number {
  return value <= 4 ? value : value >>> 3;
}

const decoder = new TextDecoder();
/** Bytes kept of a name: an interface has one for as long as the file is read. */
const LONGEST_NAME = 1024;

/** Some writers count the null that they need not write. */
function utf8(view: DataView, start: number, length: number): string {
  const text = decoder.decode(new Uint8Array(view.buffer, view.byteOffset + start, Math.min(length, LONGEST_NAME)));
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
