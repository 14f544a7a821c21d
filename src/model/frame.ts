/**
 * Frames as they leave a capture: columns over one buffer instead of an object a frame, because what costs is what is
 * made and kept. A batch is valid until the next one is asked for; whoever keeps bytes copies them.
 */
export interface FrameBatch {
  /** The buffer that holds the frames' bytes. */
  readonly bytes: Uint8Array;
  /** How many frames there are; the columns may be longer. */
  readonly count: number;
  /** Where each frame's first byte lies in `bytes`. */
  readonly start: Int32Array;
  /** Bytes captured; all of them are in `bytes`. */
  readonly captured: Int32Array;
  /** Bytes on the wire, as the file states it (may be below `captured`: the file's claim is kept). */
  readonly wire: Uint32Array;
  /** Time since 1970-01-01T00:00:00Z, whole seconds (may be negative) … */
  readonly seconds: Float64Array;
  /** … and nanoseconds, 0 to 999,999,999. */
  readonly nanoseconds: Int32Array;
  /** Index into the reader's `interfaces`. */
  readonly interface: Int32Array;
  /** Where the frame's first byte lies in the (decompressed) file. */
  readonly position: Float64Array;
}

/** Where frames were taken: pcapng's interface description, or a pcap file's header. */
export interface CaptureInterface {
  /** LINKTYPE_ number of the pcap registry. */
  readonly linkType: number;
  /** Longest frame kept, 0 for no limit. */
  readonly snapLength: number;
  /** 1 for the first section of the file, 0 where the format has none. */
  readonly section: number;
  readonly name?: string;
  readonly description?: string;
  /** Decimal digits of a second that its time stamps have: 6 for microseconds. */
  readonly timeDigits?: number;
  /** Bytes of the frame check sequence that ends each frame, where the file states it. */
  readonly fcsLength?: number;
}

/** An address of 4 or 16 bytes, and a name that is given to it. */
export type HearName = (address: Uint8Array, name: string) => void;

/** How far a capture could be read. */
export type CaptureEnd =
  | { readonly state: 'complete' }
  | { readonly state: 'cut'; readonly position: number; readonly message: string };

/** One open capture. `next` is synchronous where the bytes are at hand (plain files) and a promise elsewhere. */
export interface CaptureReader {
  /** For people: 'pcap', 'pcap (nanoseconds)', 'pcapng' …, with the compression: 'pcap, gzip'. */
  readonly format: string;
  /** Grows as pcapng declares more of them. */
  readonly interfaces: readonly CaptureInterface[];
  next(): FrameBatch | undefined | Promise<FrameBatch | undefined>;
  /** Has somebody hear the names of addresses that the file itself states, as they are read. */
  hearNames?(hear: HearName): void;
  /** Meaningful once `next` gave undefined. */
  readonly end: CaptureEnd;
  /** Bytes of the file (compressed ones where it is compressed) read so far and in all, for progress; 0 where unknown. */
  readonly progress: { readonly read: number; readonly total: number };
  close(): void;
}
