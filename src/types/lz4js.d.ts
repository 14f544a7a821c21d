/** The part of lz4js that is used: one block at a time, so that frames of any length can be streamed. */
declare module 'lz4js' {
  /** Writes the block's bytes to `dst` from `dIndex` on (earlier bytes are its dictionary); returns the index after them. */
  export function decompressBlock(
    src: Uint8Array,
    dst: Uint8Array,
    sIndex: number,
    sLength: number,
    dIndex: number,
  ): number;
}
