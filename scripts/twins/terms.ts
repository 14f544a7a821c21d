/** The terms that the tables of twins are written in. */
import type { Accusation, Change } from './twin.ts';

export const byte = (n: number): string => (n & 0xff).toString(16).padStart(2, '0');
export const u16 = (n: number): string => byte(n) + byte(n >>> 8);
export const u32 = (n: number): string => u16(n) + u16(n >>> 16);
export const utf16 = (text: string): string => Array.from(text, (c) => u16(c.charCodeAt(0))).join('');
export const latin1 = (text: string): string => Array.from(text, (c) => byte(c.charCodeAt(0))).join('');

export const set = (frame: number, field: string, to: Change['to'], occurrence = 1): Change => ({
  frame,
  field,
  to,
  occurrence,
});

/** `wdsc/rule message section frame field`, the field '-' for a whole block. */
export function accusation(text: string): Accusation {
  const [rule = '', message = '', section = '', frame = '', field = ''] = text.split(' ');
  return { rule, message, section, frame: Number(frame), field: field === '-' ? null : field };
}

/** What the same wrong breaks besides, and why. */
export const also = (why: string, ...texts: string[]) => ({
  also: texts.map((text) => ({ ...accusation(text), why })),
});
