import type { ByteWriter } from '../bytes/writer.ts';
import type { Direction } from '../model/flow.ts';

export type FollowForm = 'text' | 'hex' | 'raw' | 'pdu';

/** A run of a stream's bytes that one side sent. */
export interface Piece {
  readonly direction: Direction;
  readonly frame: number;
  readonly bytes: Uint8Array;
  /** Bytes that were never captured, before these. */
  readonly missing: number;
  /** What they are, where it is a whole PDU. */
  readonly what: string;
}

/** Writes a stream's content: as text, as hex, as its bytes alone, or a line above each piece. */
export class FollowWriter {
  readonly #out: ByteWriter;
  readonly #form: FollowForm;
  readonly #offsets: [number, number] = [0, 0];
  #last: Direction | undefined;

  constructor(out: ByteWriter, form: FollowForm) {
    this.#out = out;
    this.#form = form;
  }

  piece({ direction, frame, bytes, missing, what }: Piece): void {
    const out = this.#out;
    const form = this.#form;
    if (form === 'raw') {
      out.raw(bytes);
      out.settle();
      return;
    }
    if (missing > 0) out.ascii(`[${missing} bytes missing]\n`);
    const arrow = direction === 0 ? '>' : '<';
    if (form === 'pdu') out.utf8(`${arrow} frame ${frame}, ${bytes.length} bytes${what && `, ${what}`}\n`);
    else if (this.#last !== direction) out.ascii(`${arrow}\n`);
    this.#last = direction;
    if (form === 'text') text(out, bytes);
    else this.#hex(direction, bytes);
    out.settle();
  }

  #hex(direction: Direction, bytes: Uint8Array): void {
    const out = this.#out;
    const indent = direction === 0 ? '' : '    ';
    for (let at = 0; at < bytes.length; at += 16) {
      const row = bytes.subarray(at, at + 16);
      out.ascii(indent);
      out.hex(this.#offsets[direction] + at, 8);
      out.ascii('  ');
      out.hexBytes(row, 0, row.length, 0x20);
      out.spaces(3 * (16 - row.length) + 3);
      for (const byte of row) out.byte(byte >= 0x20 && byte < 0x7f ? byte : 0x2e);
      out.byte(0x0a);
      out.settle();
    }
    this.#offsets[direction] += bytes.length;
  }
}

/** Printable ASCII and line ends as they are, anything else as a dot: no packet steers a terminal. */
function text(out: ByteWriter, bytes: Uint8Array): void {
  for (const byte of bytes) if (byte !== 0x0d) out.byte(byte === 0x0a || (byte >= 0x20 && byte < 0x7f) ? byte : 0x2e);
  if (bytes.at(-1) !== 0x0a) out.byte(0x0a);
}
