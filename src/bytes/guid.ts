import { HEX } from './hex.ts';

/** Where its bytes lie whose first three parts are little-endian, in the order in which they are written. */
const LITTLE = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];

/** The 16 bytes at `at` as 8-4-4-4-12 lower-case digits; the first three parts follow the byte order (C706 A). */
export function guid(b: Uint8Array, at: number, little: boolean): string {
  let text = '';
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += HEX[b[at + (little ? LITTLE[i]! : i)]!]!;
  }
  return text;
}
