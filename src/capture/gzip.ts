import { Damage } from './errors.ts';

/** What zlib may make of one slice before somebody takes it: bytes can stand for a thousand times as many. */
const HELD = 1 << 20;

/** Members of a gzip file (RFC 1952, section 2.2), one slice of input at a time. */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { createGunzip } = await import('node:zlib');
  const inflate = createGunzip({ chunkSize: 1 << 18 });
  const pieces: Uint8Array[] = [];
  let held = 0;
  let taken = false;
  let ended = false;
  let failure: Damage | undefined;
  let wake = (): void => undefined;
  inflate.on('data', (piece: Uint8Array) => {
    pieces.push(piece);
    held += piece.length;
    if (held < HELD) return;
    inflate.pause();
    wake();
  });
  inflate.on('error', (error) => {
    failure = damage(error);
    wake();
  });
  // At null bytes behind the last member it ends by itself, and never says that it took the slice.
  inflate.on('end', () => {
    ended = true;
    wake();
  });
  async function* made(): AsyncGenerator<Uint8Array> {
    do {
      while (!taken && !ended && !failure && held < HELD) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      held = 0;
      yield* pieces.splice(0);
      if (failure) throw failure;
      inflate.resume();
    } while (!taken && !ended);
  }
  try {
    for await (const slice of source) {
      taken = false;
      inflate.write(slice, (error) => {
        taken = !error;
        wake();
      });
      yield* made();
      if (ended) return;
    }
    taken = false;
    inflate.end();
    yield* made();
  } finally {
    inflate.destroy();
  }
}

function damage(error: Error): Damage {
  return new Damage(
    error.message === 'unexpected end of file' ? 'gzip data end early' : `gzip data damaged: ${error.message}`,
  );
}
