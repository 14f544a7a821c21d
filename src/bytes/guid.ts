import { u16be, u16le, u32be, u32le } from './read.ts';

/** The 16 bytes at `at` as 8-4-4-4-12 lower-case digits; the first three parts follow the byte order (C706 A). */
export function guid(b: Uint8Array, at: number, little: boolean): string {
  const hex = (n: number, digits: number): string => n.toString(16).padStart(digits, '0');
  const a = little ? u32le(b, at) : u32be(b, at);
  const c = little ? u16le(b, at + 4) : u16be(b, at + 4);
  const d = little ? u16le(b, at + 6) : u16be(b, at + 6);
  let rest = '';
  for (let i = 10; i < 16; i++) rest += hex(b[at + i]!, 2);
  return `${hex(a, 8)}-${hex(c, 4)}-${hex(d, 4)}-${hex(u16be(b, at + 8), 4)}-${rest}`;
}
