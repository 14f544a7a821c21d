import { readFileSync } from 'node:fs';
import { type IdlSchema, readIdl } from '../decode/idl/index.ts';

/** Reads an IDL file that lies beside a dissector, named by a URL relative to it. */
export function idlFile(place: URL): IdlSchema {
  const text = readFileSync(place, 'utf8');
  // Builds hold the schema that was read from the text.
  if (text.startsWith('{')) return JSON.parse(text) as IdlSchema;
  return readIdl(text, { file: place.pathname.slice(place.pathname.lastIndexOf('/') + 1) });
}
