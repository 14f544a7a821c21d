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

/** Covers what a copy of a source's bytes, which begins at `start` of it, shows of secrets: also of those found elsewhere. */
export function coverIn(bytes: Uint8Array, source: ByteSource, start: number, secrets: readonly SecretSpan[]): void {
  for (const secret of secrets) {
    const put = (at: number, length: number, index: number): void => {
      const last = Math.min(at + length, start + bytes.length);
      for (let i = Math.max(at, start); i < last; i++) bytes[i - start] = cover(index + i - at, secret.width);
    };
    if (secret.source === source) {
      put(secret.start, secret.end - secret.start, 0);
      continue;
    }
    let index = 0;
    for (const { frame, offset, length } of secret.source.trace(secret.start, secret.end)) {
      for (const held of holding(source, frame, offset, length)) put(held.at, held.length, index + held.index);
      index += length;
    }
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
      for (const other of sources) {
        for (const held of holding(other, frame, offset, length)) {
          for (let i = 0; i < held.length; i++) other.bytes[held.at + i] = cover(index + held.index + i, width);
        }
      }
      index += length;
    }
    for (let i = start; i < end; i++) source.bytes[i] = cover(i - start, width);
  }
}

/** Where a source holds bytes of a frame: positions in it, and which of the `length` bytes lies there. */
function* holding(
  source: ByteSource,
  frame: number,
  offset: number,
  length: number,
): Generator<{ at: number; length: number; index: number }> {
  const overlap = (first: number, at: number, most: number): { at: number; length: number; index: number } => {
    const from = Math.max(offset, first);
    return { at: at + from - first, length: Math.min(offset + length, first + most) - from, index: from - offset };
  };
  if (source.frame === frame) {
    yield overlap(0, source.base, source.end - source.base);
    return;
  }
  let at = source.base;
  for (const piece of source.pieces) {
    if (piece.frame === frame) yield overlap(piece.offset, at, piece.length);
    at += piece.length;
  }
}
