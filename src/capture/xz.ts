import { crc32 } from 'node:zlib';
import type { XzReadableStream } from 'xz-decompress';
import { Damage } from './errors.ts';

/** What xz-decompress' "get_next_output failed with error code" means: enum xz_ret of XZ Embedded. */
const XZ_RET: Readonly<Record<string, string>> = {
  2: 'its integrity check is of an unsupported kind',
  3: 'no memory for its dictionary',
  4: 'its dictionary is too large',
  5: 'it is not xz',
  6: 'its filters are not supported',
  7: 'it is corrupt',
  8: 'it is corrupt',
};

const HEADER_MAGIC = Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00);
const FOOTER = 12;

/**
 * Streams of an .xz file (xz-file-format 1.2, section 2). xz-decompress ends with the first one, so its end is looked for
 * in what it was given last, and the next is begun there.
 */
export async function* unxz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const given = new LastGiven(source);
  do {
    const Decoder = await decoder();
    const reader = new Decoder(given.stream()).getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (value.length > 0) yield value;
      }
    } catch (error) {
      throw damage(error, given.ended);
    } finally {
      // Not to be forgotten: the library keeps one context at a time, and the next stream would wait for ever.
      await reader.cancel().catch(() => undefined);
    }
  } while (await given.another());
}

/** The library is a CommonJS module, which loaders present with or without a default export. */
async function decoder(): Promise<typeof XzReadableStream> {
  const module: { default?: typeof import('xz-decompress') } & Partial<typeof import('xz-decompress')> = await import(
    'xz-decompress'
  );
  return (module.default ?? module).XzReadableStream!;
}

/** A source that remembers its last chunk, to be read again from the place where a stream ended in it. */
class LastGiven {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** The last chunk, with the footer's length before it. */
  #last: Uint8Array = new Uint8Array(0);
  /** To be given next. */
  #kept: Uint8Array | undefined;
  /** Where in the file the last chunk ends … */
  #given = 0;
  /** … and where the stream began. */
  #begin = 0;
  ended = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  stream(): ReadableStream<Uint8Array> {
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      const chunk = await this.#next();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    };
    // Nothing is read before it is asked for.
    return new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
  }

  /** Goes on to the next stream, behind the null bytes that may pad this one; false if there is none. */
  async another(): Promise<boolean> {
    let rest: Uint8Array | undefined = this.#last.subarray(this.#footerEnd());
    let begin = this.#given - rest.length;
    for (;;) {
      const zeros: number = rest.findIndex((byte) => byte !== 0);
      begin += zeros < 0 ? rest.length : zeros;
      rest = zeros < 0 ? await this.#read() : rest.subarray(zeros);
      if (!rest) return false;
      if (zeros >= 0) break;
    }
    while (rest.length < HEADER_MAGIC.length) {
      const more: Uint8Array | undefined = await this.#read();
      if (!more) break;
      rest = Buffer.concat([rest, more]);
    }
    if (!HEADER_MAGIC.every((byte, i) => rest[i] === byte)) throw new Damage('xz data are followed by something else');
    this.#kept = rest;
    this.#given = this.#begin = begin;
    this.#last = new Uint8Array(0);
    return true;
  }

  /** Section 2.1.2: CRC32 of the six bytes after it, then 'YZ'; streams are multiples of four bytes. */
  #footerEnd(): number {
    const last = Buffer.from(this.#last.buffer, this.#last.byteOffset, this.#last.length);
    const origin = this.#given - last.length;
    for (let end = FOOTER; end <= last.length; end++) {
      if (origin + end <= this.#begin || (origin + end - this.#begin) % 4 !== 0) continue;
      if (last[end - 2] !== 0x59 || last[end - 1] !== 0x5a) continue;
      if (crc32(last.subarray(end - 8, end - 2)) === last.readUInt32LE(end - FOOTER)) return end;
    }
    throw new Damage('xz data damaged: no footer');
  }

  async #read(): Promise<Uint8Array | undefined> {
    const { done, value } = await this.#chunks.next();
    this.ended = done === true;
    return done ? undefined : value;
  }

  async #next(): Promise<Uint8Array | undefined> {
    const chunk = this.#kept ?? (await this.#read());
    this.#kept = undefined;
    if (!chunk) return undefined;
    this.#last = Buffer.concat([this.#last.subarray(-FOOTER), chunk]);
    this.#given += chunk.length;
    return chunk.slice();
  }
}

function damage(error: unknown, ended: boolean): Damage {
  if (error instanceof Damage) return error;
  if (ended) return new Damage('xz data end early');
  const code = /error code (\d+)/.exec((error as Error).message)?.[1];
  return new Damage(`xz data damaged: ${(code && XZ_RET[code]) ?? 'the decoder failed'}`);
}
