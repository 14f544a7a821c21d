import { DescriptorOutput } from './descriptor-output.ts';

/** A frame to be written; the bytes are copied at once. */
export interface FrameRecord {
  readonly seconds: number;
  readonly nanoseconds: number;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly captured: number;
  /** Bytes on the wire. */
  readonly wire: number;
}

export interface PcapWriterOptions {
  readonly linkType: number;
  /** Longest frame, 0 for no limit (written as libpcap's largest, since some readers take 0 for "nothing"). */
  readonly snapLength?: number;
  /** Nanosecond time stamps under their own magic; microseconds, which everyone reads, otherwise. */
  readonly nanoseconds?: boolean;
  /** Bytes of the frame check sequence that ends each frame. */
  readonly fcsLength?: number;
}

const LONGEST_FRAME = 256 << 10;

/** A classic pcap file (draft-ietf-opsawg-pcap, sections 4 and 5), little-endian, of one link type. */
export class PcapWriter {
  readonly #output: DescriptorOutput;
  readonly #nanoseconds: boolean;

  constructor(fd: number, options: PcapWriterOptions) {
    const { linkType, snapLength = 0, nanoseconds = false, fcsLength } = options;
    this.#output = new DescriptorOutput(fd);
    this.#nanoseconds = nanoseconds;
    const fcs = fcsLength === undefined ? 0 : 0x4000000 + (fcsLength >>> 1) * 0x10000000;
    const at = this.#output.reserve(24);
    const { view } = this.#output;
    view.setUint32(at, nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, true);
    view.setUint16(at + 4, 2, true);
    view.setUint16(at + 6, 4, true);
    view.setUint32(at + 8, 0);
    view.setUint32(at + 12, 0);
    view.setUint32(at + 16, snapLength || LONGEST_FRAME, true);
    view.setUint32(at + 20, linkType + fcs, true);
  }

  write(frame: FrameRecord): void {
    const { captured } = frame;
    const at = this.#output.reserve(16 + captured);
    const { view } = this.#output;
    view.setUint32(at, frame.seconds, true);
    view.setUint32(at + 4, this.#nanoseconds ? frame.nanoseconds : Math.floor(frame.nanoseconds / 1000), true);
    view.setUint32(at + 8, captured, true);
    view.setUint32(at + 12, frame.wire, true);
    this.#output.copy(frame.bytes, frame.start, captured, at + 16);
  }

  /** Sends what is buffered: after each frame of a live capture. */
  flush(): void {
    this.#output.flush();
  }
}
