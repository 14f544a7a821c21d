import { createGunzip } from 'node:zlib';
import { Damage } from './errors.ts';

/** Members of a gzip file (RFC 1952, section 2.2), one slice of input at a time: what zlib made of it is handed on first. */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createGunzip({ chunkSize: 1 << 18 });
  const pieces: Uint8Array[] = [];
  let fail: (why: Damage) => void = () => undefined;
  inflate.on('data', (piece: Uint8Array) => pieces.push(piece));
  inflate.on('error', (error) => fail(damage(error)));
  try {
    for await (const slice of source) {
      await new Promise<void>((resolve, reject) => {
        fail = reject;
        inflate.write(slice, (error) => error ?? resolve());
      });
      yield* pieces.splice(0);
    }
    await new Promise<void>((resolve, reject) => {
      fail = reject;
      inflate.on('end', resolve).end();
    });
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
