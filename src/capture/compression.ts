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
/** Compressed bytes kept of an input that cannot be read again: small files are replayed whole. */
const KEPT = 1 << 18;

/** The decompressed bytes of an input whose first bytes were already read. */
export function decompressed(compression: Compression, first: Uint8Array, input: Input): Input {
  const chunks = decoded(compression, new Slices(first, input));
  return new ChunkInput(
    chunks,
    () => input.progress,
    () => input.close(),
  );
}

async function* decoded(compression: Compression, slices: Slices): AsyncGenerator<Uint8Array> {
  let delivered = 0;
  try {
    for await (const piece of compression.decode(slices.all())) {
      delivered += piece.length;
      yield piece;
    }
  } catch (error) {
    if (slices.failed !== undefined) throw slices.failed;
    const again = compression.losesLast ? slices.again() : undefined;
    if (again) yield* replayed(compression, again, delivered);
    throw error;
  }
}

/** What the decoder makes of the same bytes, beyond what was delivered, when its last slice comes byte by byte. */
async function* replayed(compression: Compression, source: Chunks, delivered: number): AsyncGenerator<Uint8Array> {
  let skip = delivered;
  try {
    for await (const piece of compression.decode(source)) {
      if (piece.length > skip) yield piece.subarray(skip);
      skip = Math.max(0, skip - piece.length);
    }
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
  }
}

/** A compressed input in slices that a decoder has always used up before it asks for the next. */
class Slices {
  readonly #first: Uint8Array;
  readonly #input: Input;
  /** Where the slice handed out last begins … */
  #from = 0;
  /** … and ends. */
  #to = 0;
  #kept: Uint8Array[] | undefined = [];
  /** Why the input could not be read. */
  failed: Damage | undefined;

  constructor(first: Uint8Array, input: Input) {
    this.#first = first;
    this.#input = input;
  }

  async *all(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < this.#first.length; at += SLICE) yield this.#hand(this.#first.subarray(at, at + SLICE));
    const buffer = new Uint8Array(SLICE);
    for (;;) {
      let n: number;
      try {
        n = await this.#input.read(buffer, 0, SLICE);
      } catch (error) {
        this.failed = new Damage(reason(error));
        throw this.failed;
      }
      if (n === 0) return;
      yield this.#hand(buffer.subarray(0, n));
    }
  }

  #hand(slice: Uint8Array): Uint8Array {
    this.#from = this.#to;
    this.#to += slice.length;
    if (this.#to <= KEPT) this.#kept?.push(slice.slice());
    else this.#kept = undefined;
    return slice;
  }

  /** All up to the slice handed out last, and that one in single bytes; undefined if the input is gone by. */
  again(): Chunks | undefined {
    if (this.#kept) return finely(this.#kept.slice(0, -1), this.#kept.slice(-1));
    const input = this.#input.again?.();
    return input && this.#reread(input);
  }

  async *#reread(input: Input): AsyncGenerator<Uint8Array> {
    const buffer = new Uint8Array(SLICE);
    for (let at = 0; at < this.#to; ) {
      const n = await input.read(buffer, 0, Math.min(SLICE, (at < this.#from ? this.#from : this.#to) - at));
      if (n === 0) return;
      if (at < this.#from) yield buffer.subarray(0, n);
      else yield* finely([], [buffer.subarray(0, n)]);
      at += n;
    }
  }
}

async function* finely(whole: readonly Uint8Array[], fine: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* whole;
  for (const slice of fine) for (let i = 0; i < slice.length; i++) yield slice.subarray(i, i + 1);
}
