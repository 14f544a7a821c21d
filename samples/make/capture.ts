/** Frames with their times, and a capture file of them. */
import { writeFileSync } from 'node:fs';
import { type Bytes, concat, u16le, u32le } from './bytes.ts';

/** What is written to a capture: bytes and milliseconds since 1970. */
export interface Frame {
  readonly time: number;
  readonly bytes: Bytes;
  /** Length on the wire where the capture cut the frame. */
  readonly wire?: number;
}

/** 2026-01-01T00:00:00Z: the first frame's time. */
export const START = Date.UTC(2026, 0, 1);

/** Frames in their order, one millisecond apart. */
export function stamp(frames: readonly (Bytes | Frame)[], start = START): Frame[] {
  return frames.map((frame, index) => ({
    ...(frame instanceof Uint8Array ? { bytes: frame } : frame),
    time: start + index,
  }));
}

/** LINKTYPE_ numbers of the pcap registry. */
export const LINK = { NULL: 0, ETHERNET: 1, PPP: 9, RAW: 101, LOOP: 108, SLL: 113, SLL2: 276 } as const;

export interface PcapOptions {
  readonly linkType?: number;
  readonly snapLength?: number;
}

/** A pcap file: version 2.4, little-endian, microseconds. */
export function pcap(frames: readonly Frame[], { linkType = LINK.ETHERNET, snapLength = 262144 }: PcapOptions = {}) {
  const header = [u32le(0xa1b2c3d4), u16le(2), u16le(4), u32le(0), u32le(0), u32le(snapLength), u32le(linkType)];
  const records = frames.flatMap(({ time, bytes, wire = bytes.length }) => {
    const seconds = Math.floor(time / 1000);
    return [u32le(seconds), u32le((time - seconds * 1000) * 1000), u32le(bytes.length), u32le(wire), bytes];
  });
  return concat(...header, ...records);
}

export function writePcap(path: string, frames: readonly Frame[], options?: PcapOptions): void {
  writeFileSync(path, pcap(frames, options));
}
