import type { Field } from './field.ts';
import type { FrameSpan } from './source.ts';

/** A lasting reference to a place in a packet: it outlives the tree. */
export interface Anchor {
  readonly file: number;
  readonly frame: number;
  /** Protocol names from the link up: 'eth/ip/tcp/nbss/smb'. */
  readonly layer: string;
  /** Index of the layer in its packet. */
  readonly layerIndex: number;
  readonly field: Field | undefined;
  /** Which bytes of which frames, in order. */
  readonly spans: readonly FrameSpan[];
  /** The bytes, at most the first 64 of them. */
  readonly bytes: Uint8Array;
  /** The rows of 16 bytes that hold them, as a hex dump of what they lie in shows them … */
  readonly rows: Uint8Array;
  /** … where the first row and the accused bytes begin in it … */
  readonly rowsAt: number;
  readonly offset: number;
  /** … and what it is: 'frame', 'reassembled TCP' … */
  readonly within: string;
  /** Where the frame's first byte lies in the (decompressed) file. */
  readonly position: number;
}
