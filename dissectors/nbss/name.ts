import type { NetbiosName } from './keys.ts';

const HALF_ASCII = 0x41;
const ENCODED = 32;

/**
 * A name in first-level encoding (RFC 1001 14.1): a length byte of 32, then two letters for each of 16 bytes, then the
 * labels of a scope. Undefined where the bytes are none; `end` is the position after the name.
 */
export function decodeName(b: Uint8Array, at: number, limit: number): { name: NetbiosName; end: number } | undefined {
  if (at + 1 + ENCODED + 1 > limit || b[at] !== ENCODED) return undefined;
  let text = '';
  let suffix = 0;
  for (let i = 0; i < 16; i++) {
    const high = b[at + 1 + 2 * i]! - HALF_ASCII;
    const low = b[at + 2 + 2 * i]! - HALF_ASCII;
    if (high < 0 || high > 15 || low < 0 || low > 15) return undefined;
    const byte = (high << 4) | low;
    if (i < 15) text += String.fromCharCode(byte);
    else suffix = byte;
  }
  let end = at + 1 + ENCODED;
  while (end < limit && b[end] !== 0) end += b[end]! + 1;
  if (end >= limit) return undefined;
  return { name: { name: text.replace(/[ \0]+$/, ''), suffix }, end: end + 1 };
}

/** `NAME<20>`, with the bytes that are no printable characters in hex. */
export function showName({ name, suffix }: NetbiosName): string {
  const hex = (code: number): string => `<${code.toString(16).padStart(2, '0')}>`;
  return name.replace(/[^ -~]/g, (c) => hex(c.charCodeAt(0))) + hex(suffix);
}
