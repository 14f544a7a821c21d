import { type Dissection, field } from '#sdk';
import { securityBlob } from '../gss-api/keys.ts';
import { msSmb } from './spec.ts';

/** What GSS-API carries: its length is said elsewhere. */
export const blob = field('smb.security_blob', 'SecurityBlob', 'bytes', { spec: msSmb('2.2.4.6.1') });

/** The blob at the cursor, as far as it is there; it is handed on. */
export function takeBlob(d: Dissection, length: number): void {
  const start = d.at;
  const end = Math.min(d.end, start + length);
  d.mark(blob, start, end);
  if (end > start) d.probe(securityBlob, start, end, Math.max(end, Math.min(start + length, d.promised)));
  d.at = end;
}
