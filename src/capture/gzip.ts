import { createGunzip } from 'node:zlib';
import { Damage } from './errors.ts';

/** Members of a gzip file (RFC 1952, section 2.2), one slice of input at a time: what zlib made of it is handed on first. */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createGunzip({ chunkSize: 1 << 18 });
  const pieces: Uint8Array[] = [];
  let ended = false;
  let settle: (why?: Damage) => void = () => undefined;
  inflate.on('data', (piece: Uint8Array) => pieces.push(piece));
  inflate.on('error', (error) => settle(damage(error)));
  // At null bytes behind the last member the stream ends by itself, and never says that it took the slice.
  inflate.on('end', () => {
    ended = true;
    settle();
  });
  const settled = (begin: () => void): Promise<void> =>
    new Promise((resolve, reject) => {
      settle = (why) => (why ? reject(why) : resolve());
      begin();
    });
  try {
    for await (const slice of source) {
      await settled(() => inflate.write(slice, (error) => error ?? settle()));
      yield* pieces.splice(0);
      if (ended) return;
    }
    await settled(() => inflate.end());
    yield* pieces;
  } finally {
    inflate.destroy();
  }
}

function damage(error: Error): Damage {
  return new Damage(
    error.message === 'unexpected end of file' ? 'gzip data end early' : `gzip data damaged: ${error.message}`,
  );
}
