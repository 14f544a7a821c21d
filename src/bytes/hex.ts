/** Each byte's two digits. */
export const HEX: readonly string[] = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));

export function toHex(b: Uint8Array, start = 0, end = b.length, separator = ''): string {
  let s = '';
  for (let i = start; i < end; i++) s += i > start ? separator + HEX[b[i]!]! : HEX[b[i]!]!;
  return s;
}

/** Bytes of a hex string; blanks and line ends are passed over. Throws on anything else: it is our own data. */
export function fromHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (digits.length % 2 || /[^0-9a-f]/i.test(digits)) throw new Error(`not hex: ${text.slice(0, 40)}`);
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
