/** Made once: an array of bytes is dear, be it empty. */
export const NO_BYTES: Uint8Array = new Uint8Array(0);

/** Integers out of bytes whose presence the caller has checked. */
export const u16be = (b: Uint8Array, i: number): number => (b[i]! << 8) | b[i + 1]!;
export const u16le = (b: Uint8Array, i: number): number => b[i]! | (b[i + 1]! << 8);
export const u32be = (b: Uint8Array, i: number): number =>
  ((b[i]! << 24) | (b[i + 1]! << 16) | (b[i + 2]! << 8) | b[i + 3]!) >>> 0;
export const u32le = (b: Uint8Array, i: number): number =>
  (b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24)) >>> 0;

/** The number of two 32-bit halves; an integer for V8, too, where the high one is 0. */
export const joined = (high: number, low: number): number => (high === 0 ? low : high * 2 ** 32 + low);

/** The same to the last bit. */
export const joinedExactly = (high: number, low: number): number | bigint =>
  high === 0 ? low : (BigInt(high) << 32n) | BigInt(low);

/** Unsigned integer of 1 to 6 bytes (exact in a double). */
export function uint(b: Uint8Array, start: number, end: number, little: boolean): number {
  let n = 0;
  if (little) for (let i = end - 1; i >= start; i--) n = n * 256 + b[i]!;
  else for (let i = start; i < end; i++) n = n * 256 + b[i]!;
  return n;
}

/** Unsigned integer of any size. */
export function bigUint(b: Uint8Array, start: number, end: number, little: boolean): bigint {
  let n = 0n;
  if (little) for (let i = end - 1; i >= start; i--) n = (n << 8n) | BigInt(b[i]!);
  else for (let i = start; i < end; i++) n = (n << 8n) | BigInt(b[i]!);
  return n;
}

export function equal(a: Uint8Array, i: number, b: Uint8Array, j: number, length: number): boolean {
  for (let k = 0; k < length; k++) if (a[i + k] !== b[j + k]) return false;
  return true;
}
