/** Bytes that are no ASCII. */
const isForeign = (byte: number): boolean => byte > 0x7f;

export const firstForeign = (bytes: Uint8Array): number => bytes.findIndex(isForeign);

/** Each of them once, for a message: '0x81, 0x94'. */
export const foreign = (bytes: Uint8Array): string =>
  [...new Set(bytes.filter(isForeign))].map((byte) => `0x${byte.toString(16)}`).join(', ');
