import type { Dissection } from '#sdk';
import { authVerifier, SPNEGO, securityBlob } from '../gss-api/keys.ts';
import { type Header, headerText } from './head.ts';
import * as fields from './layout.ts';

/** Schemes whose credentials are a token in base64 (RFC 4559 4.2, MS-NTHT 2.1; Kerberos is WinRM's). */
const TOKEN = /^(?:Negotiate|NTLM|Kerberos) +([A-Za-z0-9+/]+={0,2})$/i;
/** Other schemes' credentials are a password or made of one. */
const SCHEME = /^[\w-]+ +/;

/** A header with credentials, and the token that they may be. */
export function takeCredentials(d: Dissection, header: Header): void {
  const field = fields.credentials[header.name];
  if (!field) return;
  const { start, end } = header;
  d.mark(field, start, end);
  const text = headerText(d.bytes, header);
  const token = TOKEN.exec(text)?.[1];
  if (token !== undefined)
    d.probeFrom(d.derive('base64', Buffer.from(token, 'base64'), end - token.length, end), securityBlob);
  else if (header.name.endsWith('authorization')) d.conceal(start + (SCHEME.exec(text)?.[0].length ?? 0), end, 1);
}

/** What announces the bytes of an encrypted part, in whatever case; no blank line follows it. */
const OCTETS = /content-type:[ \t]*application\/octet-stream\r\n/gi;
const BOUNDARY = '--Encrypted Boundary';
const LENGTH = 4;

/**
 * The parts of a body that a session protects: each names the content's type, then has the length of the token, the
 * token, and the sealed message up to the boundary (MS-WSMV 2.2.9.1).
 */
export function takeEncrypted(d: Dissection): void {
  const { at, end } = d;
  const body = Buffer.from(d.bytes.buffer, d.bytes.byteOffset + at, end - at).toString('latin1');
  for (const { index, 0: line } of body.matchAll(OCTETS)) {
    if (at + index < d.at) continue;
    d.at = at + index + line.length;
    if (d.left < LENGTH) break;
    const length = d.u32le(0);
    if (length > d.left - LENGTH) break;
    d.take(fields.tokenLength, LENGTH);
    d.route(authVerifier, SPNEGO, d.at, d.at + length);
    d.skip(length);
    const boundary = body.indexOf(BOUNDARY, d.at - at);
    d.take(fields.sealed, (boundary < 0 ? end : at + boundary) - d.at);
  }
  d.at = end;
}
