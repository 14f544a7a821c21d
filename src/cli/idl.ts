import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { escapeText } from '../bytes/text.ts';
import { IdlError, type IdlSchema, placeText, readIdl } from '../decode/idl/index.ts';
import { UsageError } from './exit.ts';
import { readBytes } from './user-files.ts';

/**
 * Reads a user's IDL file; files that it imports are looked for beside it. What had to be repaired is told on standard
 * error; what cannot be read is a UsageError with file, line and column.
 */
export function idlOf(path: string): IdlSchema {
  const text = textOf(readBytes(path, '--idl'));
  const resolve = (name: string): string | undefined => {
    try {
      return textOf(readFileSync(join(dirname(path), name)));
    } catch {
      return undefined;
    }
  };
  try {
    const schema = readIdl(text, { file: path, resolve });
    for (const { place, message } of schema.warnings)
      process.stderr.write(`specshark: ${escapeText(`${placeText(place)}: ${message}`)}\n`);
    if (schema.interfaces.every(({ uuid }) => uuid === ''))
      throw new UsageError(`--idl: ${path} describes no interface with a UUID`);
    return schema;
  } catch (error) {
    if (error instanceof IdlError) throw new UsageError(error.message);
    throw error;
  }
}

/** MIDL takes UTF-16 and UTF-8 with their marks, and the texts of old have bytes of a code page in their comments. */
function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('utf8', 3);
  return bytes.toString('utf8');
}
