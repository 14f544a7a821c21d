import type { ByteWriter } from '../bytes/writer.ts';

/** What bytes are replaced by. */
export type Escapes = readonly (Uint8Array | undefined)[];

const encoder = new TextEncoder();
const table = (of: Readonly<Record<string, string>>): Escapes => {
  const made: (Uint8Array | undefined)[] = new Array(256).fill(undefined);
  for (const [character, text] of Object.entries(of)) made[character.charCodeAt(0)] = encoder.encode(text);
  return made;
};

/** Text and attributes of XML. Control characters, which XML 1.0 cannot hold, are escaped before. */
export const XML: Escapes = table({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' });
/** Strings of JSON; control characters are escaped before. */
export const JSON_TEXT: Escapes = table({ '"': '\\"', '\\': '\\\\' });

/** Runs what writes text and escapes what it wrote. Nothing is copied where nothing has to be escaped. */
export function escaped(out: ByteWriter, escapes: Escapes, write: () => void): void {
  const start = out.length;
  write();
  let { buffer } = out;
  let at = start;
  while (at < out.length && escapes[buffer[at]!] === undefined) at++;
  if (at === out.length) return;
  const rest = buffer.slice(at, out.length);
  out.length = at;
  for (const byte of rest) {
    const text = escapes[byte];
    if (text) out.raw(text);
    else out.byte(byte);
    buffer = out.buffer;
  }
}
