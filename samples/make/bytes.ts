/** Numbers and text as bytes, and the Internet checksum. */

export type Bytes = Uint8Array;
export const nothing: Bytes = new Uint8Array(0);

export function concat(...parts: readonly (Bytes | readonly number[])[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Digits in pairs; blanks are skipped. */
export function hex(digits: string): Bytes {
  const clean = digits.replace(/\s+/g, '');
  if (!/^([0-9a-fA-F]{2})*$/.test(clean)) throw new Error(`no hexadecimal bytes: ${digits}`);
  return Uint8Array.from(clean.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** One byte a character, U+0000 to U+00FF. */
export function ascii(text: string): Bytes {
  return Uint8Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xff) throw new Error(`not one byte: ${character}`);
    return code;
  });
}

/** The text and a null byte. */
export function asciiz(text: string): Bytes {
  return ascii(`${text}\0`);
}

export function u8(value: number): Bytes {
  return Uint8Array.of(value);
}

export function u16le(value: number): Bytes {
  return Uint8Array.of(value, value >>> 8);
}

export function u32le(value: number): Bytes {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

export function u16be(value: number): Bytes {
  return Uint8Array.of(value >>> 8, value);
}

export function u32be(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** The internet checksum (RFC 1071). */
export function checksum(...parts: readonly Bytes[]): number {
  const bytes = concat(...parts);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 2) sum += (bytes[at]! << 8) | (bytes[at + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** The bytes cut at these offsets. */
export function split(bytes: Bytes, cut: readonly number[]): Bytes[] {
  const edges = [0, ...cut, bytes.length];
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index]!, end));
}
