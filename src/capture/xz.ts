import type { XzReadableStream } from 'xz-decompress';
import { Damage } from './errors.ts';

/** What xz-decompress' "failed with error code" means: enum xz_ret of XZ Embedded. */
const XZ_RET: Readonly<Record<string, string>> = {
  2: 'its integrity check is of an unsupported kind',
  3: 'no memory for its dictionary',
  4: 'its dictionary is too large',
  5: 'what follows is not xz',
  6: 'its filters are not supported',
  7: 'it is corrupt',
  8: 'it is corrupt',
};

/** The library decodes one file at a time and lets the next wait: for ever, if both are read in turns. */
let busy = false;

/** Streams of an .xz file (xz-file-format 1.2, section 2), through XZ Embedded as WebAssembly. */
export async function* unxz(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (busy) throw new Damage('only one xz file can be read at a time: decompress the other');
  busy = true;
  const chunks = source[Symbol.asyncIterator]();
  let ended = false;
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    const { done, value } = await chunks.next();
    ended = done === true;
    if (done) controller.close();
    // Chunks are reused, and the library keeps what its own buffer has no room for.
    else controller.enqueue(value.slice());
  };
  // Nothing is read before it is asked for.
  const compressed = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
  const Decoder = await decoder();
  const reader = new Decoder(compressed).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value.length > 0) yield value;
    }
  } catch (error) {
    throw damage(error, ended);
  } finally {
    busy = false;
    await reader.cancel().catch(() => undefined);
  }
}

/** The library is a CommonJS module, which loaders present with or without a default export. */
async function decoder(): Promise<typeof XzReadableStream> {
  const module: { default?: typeof import('xz-decompress') } & Partial<typeof import('xz-decompress')> = await import(
    'xz-decompress'
  );
  return (module.default ?? module).XzReadableStream!;
}

function damage(error: unknown, ended: boolean): Damage {
  if (error instanceof Damage) return error;
  if (ended) return new Damage('xz data end early');
  const code = /error code (\d+)/.exec((error as Error).message)?.[1];
  return new Damage(`xz data damaged: ${(code && XZ_RET[code]) ?? 'the decoder failed'}`);
}
