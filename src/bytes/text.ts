/** Position of the first null from `at`, or `end`. */
export function nullTerminated(b: Uint8Array, at: number, end: number): number {
  const i = b.indexOf(0, at);
  return i >= 0 && i < end ? i : end;
}

/** Turns bytes of a code page into text. 'ascii' is read as Latin-1, so that no byte is lost. */
export type TextDecode = (bytes: Uint8Array, start: number, end: number) => string;

const latin1: TextDecode = (b, start, end) =>
  Buffer.from(b.buffer, b.byteOffset + start, end - start).toString('latin1');
/** Half a character at the end stands as one that cannot be shown. */
const utf16: TextDecode = (b, start, end) => {
  const text = Buffer.from(b.buffer, b.byteOffset + start, (end - start) & ~1).toString('utf16le');
  return (end - start) & 1 ? `${text}\ufffd` : text;
};
const utf8: TextDecode = (b, start, end) => Buffer.from(b.buffer, b.byteOffset + start, end - start).toString('utf8');

const decoders = new Map<string, TextDecode>([
  ['ascii', latin1],
  ['utf-8', utf8],
  ['utf-16le', utf16],
  ['oem', latin1],
]);

/** Sets what 'oem' text is decoded by: the code page that the user named. */
export function setOemDecoder(decode: TextDecode): void {
  decoders.set('oem', decode);
}

export const decodeText = (b: Uint8Array, start: number, end: number, encoding: string): string =>
  (decoders.get(encoding) ?? latin1)(b, start, end);

/**
 * Text from a packet as it may be shown: control characters, and those that turn or hide text on a terminal, are
 * escaped, so that no packet steers the screen of its reader.
 */
export function escapeText(text: string): string {
  return text.replace(HOSTILE, (c) => {
    const code = c.codePointAt(0)!;
    const hex = code.toString(16);
    return (
      NAMED.get(code) ??
      (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`)
    );
  });
}

const HOSTILE =
  /[\x00-\x1f\x7f-\x9f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}\ud800-\udfff]/gu;
const NAMED = new Map([
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
]);
