import { readFileSync } from 'node:fs';
import { type IdlSchema, readIdl } from '../decode/idl/index.ts';

/** Reads an IDL file that lies beside a dissector, named by a URL relative to it. */
export function idlFile(place: URL): IdlSchema {
  return readIdl(readFileSync(place, 'utf8'), { file: place.pathname.slice(place.pathname.lastIndexOf('/') + 1) });
}
