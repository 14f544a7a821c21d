import { decodeText } from '#sdk';

/** How a blob's bytes are text: one byte a character (UTF-8), two, or not at all. */
export type TextWidth = 'narrow' | 'wide' | undefined;

/** Beyond these a blob is not searched for what is no text. */
const LOOKED_AT = 1024;
const NO_TEXT = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd\ufffe\uffff]/;
const LATIN = /[\x09\x0a\x0d\x20-\xff]/g;

/** Whether the bytes read as text; nulls may end it. */
export function textWidth(bytes: Uint8Array, start: number, end: number): TextWidth {
  const last = Math.min(end, start + LOOKED_AT);
  const read = (encoding: string): string => decodeText(bytes, start, last, encoding).replace(/\0+$/, '');
  const isText = (text: string): boolean => text.length > 1 && !NO_TEXT.test(text);
  const wide = read('utf-16le');
  // Any pairs of bytes are some characters: two bytes each are believed where most of them are Latin.
  if ((end - start) % 2 === 0 && isText(wide) && (wide.match(LATIN)?.length ?? 0) * 2 > wide.length) return 'wide';
  // The last character may have been cut in two.
  return isText(last < end ? read('utf-8').replace(/\ufffd$/, '') : read('utf-8')) ? 'narrow' : undefined;
}

/** Whether a text is an XML document. */
export const isXml = (text: string): boolean => /^\ufeff?\s*<(\?xml|[A-Za-z_][\w:.-]*[\s>/])/.test(text);
