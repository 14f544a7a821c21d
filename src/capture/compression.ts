import { Damage, reason } from './errors.ts';
import { gunzip } from './gzip.ts';
import { ChunkInput, type Input } from './input.ts';
import { unlz4 } from './lz4.ts';
import type { Window } from './window.ts';
import { unxz } from './xz.ts';
import { unzstd } from './zstd.ts';

type Chunks = AsyncIterable<Uint8Array>;

export interface Compression {
  readonly name: string;
  readonly magic: readonly number[];
  readonly decode: (source: Chunks) => AsyncGenerator<Uint8Array>;
  /** When the decoder fails it takes what it had made of its last slice of input with it. */
  readonly losesLast?: boolean;
}

const COMPRESSIONS: readonly Compression[] = [
  { name: 'gzip', magic: [0x1f, 0x8b, 0x08], decode: gunzip, losesLast: true },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], decode: unzstd },
  // pzstd begins with a skippable frame.
  ...Array.from({ length: 16 }, (_, i) => ({ name: 'zstd', magic: [0x50 + i, 0x2a, 0x4d, 0x18], decode: unzstd })),
  { name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], decode: unxz, losesLast: true },
  { name: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18], decode: unlz4 },
];

/** How the file is compressed, by its first bytes and never by its name. */
export function compressionOf({ bytes, start, available }: Window): Compression | undefined {
  return COMPRESSIONS.find(
    ({ magic }) => magic.length <= available && magic.every((byte, i) => bytes[start + i] === byte),
  );
}

/** Compressed bytes handed to a decoder at a time. */
const SLICE = 1 << 16;
/** Compressed bytes kept of an input that cannot be read again: small ones are replayed whole. */
const KEPT = 1 << 18;

/** The decompressed bytes of an input whose first bytes were already read. */
export function decompressed(compression: Compression, first: Uint8Array, input: Input): Input {
  return new ChunkInput(
    decoded(compression, new Slices(first, input)),
    () => input.progress,
    () => input.close(),
  );
}

/**
 * Where data are damaged, what the decoder had already made of that slice is lost with it. So it is all done again, this
 * slice in smaller and smaller steps, until what comes before the damage is out to the byte.
 */
async function* decoded(compression: Compression, slices: Slices): AsyncGenerator<Uint8Array> {
  let delivered = 0;
  for (const step of [SLICE, SLICE >> 7, 1]) {
    let skip = delivered;
    try {
      for await (const piece of compression.decode(slices.read(step))) {
        if (piece.length > skip) {
          delivered += piece.length - skip;
          yield piece.subarray(skip);
        }
        skip = Math.max(0, skip - piece.length);
      }
      return;
    } catch (error) {
      if (slices.failed) throw slices.failed;
      if (step === 1 || !compression.losesLast || !slices.rewind()) throw error;
    }
  }
}

/** A compressed input in slices, which a decoder has used up when it asks for the next. */
class Slices {
  #first: Uint8Array;
  #input: Input;
  /** Where the slice handed out last begins. */
  #last = 0;
  #read = 0;
  #kept: Uint8Array[] | undefined = [];
  #exhausted = false;
  /** Why the input could not be read. */
  failed: Damage | undefined;

  constructor(first: Uint8Array, input: Input) {
    this.#first = first;
    this.#input = input;
  }

  /** All of it, in slices of `step` from the one on that was handed out last. */
  async *read(step: number): AsyncGenerator<Uint8Array> {
    const fine = this.#last;
    const buffer = new Uint8Array(SLICE);
    this.#read = 0;
    for (;;) {
      const most = this.#read < fine ? Math.min(SLICE, fine - this.#read) : step;
      const slice = await this.#next(buffer, most);
      if (slice.length === 0) break;
      this.#last = this.#read;
      this.#read += slice.length;
      yield slice;
    }
    this.#exhausted = true;
  }

  async #next(buffer: Uint8Array, most: number): Promise<Uint8Array> {
    if (this.#read < this.#first.length) return this.#first.subarray(this.#read, this.#read + most);
    try {
      const slice = buffer.subarray(0, await this.#input.read(buffer, 0, most));
      if (this.#read + slice.length > KEPT) this.#kept = undefined;
      this.#kept?.push(slice.slice());
      return slice;
    } catch (error) {
      this.failed = new Damage(reason(error));
      throw this.failed;
    }
  }

  /** Goes back to the first byte. False if that cannot be done, or if there is no slice that could have been lost. */
  rewind(): boolean {
    if (this.#exhausted) return false;
    const again = this.#input.again?.();
    if (again) {
      this.#input = again;
      this.#first = new Uint8Array(0);
    } else if (this.#kept) {
      this.#first = Buffer.concat([this.#first, ...this.#kept.splice(0)]);
    } else return false;
    return true;
  }
}
