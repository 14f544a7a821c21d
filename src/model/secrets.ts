import type { ByteSource } from './source.ts';

/** Bytes that a dissector knows to be a password or a key. */
export interface SecretSpan {
  readonly source: ByteSource;
  readonly start: number;
  readonly end: number;
  /** Bytes of a character. */
  readonly width: 1 | 2;
}

const STAR = 0x2a;

/** What stands for the byte at `index` of a secret. */
const cover = (index: number, width: 1 | 2): number => (index % width === 0 ? STAR : 0);

/** Covers what a run of bytes, which begin at `start` of a source, shows of the secrets. */
export function coverIn(bytes: Uint8Array, source: ByteSource, start: number, secrets: readonly SecretSpan[]): void {
  for (const secret of secrets) {
    if (secret.source !== source) continue;
    const end = Math.min(secret.end, start + bytes.length);
    for (let i = Math.max(secret.start, start); i < end; i++) bytes[i - start] = cover(i - secret.start, secret.width);
  }
}

/**
 * Covers the secrets wherever the sources hold them: where they were found, and where the same bytes of the same frames
 * lie in what was put together on the way.
 */
export function coverAll(secrets: readonly SecretSpan[], sources: readonly ByteSource[]): void {
  for (const secret of secrets) {
    const { source, start, end, width } = secret;
    let index = 0;
    for (const { frame, offset, length } of source.trace(start, end)) {
      for (const other of sources) coverFrame(other, frame, offset, length, (i) => cover(index + i, width));
      index += length;
    }
    for (let i = start; i < end; i++) source.bytes[i] = cover(i - start, width);
  }
}

/** Covers bytes of one frame in a source that holds some of them. */
function coverFrame(
  source: ByteSource,
  frame: number,
  offset: number,
  length: number,
  byte: (index: number) => number,
): void {
  const put = (first: number, at: number, most: number): void => {
    const from = Math.max(offset, first);
    const to = Math.min(offset + length, first + most);
    for (let i = from; i < to; i++) source.bytes[at + i - first] = byte(i - offset);
  };
  if (source.frame === frame) return put(0, source.base, source.end - source.base);
  let at = source.base;
  for (const piece of source.pieces) {
    if (piece.frame === frame) put(piece.offset, at, piece.length);
    at += piece.length;
  }
}
